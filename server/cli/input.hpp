// The lines of a file or of stdin, in bounded memory however long they are.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace passerby::cli {

// Owned by one thread. Reads as much as there is at a time, and never waits while a line is at hand.
class Input {
  public:
    // `-` is stdin.
    explicit Input(const std::string& file);
    ~Input();
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;

    // Why nothing (more) can be read; empty where nothing is wrong.
    const std::string& failure() const { return failure_; }

    struct Line {
        std::string_view text;  // until the next call, without its line break
        bool too_long = false;  // then the text is empty
    };
    // Nothing: the end, or a failure. `before_waiting` is called before each read.
    template <class BeforeWaiting>
    std::optional<Line> next_line(std::size_t bytes_max, BeforeWaiting before_waiting) {
        while (!has_line(bytes_max)) {
            before_waiting();
            if (!fill()) { break; }
        }
        return take_line(bytes_max);
    }

    // Everything; nothing where it is more than `bytes_max` or a failure.
    std::optional<std::string> read_all(std::size_t bytes_max);

  private:
    bool has_line(std::size_t bytes_max);
    bool fill();
    std::optional<Line> take_line(std::size_t bytes_max);

    int descriptor_ = -1;
    bool owned_ = false;
    bool ended_ = false;
    bool overflowed_ = false;  // the line at hand is too long; its front was dropped
    std::string failure_;
    std::string buffer_;
    std::size_t begin_ = 0;    // of the line at hand
    std::size_t scanned_ = 0;  // up to here there is no line break after begin_
};

}  // namespace passerby::cli
