// What the operators of a rule set say, for people: "you are in Germany or Austria".
//
// A list is put together when somebody asks: a million rules differ in which values they list, and seldom in
// anything else. So only the frames and the names of values are kept, each once, and for every list which
// they are. What is said of numbers is kept in full. Immutable after compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/phrase.hpp"
#include "engine/texts.hpp"

namespace passerby::engine {

using PhraseId = std::uint32_t;  // equal for what says the same
using NameId = std::uint32_t;

class Phrases {
  public:
    void append(PhraseId phrase, std::string& out) const;
    std::size_t bytes() const;

  private:
    friend class PhraseBuilder;
    static constexpr PhraseId list_bit = PhraseId{1} << 31;  // else a number of whole_

    std::vector<ListFrame> frames_;
    Texts names_;
    std::vector<std::uint32_t> lists_;  // of each list: its frame, how many it holds, and the names it tells
    Texts whole_;
};

}  // namespace passerby::engine
