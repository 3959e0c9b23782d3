#include "rules/source.hpp"

#include <utility>

namespace passerby::rules {

namespace {
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
}

Source::Source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
    marks_.push_back(text_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    std::uint32_t lines = 1;
    for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1)) {
        if (lines++ % lines_per_mark == 0) marks_.push_back(at + 1);
    }
}

std::string_view Source::line(std::uint32_t number) const {
    if (number == 0 || (number - 1) / lines_per_mark >= marks_.size()) return {};
    std::size_t begin = marks_[(number - 1) / lines_per_mark];
    std::size_t end = text_.find('\n', begin);
    for (std::uint32_t past = (number - 1) % lines_per_mark; past > 0; --past) {
        if (end == std::string::npos) return {};
        begin = end + 1;
        end = text_.find('\n', begin);
    }
    if (end == std::string::npos) end = text_.size();
    std::string_view line = std::string_view(text_).substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

}  // namespace passerby::rules
