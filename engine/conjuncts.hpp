// The tests that must all hold for a condition to hold: what an index may use to rule a rule out.
#pragma once

#include <cstddef>

#include "engine/program.hpp"

namespace passerby::engine {

// A test that must be true or, under a `not`, known and false.
struct Conjunct {
    TestId test;
    bool wanted;
};

// A thousand rules that share one long segment must not cost a thousand times its length; beyond so many
// nodes of one condition an index gains nothing.
inline constexpr std::size_t conjunct_nodes_max = 64;

template <class Found>
bool for_each_conjunct(const Program& program, NodeId id, bool wanted, std::size_t& budget, Found&& found) {
    if (budget == 0) { return false; }
    --budget;
    const ProgramNode& node = program.nodes[id];
    switch (node.kind) {
        case Condition::Kind::always: return wanted;
        case Condition::Kind::test: return found(Conjunct{node.first, wanted}), true;
        case Condition::Kind::negation: return for_each_conjunct(program, node.first, !wanted, budget, found);
        default: break;
    }
    // To be true an `all` needs every part, an `any` needs one of them; to be false the other way round.
    const bool needs_every = (node.kind == Condition::Kind::all) == wanted;
    if (!needs_every && program.part_count(node) > 1) { return false; }
    bool complete = true;
    for (std::size_t i = 0; i < program.part_count(node); ++i) {
        complete = for_each_conjunct(program, program.part(node, i), wanted, budget, found) && complete;
    }
    return complete;
}

// Calls `found(Conjunct)` for each. Returns whether they are all that the condition asks.
template <class Found>
bool for_each_conjunct(const Program& program, NodeId condition, Found&& found) {
    std::size_t budget = conjunct_nodes_max;
    return for_each_conjunct(program, condition, true, budget, found);
}

}  // namespace passerby::engine
