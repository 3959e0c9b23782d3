// One rule file's name and bytes, with its lines to be found again for messages.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace passerby::rules {

class Source {
  public:
    Source(std::string name, std::string text);

    const std::string& name() const { return name_; }  // relative path within the set, `/` between
    std::string_view text() const { return text_; }
    // The line's text without its line break, from 1; empty past the end.
    std::string_view line(std::uint32_t number) const;

  private:
    std::string name_;
    std::string text_;

    static constexpr std::uint32_t lines_per_mark = 64;
    std::vector<std::size_t> marks_;  // where lines 1, 65, 129 … begin
};

}  // namespace passerby::rules
