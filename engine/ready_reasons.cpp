#include "engine/ready_reasons.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/compiled_rules.hpp"
#include "engine/symbols.hpp"
#include "engine/why.hpp"

namespace passerby::engine {

std::size_t ReadyReasons::bytes() const {
    return cells_.size() * sizeof(ReadyReason) + sentences_.bytes() + signals_.size() * sizeof(SignalId);
}

void ReadyReasons::fill(std::span<const Entry> entries, Texts sentences, std::vector<SignalId> signals) {
    sentences_ = std::move(sentences);
    signals_ = std::move(signals);
    size_ = entries.size();
    cells_.assign(std::bit_ceil(2 * entries.size() + 2), {});
    shift_ = 64 - std::countr_zero(cells_.size());
    for (const Entry& entry : entries) {
        std::size_t at = cell_of(entry.slot, entry.rule);
        while (cells_[at].rule_ != UINT32_MAX) { at = (at + 1) & (cells_.size() - 1); }
        ReadyReason& cell = cells_[at];
        cell.slot_ = entry.slot;
        cell.rule_ = entry.rule;
        cell.signals_ = signals_.data() + entry.first_signal;
        cell.signal_count_ = entry.signal_count;
        if (entry.sentence == no_sentence) { continue; }
        const std::string_view why = sentences_[entry.sentence];
        cell.why_ = why.data();
        cell.why_size_ = static_cast<std::uint32_t>(why.size());
    }
}

namespace {

class Teller {
  public:
    explicit Teller(CompiledRules& rules) : rules_(rules) {}

    void tell_all() {
        const std::size_t of_slot =
            std::min(ReadyReasons::of_slot_max,
                     ReadyReasons::in_all_max / std::max<std::size_t>(1, rules_.slots.size()));
        for (SlotId slot = 0; slot < rules_.slots.size(); ++slot) {
            const auto& ids = rules_.slots[slot].index.rules;
            for (std::size_t i = 0; i < std::min(of_slot, ids.size()); ++i) { tell(slot, ids[i]); }
        }
        rules_.ready_reasons.fill(entries_, std::move(sentences_), std::move(signals_));
    }

  private:
    void tell(SlotId slot, RuleId id) {
        const CompiledRule& rule = rules_.rules[id];
        reasons_.start(rules_.vocabulary.size());
        const bool same_for_all = reasons_.gather_for_all(rules_.program, rule.core.when) &&
                                  reasons_.gather_for_all(rules_.program, rules_.slots[slot].index.when);
        if (!same_for_all) { return; }
        const auto [first, count] = keep_signals();
        entries_.push_back({slot, id, keep_sentence(rules_.sentences_of(rule)), first, count});
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
