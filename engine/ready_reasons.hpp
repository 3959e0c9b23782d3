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
#include "engine/texts.hpp"

namespace passerby::engine {

struct CompiledRules;

// Half a line of memory, so that looking one up costs a single miss.
class ReadyReason {
  public:
    std::span<const SignalId> signals() const { return {signals_, signal_count_}; }
    // Absent where the author wrote a sentence for each of several languages.
    bool has_why() const { return why_ != nullptr; }
    std::string_view why() const { return {why_, why_size_}; }

  private:
    friend class ReadyReasons;
    const char* why_ = nullptr;
    const SignalId* signals_ = nullptr;
    std::uint32_t why_size_ = 0, signal_count_ = 0;
    SlotId slot_ = 0;
    RuleId rule_ = UINT32_MAX;  // vacant
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

    // Null if the rule is told when it wins.
    const ReadyReason* find(SlotId slot, RuleId rule) const {
        for (std::size_t at = cell_of(slot, rule);; at = (at + 1) & (cells_.size() - 1)) {
            const ReadyReason& cell = cells_[at];
            if (cell.rule_ == rule && cell.slot_ == slot) { return &cell; }
            if (cell.rule_ == UINT32_MAX) { return nullptr; }
        }
    }
    std::size_t size() const { return size_; }
    std::size_t bytes() const;

    // One that will be kept, by the numbers of its parts.
    struct Entry {
        SlotId slot;
        RuleId rule;
        std::uint32_t sentence;  // no_sentence: by language
        std::uint32_t first_signal, signal_count;
    };
    static constexpr std::uint32_t no_sentence = UINT32_MAX;
    // Once.
    void fill(std::span<const Entry> entries, Texts sentences, std::vector<SignalId> signals);

  private:
    std::size_t cell_of(SlotId slot, RuleId rule) const {
        return static_cast<std::size_t>((std::uint64_t{slot} << 32 | rule) * 0x9e3779b97f4a7c15u >> shift_);
    }

    // Open addressing with linear probing over a power of two, at most half full.
    std::vector<ReadyReason> cells_ = std::vector<ReadyReason>(2);
    int shift_ = 63;  // leaves as many bits as the table has
    std::size_t size_ = 0;
    Texts sentences_;
    std::vector<SignalId> signals_;
};

// The last step of compile: all else is there.
void add_ready_reasons(CompiledRules& rules);

}  // namespace passerby::engine
