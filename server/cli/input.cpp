#include "server/cli/input.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace passerby::cli {

namespace {

constexpr std::size_t read_bytes = 256u << 10;

std::string why(int error) {
    return std::generic_category().message(error);
}

}  // namespace

Input::Input(const std::string& file) {
    if (file == "-") {
        descriptor_ = STDIN_FILENO;
        return;
    }
    descriptor_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    owned_ = descriptor_ >= 0;
    if (!owned_) { failure_ = why(errno); }
}

Input::~Input() {
    if (owned_) { ::close(descriptor_); }
}

bool Input::has_line(std::size_t bytes_max) {
    const auto end = buffer_.find('\n', scanned_);
    scanned_ = end == buffer_.npos ? buffer_.size() : end;
    if (end != buffer_.npos) { return true; }
    if (buffer_.size() - begin_ > bytes_max) {
        // What was read of a line that is too long is of no use: only its end is.
        overflowed_ = true;
        buffer_.clear();
        begin_ = scanned_ = 0;
    }
    return false;
}

bool Input::fill() {
    if (ended_ || !failure_.empty()) { return false; }
    buffer_.erase(0, begin_);
    scanned_ -= begin_;
    begin_ = 0;
    const std::size_t held = buffer_.size();
    buffer_.resize(held + read_bytes);
    ssize_t count = 0;
    do {
        count = ::read(descriptor_, buffer_.data() + held, read_bytes);
    } while (count < 0 && errno == EINTR);
    if (count < 0) { failure_ = why(errno); }
    buffer_.resize(held + static_cast<std::size_t>(count > 0 ? count : 0));
    ended_ = count == 0;
    return count > 0;
}

std::optional<Input::Line> Input::take_line(std::size_t bytes_max) {
    if (!failure_.empty()) { return std::nullopt; }
    const bool last = scanned_ == buffer_.size();  // there is no line break: the end of the input
    if (last && scanned_ == begin_ && !overflowed_) { return std::nullopt; }
    Line line{.text = std::string_view(buffer_).substr(begin_, scanned_ - begin_), .too_long = overflowed_};
    line.too_long = line.too_long || line.text.size() > bytes_max;
    if (line.too_long) { line.text = {}; }
    overflowed_ = false;
    begin_ = scanned_ = last ? scanned_ : scanned_ + 1;
    return line;
}

std::optional<std::string> Input::read_all(std::size_t bytes_max) {
    while (buffer_.size() <= bytes_max && fill()) {}
    if (!failure_.empty() || buffer_.size() > bytes_max) { return std::nullopt; }
    return buffer_;
}

}  // namespace passerby::cli
