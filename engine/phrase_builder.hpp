// Fills in Phrases; lives only while a rule set is compiled.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/number_runs.hpp"
#include "engine/phrases.hpp"
#include "engine/symbols.hpp"
#include "engine/vocabulary.hpp"

namespace passerby::engine {

class PhraseBuilder {
  public:
    PhraseBuilder(const Vocabulary& vocabulary, Phrases& phrases);

    // What a value is called that is told so.
    NameId name(SignalId signal, Telling telling, std::string_view text);
    // Of so many texts, the told ones by name.
    PhraseId list(SignalId signal, Telling telling, std::size_t total, std::span<const NameId> told);
    PhraseId numbers(SignalId signal, const Operator& op);

  private:
    std::uint32_t frame(SignalId signal, Telling telling, std::size_t total);

    const Vocabulary& vocabulary_;
    Phrases& phrases_;
    std::vector<std::uint32_t> frames_;  // by signal, telling and amount; no_frame: not asked for yet
    Symbols known_names_, known_whole_;
    NumberRuns known_lists_;
    std::vector<PhraseId> list_ids_;  // by the number of the known list
    std::vector<std::uint32_t> run_;
};

}  // namespace passerby::engine
