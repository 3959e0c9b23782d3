// The decision again, with a trace: for every rule of the asked slots what became of it, and the first
// test that decided so. The same code as decide(); for people, so it may allocate.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/decide.hpp"
#include "engine/place.hpp"

namespace passerby::engine {

// The test that made a rule fail or left it open.
struct DecidingTest {
    SignalId signal = 0;
    std::string
        path;  // `when.any[1].page.section`; a segment's after its name: `when.segment(evening).time.hour`
    bool unknown = false;  // else it was false
    Place place;
};

struct RuleExplanation {
    RuleId rule = 0;
    Outcome outcome = Outcome::failed;
    std::optional<DecidingTest> test;
};

struct SlotExplanation {
    SlotId slot = 0;
    std::vector<RuleExplanation> rules;  // by priority, then by the order of files
};

struct Explanation {
    Decision decision;  // valid as long as the scratch is not used again
    std::vector<SlotExplanation> slots;
};

Explanation explain(const RuleIndex& index, const Context& context, const Request& request, Chance& chance,
                    Scratch& scratch);

}  // namespace passerby::engine
