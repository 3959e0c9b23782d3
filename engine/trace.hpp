// What a decision tells whoever listens: each slot as it comes, each rule that held and had nothing to show.
//
// Deciding is written once, over a trace. The silent one compiles to nothing; the other is explain()'s.
#pragma once

#include <vector>

#include "engine/rule_set.hpp"

namespace passerby::engine {

struct Silent {
    void slot(SlotId) {}
    void passed_over(RuleId) {}
};

struct ExplanationTrace {
    struct OfSlot {
        SlotId slot;
        std::vector<RuleId> passed_over;
    };
    std::vector<OfSlot> slots;

    void slot(SlotId slot) { slots.push_back({slot, {}}); }
    void passed_over(RuleId rule) { slots.back().passed_over.push_back(rule); }
};

}  // namespace passerby::engine
