// What was true of this request: the sentence for the visitor and the signals behind it.
//
// A condition that holds holds because of some of its tests. Those are the leaves that one reaches by going
// from every node to the parts that share its truth (under a `not`, its falsehood): all parts of an `all`
// that is true, only the true ones of an `any`. Where no node leaves a choice, they are the same whoever
// comes, and compile tells them in advance; see ready_reasons.hpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/evidence.hpp"
#include "engine/program.hpp"

namespace passerby::engine {

struct CompiledSentence;

// Gathers over one choice. Owned by one thread and reused.
class Reasons {
  public:
    void start(std::size_t vocabulary_size);
    // The condition must hold for the evidence.
    void gather(const Program& program, NodeId condition, Clock clock, const Evidence& evidence);
    // The same for whoever it holds. False, and what was gathered of no use, if that depends on the visitor
    // or the condition is too long to tell.
    bool gather_for_all(const Program& program, NodeId condition);

    const std::vector<SignalId>& signals() const { return signals_; }  // each once, in the author's order
    const std::vector<PhraseId>& phrases() const { return phrases_; }  // only of what was asked for

  private:
    struct Visitor {
        Clock clock;
        const Evidence& evidence;
    };
    bool gather(const Program& program, NodeId node, Truth truth, const Visitor* visitor);
    void add_test(const Program& program, const CompiledTest& test, Truth truth);

    std::vector<SignalId> signals_;
    std::vector<PhraseId> phrases_;
    std::vector<std::uint32_t> seen_;  // by SignalId: the choice that last named it
    std::uint32_t choice_ = 0;
    std::size_t nodes_left_ = 0;  // to look at without a visitor
};

// Of an author's sentences (at least one): the one for all languages, or for the page's, or the English one,
// or the first.
std::string_view own_why(std::span<const CompiledSentence> sentences, const Evidence& evidence);

// Appends "Shown because …."
void append_why(const Phrases& phrases, const Reasons& reasons, std::string& out);

// For the fallback of a slot.
inline constexpr std::string_view why_fallback = "Shown because nothing more fitting was found.";

}  // namespace passerby::engine
