// JSON through nlohmann's event interface, because its document type keeps the last of two equal keys and
// drops the digits of numbers.
#include <nlohmann/json.hpp>

#include "tests/reference/tree.hpp"

namespace passerby::reference {

namespace {

using nlohmann::json;

// Builds the tree as the events come; `open_` holds the lists and mappings that have not ended yet.
class Builder : public nlohmann::json_sax<json> {
  public:
    bool null() override { return put(Tree::literal("null")); }
    bool boolean(bool value) override { return put(Tree::literal(value ? "true" : "false")); }
    bool number_integer(number_integer_t value) override { return put(Tree::literal(std::to_string(value))); }
    bool number_unsigned(number_unsigned_t value) override {
        return put(Tree::literal(std::to_string(value)));
    }
    bool number_float(number_float_t, const string_t& digits) override { return put(Tree::literal(digits)); }
    bool string(string_t& value) override { return put(Tree::word(value)); }
    bool binary(binary_t&) override { return false; }

    bool start_object(std::size_t) override { return open(Tree::map({})); }
    bool key(string_t& value) override {
        keys_.back() = value;
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override { return open(Tree::list({})); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
        return false;
    }

    std::optional<Tree> root;

  private:
    bool open(Tree tree) {
        open_.push_back(std::move(tree));
        keys_.emplace_back();
        return true;
    }
    bool close() {
        Tree done = std::move(open_.back());
        open_.pop_back();
        keys_.pop_back();
        return put(std::move(done));
    }
    bool put(Tree tree) {
        if (open_.empty()) {
            root = std::move(tree);
        } else if (open_.back().is_list()) {
            open_.back().items.push_back(std::move(tree));
        } else {
            open_.back().entries.emplace_back(keys_.back(), std::move(tree));
        }
        return true;
    }

    std::vector<Tree> open_;
    std::vector<std::string> keys_;
};

}  // namespace

std::optional<Tree> read_json(const std::string& text) {
    Builder builder;
    if (!json::sax_parse(text, &builder)) { return std::nullopt; }
    return builder.root;
}

}  // namespace passerby::reference
