// JSON that people read too: each member and each item on a line of its own, lists of short texts on one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "rules/json_text.hpp"

namespace passerby::api {

// Writes one document into `out`. The caller opens and closes in pairs.
class JsonLayout {
  public:
    explicit JsonLayout(std::string& out) : out_(out) {}

    void open(char bracket) {
        begin_value();
        out_ += bracket;
        ++depth_;
        empty_ = true;
    }
    void close(char bracket) {
        --depth_;
        if (!empty_) { break_line(); }
        out_ += bracket;
        empty_ = false;
        if (depth_ == 0) { out_ += '\n'; }
    }
    JsonLayout& name(std::string_view name) {
        begin_item();
        rules::append_json_string(out_, name);
        out_ += ": ";
        named_ = true;
        return *this;
    }
    void text(std::string_view text) {
        begin_value();
        rules::append_json_string(out_, text);
    }
    void number(std::int64_t number) {
        begin_value();
        rules::append_json_number(out_, number);
    }
    void truth(std::string_view literal) {  // `true`, `false`, `null`
        begin_value();
        out_ += literal;
    }
    template <class Texts>
    void texts(const Texts& texts) {
        begin_value();
        out_ += '[';
        std::string_view before;
        for (const std::string_view text : texts) {
            rules::append_json_string(out_ += before, text);
            before = ", ";
        }
        out_ += ']';
    }

  private:
    void begin_item() {
        if (!empty_) { out_ += ','; }
        if (depth_ > 0) { break_line(); }
        empty_ = false;
    }
    void begin_value() {
        if (!named_ && depth_ > 0) { begin_item(); }
        named_ = false;
    }
    void break_line() { out_.append("\n").append(2 * depth_, ' '); }

    std::string& out_;
    std::size_t depth_ = 0;
    bool empty_ = true;   // nothing has come since the last bracket
    bool named_ = false;  // a name waits for its value
};

}  // namespace passerby::api
