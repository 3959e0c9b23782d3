// A decision into the bytes of its answer. Writes what it is handed and nothing of its own; allocates
// nothing once the text it writes into is warm.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/decide.hpp"
#include "engine/explain.hpp"
#include "server/wire/decide_request.hpp"

namespace passerby::wire {

// What an answer tells beside the content; a site may keep its reasons to itself.
struct AnswerParts {
    bool rule = true;
    bool why = true;
    bool signals = true;
};

// All that one answer is made of.
struct Answer {
    const engine::RuleIndex& rules;
    const DecideRequest& request;
    const engine::Context& context;
    const engine::Receipt& receipt;
    const engine::Decision& decision;
};

// Where parts of it stand in the text, so that they can be hashed or compared.
struct AnswerBytes {
    std::size_t decisions_begin = 0;
    std::size_t privacy_end = 0;
};

// Appends the answer, without its closing brace: further members may follow before close_answer().
AnswerBytes write_answer(const Answer& answer, const AnswerParts& parts, std::string& out);

// `,"matches":{SLOT:[rule, …]}`: the lists belong to the request's known slots, in their order.
void write_matches(const engine::RuleIndex& rules, const DecideRequest& request,
                   std::span<const std::vector<engine::RuleId>> matches, std::string& out);
// `,"explain":{SLOT:[…]}`
void write_explanation(const engine::RuleIndex& rules, const engine::Explanation& explanation,
                       std::string& out);

inline void close_answer(std::string& out) {
    out.append("}");
}

}  // namespace passerby::wire
