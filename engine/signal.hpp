// The typed facts that arrived with one request, before consent was asked.
//
// Owned by one worker and reused: after the first few requests it allocates nothing. Texts are views into
// the request's own bytes, which must outlive it. Nothing here may be used for a decision: only the
// consent gate turns Signals into a Context.
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/folded_texts.hpp"
#include "engine/vocabulary.hpp"

namespace passerby::engine {

enum class Offered : std::uint8_t {
    taken,
    refused,   // wrong type, outside its values, empty or too long: to be named in `ignored`
    repeated,  // the same signal came before, which counts
};

class Signals {
  public:
    Signals();

    // Forgets everything and speaks of `vocabulary` from now on, which must outlive the request.
    void start(const Vocabulary& vocabulary);
    // Leaves no fact of the last request behind, its numbers included.
    void forget();

    // Of one signal the first offer counts, even if it was refused. The time is never taken from a
    // request: its signals are refused. Texts of closed lists are kept in the list's own spelling,
    // `page.path` is cut at `?` and `#`; one bad member costs the whole set.
    Offered offer(SignalId id, std::string_view text);
    Offered offer(SignalId id, std::span<const std::string_view> members);
    Offered offer(SignalId id, double number);
    template <std::same_as<bool> Flag>  // nothing else: a pointer would pass for a flag
    Offered offer(SignalId id, Flag flag) {
        return offer_flag(id, flag);
    }
    Offered refuse(SignalId id);  // it came as something no signal can be (null, an object, …)

    const Vocabulary& vocabulary() const { return *vocabulary_; }
    bool has(SignalId id) const { return facts_[id].state > State::refused; }
    // Each reads as nothing for a signal of another kind.
    std::string_view text(SignalId id) const {
        const Fact& fact = facts_[id];
        if (fact.state == State::text) { return {fact.letters, fact.size}; }
        return fact.state == State::value ? spelled(id, fact.value) : std::string_view();
    }
    double number(SignalId id) const { return facts_[id].number; }
    std::span<const std::string_view> members(SignalId id) const {
        if (facts_[id].state != State::members) { return {}; }
        return std::span(members_).subspan(facts_[id].first, facts_[id].size);
    }
    // Which one of a closed list that a known string is; the list's size for a value that is none.
    ValueId value(SignalId id) const { return facts_[id].value; }
    // What must be permitted for all that was offered to be used.
    PurposeSet needs() const { return needs_; }

  private:
    enum class State : std::uint8_t { absent, refused, text, value, members, number };
    struct Fact {
        double number = 0;
        const char* letters = nullptr;  // of a text
        std::uint32_t size = 0;         // of a text or a set
        std::uint32_t first = 0;        // member of a set, in members_
        ValueId value = 0;
        State state = State::absent;
    };

    Offered offer_flag(SignalId id, bool flag);
    Offered take_text(Fact& fact, std::string_view text, std::size_t bytes_max);
    Offered take_value(Fact& fact, SignalId id, std::string_view text);
    bool spell_members(SignalId id, std::span<std::string_view> members);
    std::string_view spelled(SignalId id, ValueId value) const;
    // The signal's first offer, refused until something known takes its place; null for a repeat.
    Fact* first_offer(SignalId id);

    const Vocabulary* vocabulary_ = nullptr;
    std::vector<Fact> facts_;        // by SignalId
    std::vector<SignalId> offered_;  // room for all; those that are not absent come first
    std::size_t offered_count_ = 0;
    std::vector<std::string_view> members_;  // room for as many as ever came
    std::size_t member_count_ = 0;
    PurposeSet needs_;
    FoldedTexts folding_;
};

// The text of a signal that came as `~other`: known, and unlike every value, since no rule file can hold
// a byte that is not UTF-8.
inline constexpr std::string_view unlike_every_value = "\xFF";

}  // namespace passerby::engine
