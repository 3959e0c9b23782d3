#include "engine/phrases.hpp"

#include <array>

#include "engine/wording.hpp"

namespace passerby::engine {

void Phrases::append(PhraseId phrase, std::string& out) const {
    if ((phrase & list_bit) == 0) {
        out.append(whole_[phrase]);
        return;
    }
    const std::uint32_t* list = lists_.data() + (phrase & ~list_bit);
    const std::size_t total = list[1];
    const std::size_t told = told_of(total);
    std::array<std::string_view, told_max> names;
    for (std::size_t i = 0; i < told; ++i) { names[i] = names_[list[2 + i]]; }
    append_list(frames_[list[0]], std::span(names).first(told), total, out);
}

std::size_t Phrases::bytes() const {
    return frames_.size() * sizeof(ListFrame) + names_.bytes() + lists_.capacity() * sizeof(std::uint32_t) +
           whole_.bytes();
}

}  // namespace passerby::engine
