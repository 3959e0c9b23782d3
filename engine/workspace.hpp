// What a Scratch holds: every buffer that deciding reuses. Owned by one thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/choose.hpp"
#include "engine/decide.hpp"
#include "engine/evidence.hpp"
#include "engine/held.hpp"
#include "engine/why.hpp"

namespace passerby::engine {

// A part of a buffer that may still move while it grows.
struct Stretch {
    std::size_t first = 0, count = 0;
    friend bool operator==(const Stretch&, const Stretch&) = default;
};

struct DraftChoice {
    ContentId content;
    std::optional<RuleId> rule;
    Reason reason;
    Stretch why, signals;
    friend bool operator==(const DraftChoice&, const DraftChoice&) = default;
};

// An answer while it is made; two of them compare equal if a visitor could not tell them apart.
struct Draft {
    std::vector<Stretch> slots;  // of choices, in the order asked
    std::vector<DraftChoice> choices;
    std::string sentences;
    std::vector<SignalId> signals;

    void start() {
        slots.clear();
        choices.clear();
        sentences.clear();
        signals.clear();
    }
    friend bool operator==(const Draft&, const Draft&) = default;
};

struct Workspace {
    Evidence evidence;
    Landing landing;
    Held held;
    ChoosingBuffers choosing;
    Reasons reasons;
    Draft draft, later_draft;
    std::vector<Offset> seen_offsets;  // of the site's clock, while the next change is looked for
    std::vector<Choice> choices;
    std::vector<SlotDecision> slots;
    std::vector<RuleId> matches;
};

}  // namespace passerby::engine
