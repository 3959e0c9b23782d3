#include "server/wire/json_tokens.hpp"

#include <simdjson.h>

#include <string.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "server/wire/json_grammar.hpp"

namespace passerby::wire {

namespace {

// The library works in steps of so many bytes, and would copy what is left over at the end to its stack,
// where nobody overwrites it: so there is nothing left over.
constexpr std::size_t step = 128;

constexpr std::size_t whole_steps(std::size_t bytes) {
    return (bytes + step - 1) / step * step;
}

}  // namespace

// The library's first stage alone: its second would look at every value, and we want few of them.
class JsonTokens::Finder {
  public:
    explicit Finder(std::size_t bytes_max) {
        constexpr std::size_t depth = 1;  // of the second stage
        const auto made = simdjson::get_active_implementation()->create_dom_parser_implementation(
            whole_steps(bytes_max), depth, found_);
        if (made != simdjson::SUCCESS) { found_.reset(); }
    }

    JsonVerdict find(const char* text, std::size_t bytes) {
        if (!found_) { return JsonVerdict::out_of_memory; }
        const auto error = found_->stage1(reinterpret_cast<const std::uint8_t*>(text), bytes,
                                          simdjson::stage1_mode::regular);
        if (error != simdjson::SUCCESS) { return JsonVerdict::malformed; }
        found_->structural_indexes[count()] = static_cast<std::uint32_t>(bytes);
        return JsonVerdict::good;
    }

    std::size_t count() const { return found_->n_structural_indexes; }
    const std::uint32_t* begin() const { return found_->structural_indexes.get(); }

  private:
    std::unique_ptr<simdjson::internal::dom_parser_implementation> found_;
};

JsonTokens::JsonTokens(std::size_t bytes_max)
    : bytes_max_(bytes_max),
      text_(new char[whole_steps(bytes_max) + 1]),
      unescaped_(new char[bytes_max]),
      finder_(std::make_unique<Finder>(bytes_max)) {}
JsonTokens::~JsonTokens() = default;

JsonVerdict JsonTokens::find(std::string_view document) {
    forget();
    if (document.size() > bytes_max_) { return JsonVerdict::too_large; }
    bytes_ = whole_steps(document.size());
    std::copy(document.begin(), document.end(), text_.get());
    std::memset(text_.get() + document.size(), ' ', bytes_ - document.size());
    text_[bytes_] = '\0';
    if (const JsonVerdict found = finder_->find(text_.get(), bytes_); found != JsonVerdict::good) {
        return found;
    }
    at_ = finder_->begin();
    end_ = at_ + finder_->count();
    escapes_ = std::memchr(text_.get(), '\\', bytes_) != nullptr;
    return JsonVerdict::good;
}

void JsonTokens::forget() {
    ::explicit_bzero(text_.get(), std::exchange(bytes_, 0));
    ::explicit_bzero(unescaped_.get(), std::exchange(unescaped_bytes_, 0));
}

// No text gets longer by it: there is room for all of a document's.
bool JsonTokens::unescape(std::string_view& text) {
    if (std::memchr(text.data(), '\\', text.size()) == nullptr) { return true; }
    char* const begin = unescaped_.get() + unescaped_bytes_;
    unescaped_bytes_ += text.size();  // what is written of it before a wrong escape is forgotten too
    char* const end = unescape_json(text, begin);
    if (end == nullptr) { return false; }
    text = {begin, static_cast<std::size_t>(end - begin)};
    return true;
}

}  // namespace passerby::wire
