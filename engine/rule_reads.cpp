#include "engine/rule_reads.hpp"

#include <algorithm>
#include <utility>

namespace passerby::engine {

RuleReads::RuleReads(const CompiledRules& rules)
    : rules_(rules),
      of_segments_(rules.program.segment_roots.size()),
      knows_segment_(of_segments_.size()),
      found_in_(rules.vocabulary.size()) {
    gather_asking_slots();
}

void RuleReads::gather_asking_slots() {
    for (SlotId slot = 0; slot < rules_.slots.size(); ++slot) {
        const SlotIndex& index = rules_.slots[slot].index;
        if (rules_.program.nodes[index.when].kind == Condition::Kind::always) { continue; }
        for (const RuleId rule : index.rules) { asking_.push_back({rule, slot}); }
    }
    std::sort(asking_.begin(), asking_.end(), [](const Asking& a, const Asking& b) {
        return a.rule != b.rule ? a.rule < b.rule : a.slot < b.slot;
    });
}

std::span<const SignalId> RuleReads::of(RuleId rule) {
    start();
    const CompiledRule& compiled = rules_.rules[rule];
    if (!rules_.extras_of(compiled).enabled) { return {}; }
    add_condition(compiled.core.when);
    for (auto asking = std::lower_bound(asking_.begin(), asking_.end(), rule,
                                        [](const Asking&a, RuleId sought) { return a.rule < sought; });
         asking != asking_.end() && asking->rule == rule; ++asking) {
        add_condition(rules_.slots[asking->slot].index.when);
    }
    const auto sentences = rules_.sentences_of(compiled);
    if (!std::all_of(sentences.begin(), sentences.end(), [](const auto& one) { return one.is_for_all(); })) {
        add(signals::page_language);
    }
    std::sort(found_.begin(), found_.end());
    return found_;
}

void RuleReads::add_condition(NodeId root) {
    const Program& program = rules_.program;
    const std::size_t bottom = waiting_.size();
    waiting_.push_back(root);
    while (waiting_.size() > bottom) {
        const ProgramNode node = program.nodes[waiting_.back()];
        waiting_.pop_back();
        if (node.kind == Condition::Kind::test) {
            add(program.tests[node.first].signal);
        } else if (node.kind == Condition::Kind::segment) {
            for (std::size_t i = 0; i < node.count; ++i) {
                add_segment(program.segment_refs[node.first + i]);
            }
        } else {
            for (std::size_t i = 0; i < program.part_count(node); ++i) {
                waiting_.push_back(program.part(node, i));
            }
        }
    }
}

// Looked through once, however many rules name it.
void RuleReads::add_segment(SegmentId segment) {
    if (!knows_segment_[segment]) {
        auto found = std::exchange(found_, {});
        auto found_in = std::exchange(found_in_, std::vector<std::uint32_t>(found_in_.size()));
        add_condition(rules_.program.segment_roots[segment]);
        of_segments_[segment] = std::exchange(found_, std::move(found));
        found_in_ = std::move(found_in);
        knows_segment_[segment] = true;
    }
    for (const SignalId signal : of_segments_[segment]) { add(signal); }
}

void RuleReads::add(SignalId signal) {
    if (std::exchange(found_in_[signal], round_) != round_) { found_.push_back(signal); }
}

std::vector<SignalId> signals_read_by_consent(const CompiledRules& rules) {
    std::vector<bool> sought(rules.vocabulary.size());
    std::size_t left = 0;
    for (const SignalId signal : rules.reading.signals) {
        const PurposeSet needs = rules.vocabulary[signal].needs;
        sought[signal] = std::any_of(asked_purposes.begin(), asked_purposes.end(),
                                     [&](Purpose purpose) { return needs.has(purpose); });
        if (sought[signal]) { ++left; }
    }
    std::vector<SignalId> read;
    RuleReads reads(rules);
    // In most sets the first few rules have read all of them.
    for (RuleId rule = 0; left > 0 && rule < rules.rules.size(); ++rule) {
        for (const SignalId signal : reads.of(rule)) {
            if (!sought[signal]) { continue; }
            sought[signal] = false;
            read.push_back(signal);
            --left;
        }
    }
    return read;
}

}  // namespace passerby::engine
