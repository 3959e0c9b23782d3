// Texts of one visitor as rules compare them, one behind the other. Owned by one thread and reused.
//
// What they leave behind when they are cleared, forget() overwrites: it knows how far they ever reached.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "engine/casefold.hpp"

namespace passerby::engine {

class FoldedTexts {
  public:
    // Room for so many bytes: a buffer that it grew out of would keep a copy that forget() does not find.
    explicit FoldedTexts(std::size_t bytes) { letters_.reserve(bytes); }

    std::size_t size() const { return letters_.size(); }
    std::string_view from(std::size_t first) const { return std::string_view(letters_).substr(first); }
    std::string_view at(std::size_t first, std::size_t size) const { return from(first).substr(0, size); }

    // Return the text as it stands here, until the next one comes.
    std::string_view append_folded(std::string_view text) {
        const std::size_t first = size();
        engine::append_folded(text, letters_);
        return note(first);
    }
    std::string_view append_as_it_is(std::string_view text) {
        const std::size_t first = size();
        letters_.append(text);
        return note(first);
    }
    void cut(std::size_t size) { letters_.resize(size); }

    void forget() {
        if (reached_ == 0) { return; }
        letters_.assign(reached_, '\0');
        letters_.clear();
        reached_ = 0;
    }

  private:
    std::string_view note(std::size_t first) {
        reached_ = std::max(reached_, size());
        return from(first);
    }

    std::string letters_;
    std::size_t reached_ = 0;  // the furthest end since forget()
};

}  // namespace passerby::engine
