// Many short strings, one behind the other: a list that costs its letters and one number each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace passerby::engine {

// Where a text ends is told modulo what `End` holds, and beside it where that began anew: hardly ever.
template <class End>
class TextsOf {
  public:
    void reserve(std::size_t count) { ends_.reserve(count + 1); }
    void push_back(std::string_view text) {
        letters_.append(text);
        while (turn * (turns_.size() + 1) <= letters_.size()) { turns_.push_back(ends_.size()); }
        ends_.push_back(static_cast<End>(letters_.size()));
    }
    std::string_view operator[](std::size_t index) const {
        const std::size_t begin = position(index);
        return std::string_view(letters_).substr(begin, position(index + 1) - begin);
    }
    std::size_t size() const { return ends_.size() - 1; }
    std::size_t bytes() const { return letters_.capacity() + ends_.capacity() * sizeof(End); }
    void shrink_to_fit() {
        letters_.shrink_to_fit();
        ends_.shrink_to_fit();
    }

  private:
    static constexpr std::uint64_t turn = std::uint64_t{1} << (8 * sizeof(End));

    std::size_t position(std::size_t index) const {
        std::uint64_t at = ends_[index];
        for (const std::size_t from : turns_) { at += from <= index ? turn : 0; }
        return static_cast<std::size_t>(at);
    }

    std::string letters_;
    std::vector<End> ends_{0};        // text i is [position(i), position(i + 1))
    std::vector<std::size_t> turns_;  // from which of ends_ on one turn more is to be added
};

using Texts = TextsOf<std::uint32_t>;

}  // namespace passerby::engine
