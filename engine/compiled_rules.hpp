// Everything that a RuleIndex holds: what compile writes once and match, choose and explain read.
// Immutable after compile.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/boundaries.hpp"
#include "engine/fields.hpp"
#include "engine/program.hpp"
#include "engine/rule_set.hpp"
#include "engine/slot_index.hpp"
#include "engine/slot_index_builder.hpp"
#include "engine/symbols.hpp"
#include "engine/texts.hpp"

namespace passerby::engine {

struct CompiledRule {
    RuleCore core;
    double weight = 1;
    Instant from, until;
    std::uint32_t first_variant = 0, variant_count = 0;
    std::uint32_t first_sentence = 0, sentence_count = 0;
    std::uint64_t key = 0;  // of its draws: from its id, so that they survive an edit elsewhere
    Place place;
    bool enabled = true;
};

struct CompiledContent {
    std::optional<GroupId> exclusive;
    std::optional<Cap> cap;
};

struct CompiledSlot {
    SlotIndex index;
    Boundaries boundaries;
    std::uint64_t key = 0;  // of the draws between its rules
};

struct CompiledSentence {
    std::string language;  // folded; empty: for every language
    std::string text;
};

struct CompiledRules {
    std::string revision;
    std::vector<std::string> files;
    Zone zone;
    Vocabulary vocabulary;

    Symbols slot_names, content_names;  // SlotId and ContentId are their symbols
    Texts rule_names;
    Texts content_data;
    Texts segment_names;
    std::size_t group_count = 0;

    std::vector<Symbols> symbols;  // the values that rules name, by SignalId
    Reading reading;
    Program program;
    Fields fields;

    std::vector<CompiledSlot> slots;
    std::vector<CompiledContent> contents;
    std::vector<CompiledRule> rules;
    std::vector<ContentId> variants;      // of all rules, side by side
    std::vector<double> variant_weights;  // alike
    std::vector<CompiledSentence> sentences;

    std::span<const ContentId> variants_of(const CompiledRule& rule) const {
        return std::span(variants).subspan(rule.first_variant, rule.variant_count);
    }
    std::span<const double> weights_of(const CompiledRule& rule) const {
        return std::span(variant_weights).subspan(rule.first_variant, rule.variant_count);
    }
    std::span<const CompiledSentence> sentences_of(const CompiledRule& rule) const {
        return std::span(sentences).subspan(rule.first_sentence, rule.sentence_count);
    }
};

}  // namespace passerby::engine
