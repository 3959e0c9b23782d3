#include "engine/ready_reasons.hpp"

#include <algorithm>
#include <utility>

#include "engine/compiled_rules.hpp"
#include "engine/symbols.hpp"
#include "engine/why.hpp"

namespace passerby::engine {

std::size_t ReadyReasons::size() const {
    return static_cast<std::size_t>(std::count_if(
        reasons_.begin(), reasons_.end(),
        [](const ReadyReason& reason) { return reason.signal_count_ != ReadyReason::not_ready; }));
}

std::size_t ReadyReasons::bytes() const {
    return reasons_.size() * sizeof(ReadyReason) + sentences_.bytes() + signals_.size() * sizeof(SignalId);
}

void ReadyReasons::fill(std::size_t slots, std::size_t of_slot, std::span<const Entry> entries,
                        Texts sentences, std::vector<SignalId> signals) {
    sentences_ = std::move(sentences);
    signals_ = std::move(signals);
    of_slot_ = of_slot;
    reasons_.resize(slots * of_slot);
    for (const Entry& entry : entries) {
        ReadyReason& reason = reasons_[entry.slot * of_slot + entry.position];
        reason.signals_ = signals_.data() + entry.first_signal;
        reason.signal_count_ = entry.signal_count;
        if (entry.sentence == no_sentence) { continue; }
        const std::string_view why = sentences_[entry.sentence];
        reason.why_ = why.data();
        reason.why_size_ = static_cast<std::uint32_t>(why.size());
    }
}

namespace {

class Teller {
  public:
    explicit Teller(CompiledRules& rules) : rules_(rules) {}

    void tell_all() {
        const std::size_t slots = rules_.slots.size();
        std::size_t longest = 0;
        for (const CompiledSlot& slot : rules_.slots) {
            longest = std::max(longest, slot.index.rules.size());
        }
        const std::size_t of_slot = std::min(
            {longest, ReadyReasons::of_slot_max, ReadyReasons::in_all_max / std::max<std::size_t>(1, slots)});
        for (SlotId slot = 0; slot < slots; ++slot) {
            const std::size_t count = std::min(of_slot, rules_.slots[slot].index.rules.size());
            for (Position position = 0; position < count; ++position) { tell(slot, position); }
        }
        rules_.ready_reasons.fill(slots, of_slot, entries_, std::move(sentences_), std::move(signals_));
    }

  private:
    void tell(SlotId slot, Position position) {
        const SlotIndex& index = rules_.slots[slot].index;
        const CompiledRule& rule = rules_.rules[index.rules[position]];
        reasons_.start(rules_.vocabulary.size());
        const bool same_for_all = reasons_.gather_for_all(rules_.program, rule.core.when) &&
                                  reasons_.gather_for_all(rules_.program, index.when);
        if (!same_for_all) { return; }
        const auto [first, count] = keep_signals();
        entries_.push_back({slot, position, keep_sentence(rules_.sentences_of(rule)), first, count});
    }

    std::uint32_t keep_sentence(std::span<const CompiledSentence> own) {
        if (!own.empty() && !own.front().is_for_all()) { return ReadyReasons::no_sentence; }
        sentence_.clear();
        if (own.empty()) {
            append_why(rules_.program.phrases, reasons_, sentence_);
        } else {
            sentence_.append(own.front().text);
        }
        const SymbolId id = known_sentences_.intern(sentence_);
        if (id == sentences_.size()) { sentences_.push_back(sentence_); }
        return id;
    }

    std::pair<std::uint32_t, std::uint32_t> keep_signals() {
        const auto& signals = reasons_.signals();
        const SymbolId id = known_lists_.intern(std::string_view(
            reinterpret_cast<const char*>(signals.data()), signals.size() * sizeof(SignalId)));
        if (id == first_of_list_.size()) {
            first_of_list_.push_back(static_cast<std::uint32_t>(signals_.size()));
            signals_.insert(signals_.end(), signals.begin(), signals.end());
        }
        return {first_of_list_[id], static_cast<std::uint32_t>(signals.size())};
    }

    CompiledRules& rules_;
    Reasons reasons_;
    std::string sentence_;
    Symbols known_sentences_, known_lists_;
    std::vector<std::uint32_t> first_of_list_;
    std::vector<ReadyReasons::Entry> entries_;
    Texts sentences_;
    std::vector<SignalId> signals_;
};

}  // namespace

void add_ready_reasons(CompiledRules& rules) {
    Teller(rules).tell_all();
}

}  // namespace passerby::engine
