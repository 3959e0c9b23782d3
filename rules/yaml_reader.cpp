#include "rules/yaml_reader.hpp"

#include <istream>
#include <streambuf>
#include <string>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "engine/limits.hpp"
#include "rules/codes.hpp"
#include "rules/document_builder.hpp"

namespace passerby::rules {

namespace {

class View : public std::streambuf {
  public:
    explicit View(std::string_view text) {
        char* begin = const_cast<char*>(text.data());
        setg(begin, begin, begin + text.size());
    }
};

struct Refused {
    Issue issue;
};

class Builder : public YAML::EventHandler {
  public:
    Builder(std::string_view file, std::string_view text) : file_(file), text_(text) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
        // The library forgets how a null was written.
        const std::string_view rest =
            text_.substr(std::min(text_.size(), static_cast<std::size_t>(mark.pos)));
        for (std::string_view word : {"~", "null", "Null", "NULL"}) {
            const std::size_t after = word.size();
            if (rest.starts_with(word) &&
                (rest.size() == after ||
                 std::string_view(" \t\r\n,]}:#").find(rest[after]) != std::string_view::npos)) {
                return builder_.scalar(at(mark), word, DocumentBuilder::Style::plain);
            }
        }
        builder_.scalar(at(mark), {}, DocumentBuilder::Style::plain);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        refuse(mark, "yaml-alias", "aliases (`*name`) are not part of the language",
               "use a segment for reuse; quote a value that begins with `*`");
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        look_at_properties(mark, tag, anchor);
        if (value.size() > engine::limits::scalar_bytes_max) {
            refuse(mark, "scalar-too-long", "a value is longer than 8 KiB", {});
        }
        builder_.scalar(at(mark), value,
                        tag == "?" ? DocumentBuilder::Style::plain : DocumentBuilder::Style::quoted);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, NodeKind::sequence);
    }
    void OnSequenceEnd() override { builder_.close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, NodeKind::mapping);
    }
    void OnMapEnd() override { builder_.close(); }

    Document take() { return builder_.take(); }

  private:
    static DocumentBuilder::At at(const YAML::Mark& mark) {
        return {static_cast<std::uint32_t>(mark.line) + 1, static_cast<std::uint32_t>(mark.column) + 1};
    }
    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, NodeKind kind) {
        look_at_properties(mark, tag, anchor);
        if (builder_.expects_key()) refuse(mark, "yaml-key", "a key must be a word", {});
        if (builder_.depth() == engine::limits::yaml_depth_max) {
            refuse(mark, "too-deep", "nested more than 64 deep", {});
        }
        builder_.open(at(mark), kind);
    }
    void look_at_properties(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        if (anchor != 0)
            refuse(mark, "yaml-anchor", "anchors (`&name`) are not part of the language",
                   "use a segment for reuse");
        if (tag != "?" && tag != "!") refuse(mark, "yaml-tag", "tags are not part of the language", {});
    }
    void refuse(const YAML::Mark& mark, CodeName code, std::string message, std::string hint) {
        const DocumentBuilder::At place = at(mark);
        throw Refused{
            make_issue({file_, place.line, place.column}, code, std::move(message), std::move(hint))};
    }

    std::string_view file_;
    std::string_view text_;
    DocumentBuilder builder_;
};

}  // namespace

Document read_yaml(std::string_view file, std::string_view text, std::vector<Issue>& issues) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    Builder builder(file, text);
    try {
        View view(text);
        std::istream stream(&view);
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
        return builder.take();
    } catch (const Refused& refused) {
        issues.push_back(refused.issue);
    } catch (const YAML::Exception& error) {
        issues.push_back(make_issue({file, static_cast<std::uint32_t>(error.mark.line) + 1,
                                     static_cast<std::uint32_t>(error.mark.column) + 1},
                                    "yaml-syntax", error.msg));
    }
    return {};
}

}  // namespace passerby::rules
