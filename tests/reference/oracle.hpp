// The oracle: what the rule language says of one request, worked out slowly and from its description alone.
//
// Everything in this folder was written from the description of the language and shares no line with the
// engine: it reads YAML and JSON through libraries of its own, folds case from Unicode's file, asks the
// date library for wall clocks, and tries every rule against every request by walking the author's own
// tree. Nothing is compiled, indexed, cached or made fast. Where it and the engine differ, one of them has
// misread the language; the description decides which.
//
// Draws are the one thing it does not predict. Which of several outcomes a draw picks is the engine's
// affair, as long as it is one that a draw may pick: so the oracle does not produce the answer, it follows
// a given one step by step and objects to the first step that no draw could have taken. (That draws follow
// their weights is a law of its own, held by tests/property.)
//
// How a slot is filled, in the oracle's words:
//   - its rules: those that name the slot, are enabled, inside from/until, and whose condition is true;
//   - the outcomes of one step: of the rules that can still show something the highest priority, each such
//     rule with each content of its `show` that is not excluded by the request, not yet held by the response
//     (in any slot) and not of an exclusive group that the response holds;
//   - the step takes one of the outcomes; its reason is SPLIT where there were two or more;
//   - steps go on until the slot's count is reached or no outcome is left; if none was taken at all, the
//     fallback comes, unless it is itself excluded, held, or of a held group.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/reference/condition.hpp"

namespace passerby::reference {

// The ids of the rules of the slot whose condition and schedule hold, by priority, then by file order.
std::vector<std::string> matches(const RuleSet& rules, const Visit& visit, const std::string& slot);

struct Choice {
    std::string content;
    std::string rule;  // empty: the fallback
    std::string reason;
    std::vector<std::string> signals;
};

struct SlotAnswer {
    std::string slot;
    std::vector<Choice> choices;
};

// Why the answer cannot be right: the first step that the language does not allow, in words. Empty: it can.
// The answer has the known slots of the request, in its order.
std::string objection(const RuleSet& rules, const Visit& visit, const std::vector<SlotAnswer>& answer);

// The data of a content as JSON, in the form of to_json: plain `true`, `false`, `null` and JSON numbers keep
// their type and digits, everything else is a string.
std::string data_of(const RuleSet& rules, const std::string& content);

// What an explanation may say of one rule.
struct Verdict {
    std::string rule;
    std::vector<std::string> outcomes;  // any of these; one, but where the language leaves a choice
    std::vector<std::string> blamed;    // of FAILED and UNKNOWN: the signals that the named test may ask
};

// Of every rule of the asked slots, by priority, then by file order; for an answer without objection.
struct SlotVerdicts {
    std::string slot;
    std::vector<Verdict> rules;
};
std::vector<SlotVerdicts> verdicts(const RuleSet& rules, const Visit& visit,
                                   const std::vector<SlotAnswer>& answer);

}  // namespace passerby::reference
