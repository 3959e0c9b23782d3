// The decision: a Context and a RuleIndex in, what to show and why out.
//
// Reads top to bottom: for each slot match, then choose, then say why. The same code runs with a trace for
// explanations (see explain.hpp). Allocates nothing once its scratch is warm.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/chance.hpp"
#include "engine/context.hpp"
#include "engine/reason.hpp"
#include "engine/rule_index.hpp"
#include "engine/scratch.hpp"

namespace passerby::engine {

// What is asked, beside the context.
struct Request {
    std::span<const SlotId> slots;        // each once, in the order of the answer
    std::span<const ContentId> excluded;  // used up on this visitor's device
    std::optional<std::uint8_t> bucket;   // 0–99: draws follow it; absent: chance
    bool exact_until = false;             // look for the very instant of the next change (dearer)
};

struct Choice {
    ContentId content = 0;
    std::optional<RuleId> rule;  // absent: the slot's fallback
    Reason reason = Reason::fallback;
    std::string_view why;               // a sentence, for the visitor
    std::span<const SignalId> signals;  // of the tests that held, each once, in the rule's order
};

struct SlotDecision {
    SlotId slot = 0;
    std::span<const Choice> choices;  // may be empty
};

// Views into the scratch it was made with and the index; valid until the next decision with that scratch.
struct Decision {
    std::span<const SlotDecision> slots;
    std::optional<Instant> valid_until;  // absent: chance took part
};

Decision decide(const RuleIndex& index, const Context& context, const Request& request, Chance& chance,
                Scratch& scratch);

// Every rule of a slot whose condition and schedule hold, by priority, then by the order of files.
class MatchFinder {
  public:
    // Encodes the context once, for as many slots as one likes. All of it must outlive the finder.
    MatchFinder(const RuleIndex& index, const Context& context, Scratch& scratch);

    // The view is valid until the next use of the scratch.
    std::span<const RuleId> in(SlotId slot);

  private:
    const CompiledRules& rules_;
    const Context& context_;
    Workspace& workspace_;
};

std::span<const RuleId> find_matches(const RuleIndex& index, const Context& context, SlotId slot,
                                     Scratch& scratch);

}  // namespace passerby::engine
