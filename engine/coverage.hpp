// What a grant of each purpose covers while one rule set is in force: the signals that its enabled rules read
// for that purpose. And the version under which a visitor's device remembers what it was asked for.
//
//   1.lAAAAAAAABBBBBBBB.b~CCCCCCCC      a format, then for each purpose for which something is read a letter
//                                       and eight characters a signal, ascending: 48 bits of its name's hash;
//                                       `~` and one hash of all where they are too many to list
//
// It carries all that is needed to tell later whether the rules have come to read more, so nobody has to keep
// old rule sets, and every node and every start says the same. It is the same for everybody who came in that
// time, so it says nothing of a visitor. A collision of names would hide one new signal: one in 2^48 each.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/purpose.hpp"
#include "engine/vocabulary.hpp"

namespace passerby::engine {

// Immutable.
class Coverage {
  public:
    static constexpr std::size_t version_bytes_max = 1'024;  // of one that a request brings
    static constexpr std::size_t listed_max = 24;            // signals of a purpose that are listed each

    Coverage() = default;  // of rules that read nothing
    // `read`: the signals that are read, each once.
    Coverage(const Vocabulary& vocabulary, std::span<const SignalId> read);

    std::string_view version() const { return version_; }
    // The purposes for which more is read now than what was said yes to under that version. All of them where
    // it is none: whoever cannot tell what was asked for has to ask again. Allocates nothing.
    PurposeSet outgrown_since(std::string_view version) const {
        return version == version_ ? PurposeSet{} : compare(version);
    }

  private:
    static constexpr char format = '1';

    using Code = std::array<char, 8>;
    struct Covered {
        std::vector<Code> codes;  // ascending
        Code whole{};             // of all of them
    };

    PurposeSet compare(std::string_view version) const;
    bool is_within(const Covered& now, std::string_view earlier) const;

    std::array<Covered, asked_purposes.size()> covered_;  // by Purpose
    std::string version_{format};
};

}  // namespace passerby::engine
