// What was true of this request: the sentence for the visitor and the signals behind it.
//
// A condition that holds holds because of some of its tests. Those are the leaves that one reaches by going
// from every node to the parts that share its truth (under a `not`, its falsehood): all parts of an `all`
// that is true, only the true ones of an `any`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/compiled_rules.hpp"
#include "engine/evidence.hpp"

namespace passerby::engine {

// Gathers over one choice. Owned by one thread and reused.
class Reasons {
  public:
    void start(std::size_t vocabulary_size);
    // The condition must hold for the evidence.
    void gather(const Program& program, NodeId condition, Clock clock, const Evidence& evidence);

    const std::vector<SignalId>& signals() const { return signals_; }  // each once, in the author's order
    const std::vector<PhraseId>& phrases() const { return phrases_; }  // only of what was asked for

  private:
    void gather(const Program& program, NodeId node, Truth truth, Clock clock, const Evidence& evidence);
    void add_test(const Program& program, const CompiledTest& test, Truth truth);

    std::vector<SignalId> signals_;
    std::vector<PhraseId> phrases_;
    std::vector<std::uint32_t> seen_;  // by SignalId: the choice that last named it
    std::uint32_t choice_ = 0;
};

// Appends "Shown because …." or the author's own sentence.
void append_why(const CompiledRules& rules, const CompiledRule& rule, const Reasons& reasons,
                const Evidence& evidence, std::string& out);
// For the fallback of a slot.
inline constexpr std::string_view why_fallback = "Shown because nothing more fitting was found.";

}  // namespace passerby::engine
