// Where each token of a JSON document begins, and the steps from one to the next.
//
//   {"page":{"visits":2}}          the document, as a copy of our own
//   ^^     ^^^       ^^^^          where its tokens begin: brackets, colons, commas, texts, scalars
//
// simdjson finds them, and checks UTF-8, control characters and that every text ends; what stands where is
// for whoever steps. A token reaches to where the next one begins, blanks behind it included.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace passerby::wire {

enum class JsonVerdict : std::uint8_t { good, too_large, malformed, not_an_object, out_of_memory };

// Owned by one thread. Allocates nothing after construction.
class JsonTokens {
  public:
    explicit JsonTokens(std::size_t bytes_max);
    ~JsonTokens();

    // Never `not_an_object`: that is for whoever steps.
    JsonVerdict find(std::string_view document);
    // Overwrites the document; its texts are gone.
    void forget();

    bool at_end() const { return at_ == end_; }
    // NUL at the end.
    char front() const { return text_[*at_]; }
    std::string_view token() const { return {text_.get() + at_[0], at_[1] - at_[0]}; }
    void step() { ++at_; }
    bool take(char c) {
        const bool taken = front() == c;
        at_ += taken ? 1 : 0;
        return taken;
    }
    // Lives until the next document.
    bool take_text(std::string_view& text) {
        if (front() != '"') { return false; }
        const char* const begin = text_.get() + at_[0] + 1;
        const char* end = text_.get() + at_[1] - 1;
        while (*end != '"') { --end; }  // blanks may stand behind it
        step();
        text = {begin, static_cast<std::size_t>(end - begin)};
        return !escapes_ || unescape(text);
    }

  private:
    class Finder;

    bool unescape(std::string_view& text);

    std::size_t bytes_max_;
    std::unique_ptr<char[]> text_;
    std::size_t bytes_ = 0;              // of text_ that are in use
    const std::uint32_t* at_ = nullptr;  // the front token's place in the document
    const std::uint32_t* end_ = nullptr;
    bool escapes_ = false;  // anywhere in the document
    std::unique_ptr<char[]> unescaped_;
    std::size_t unescaped_bytes_ = 0;
    std::unique_ptr<Finder> finder_;
};

}  // namespace passerby::wire
