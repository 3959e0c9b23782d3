// Everything that a RuleIndex holds: what compile writes once and match, choose and explain read.
// Immutable after compile.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/asked.hpp"
#include "engine/boundary_table.hpp"
#include "engine/cards.hpp"
#include "engine/coverage.hpp"
#include "engine/fields.hpp"
#include "engine/manifest.hpp"
#include "engine/names.hpp"
#include "engine/program.hpp"
#include "engine/ready_reasons.hpp"
#include "engine/rule_set.hpp"
#include "engine/slot_index.hpp"
#include "engine/symbols.hpp"
#include "engine/texts.hpp"

namespace passerby::engine {

// What a rule has beyond a condition, a priority and one content.
struct RuleExtras {
    Instant from = Instant::min(), until = Instant::max();
    std::uint32_t first_variant = 0, variant_count = 0;  // of a split, else none
    std::uint32_t first_sentence = 0, sentence_count = 0;
    std::uint64_t key = 0;  // of a split's draws: from the rule's id, so that they survive an edit elsewhere
    bool enabled = true;

    friend bool operator==(const RuleExtras&, const RuleExtras&) = default;
};

struct CompiledRule {
    RuleCore core;
    ContentId content = 0;     // what it shows, if that is one
    std::uint32_t extras = 0;  // where they stand; most rules have none and share the first
};

struct CompiledSlot {
    SlotIndex index;
    Boundaries boundaries;  // until they are moved into the table of all slots
    std::uint64_t key = 0;  // of the draws between its rules
};

inline constexpr GroupId no_group = UINT32_MAX;

struct CappedContent {
    ContentId content;
    Cap cap;
};

struct CompiledSentence {
    std::string language;  // folded; empty: for every language
    std::string text;

    bool is_for_all() const { return language.empty(); }
};

struct CompiledRules {
    std::string revision;
    std::vector<std::string> files;
    Zone zone;
    Vocabulary vocabulary;

    Names slot_names, content_names;  // by SlotId and ContentId
    Texts rule_names;
    Texts content_data;
    Texts segment_names;
    std::size_t group_count = 0;

    std::vector<Symbols> symbols;  // the values that rules name, by SignalId
    Reading reading;
    Program program;
    Fields fields;
    std::uint32_t layout_count = 0;
    Cards cards;

    std::vector<CompiledSlot> slots;
    std::vector<GroupId> content_groups;  // by ContentId; empty where there are no groups
    std::vector<CappedContent> caps;      // ascending
    std::vector<CompiledRule> rules;
    std::vector<double> weights;  // by RuleId; empty where all are 1
    Places places;                // by RuleId
    std::vector<RuleExtras> extras{1};
    std::vector<ContentId> variants;      // of all splits, side by side
    std::vector<double> variant_weights;  // alike
    std::vector<CompiledSentence> sentences;
    ReadyReasons ready_reasons;
    BoundaryTable boundaries;
    Coverage coverage;
    Manifest manifest;

    double weight_of(RuleId rule) const { return weights.empty() ? 1 : weights[rule]; }
    const RuleExtras& extras_of(const CompiledRule& rule) const { return extras[rule.extras]; }
    std::span<const ContentId> variants_of(const CompiledRule& rule) const {
        const RuleExtras& more = extras_of(rule);
        return more.variant_count == 0 ? std::span(&rule.content, 1)
                                       : std::span(variants).subspan(more.first_variant, more.variant_count);
    }
    // Of a split.
    std::span<const double> weights_of(const CompiledRule& rule) const {
        const RuleExtras& more = extras_of(rule);
        return std::span(variant_weights).subspan(more.first_variant, more.variant_count);
    }
    std::span<const CompiledSentence> sentences_of(const CompiledRule& rule) const {
        const RuleExtras& more = extras_of(rule);
        return std::span(sentences).subspan(more.first_sentence, more.sentence_count);
    }
};

}  // namespace passerby::engine
