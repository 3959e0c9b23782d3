// The reasons of the rules that win most often, told at compile time: a decision only points at them.
//
// Most rules are plain conjunctions: whenever one wins, all its tests hold and those of the slot's own
// condition, whoever the visitor is. So the signals and the sentence are the same each time. They are told in
// advance for the first rules of each slot, by priority; all others are told when they win (see why.hpp,
// which is the same code). Equal sentences and equal lists of signals are kept once. Immutable after compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/rule_set.hpp"
#include "engine/slot_index.hpp"
#include "engine/texts.hpp"

namespace passerby::engine {

struct CompiledRules;

class ReadyReason {
  public:
    std::span<const SignalId> signals() const { return {signals_, signal_count_}; }
    // Absent where the author wrote a sentence for each of several languages.
    bool has_why() const { return why_ != nullptr; }
    std::string_view why() const { return {why_, why_size_}; }

  private:
    friend class ReadyReasons;
    static constexpr std::uint32_t not_ready = UINT32_MAX;

    const char* why_ = nullptr;
    const SignalId* signals_ = nullptr;
    std::uint32_t why_size_ = 0, signal_count_ = not_ready;
};

class ReadyReasons {
  public:
    // Enough that a winner is seldom deeper (where one rule in 300 holds: one in a million), and so few that
    // compiling them takes some milliseconds.
    static constexpr std::size_t of_slot_max = 4'096;
    static constexpr std::size_t in_all_max = 65'536;

    ReadyReasons() = default;
    ReadyReasons(const ReadyReasons&) = delete;  // it points into itself
    ReadyReasons& operator=(const ReadyReasons&) = delete;

    // Of the slot's rule at that position; null if it is told when it wins.
    const ReadyReason* find(SlotId slot, Position position) const {
        if (position >= of_slot_) { return nullptr; }
        const ReadyReason& reason = reasons_[slot * of_slot_ + position];
        return reason.signal_count_ == ReadyReason::not_ready ? nullptr : &reason;
    }
    std::size_t size() const;  // how many are ready
    std::size_t bytes() const;

    // One that will be kept, by the numbers of its parts.
    struct Entry {
        SlotId slot;
        Position position;
        std::uint32_t sentence;  // no_sentence: by language
        std::uint32_t first_signal, signal_count;
    };
    static constexpr std::uint32_t no_sentence = UINT32_MAX;
    // Once. Of each slot at most the first `of_slot` are among the entries.
    void fill(std::size_t slots, std::size_t of_slot, std::span<const Entry> entries, Texts sentences,
              std::vector<SignalId> signals);

  private:
    std::size_t of_slot_ = 0;
    std::vector<ReadyReason> reasons_;  // by slot, then by position: the most frequent winners side by side
    Texts sentences_;
    std::vector<SignalId> signals_;
};

// The last step of compile: all else is there.
void add_ready_reasons(CompiledRules& rules);

}  // namespace passerby::engine
