#include "engine/rule_index.hpp"

#include <algorithm>
#include <utility>

#include "engine/compiled_rules.hpp"

namespace passerby::engine {

RuleIndex::RuleIndex(std::unique_ptr<const CompiledRules> compiled) : compiled_(std::move(compiled)) {}
RuleIndex::~RuleIndex() = default;

std::string_view RuleIndex::revision() const {
    return compiled_->revision;
}
const Vocabulary& RuleIndex::vocabulary() const {
    return compiled_->vocabulary;
}
const Zone& RuleIndex::zone() const {
    return compiled_->zone;
}

std::size_t RuleIndex::slot_count() const {
    return compiled_->slots.size();
}
std::optional<SlotId> RuleIndex::find_slot(std::string_view id) const {
    return compiled_->slot_names.find(id);
}
std::string_view RuleIndex::slot_name(SlotId slot) const {
    return compiled_->slot_names[slot];
}

std::size_t RuleIndex::content_count() const {
    return compiled_->content_data.size();
}
std::optional<ContentId> RuleIndex::find_content(std::string_view id) const {
    return compiled_->content_names.find(id);
}
std::string_view RuleIndex::content_name(ContentId content) const {
    return compiled_->content_names[content];
}
std::string_view RuleIndex::content_data(ContentId content) const {
    return compiled_->content_data[content];
}
std::optional<Cap> RuleIndex::content_cap(ContentId content) const {
    const auto& caps = compiled_->caps;
    const auto found = std::lower_bound(
        caps.begin(), caps.end(), content,
        [](const CappedContent& candidate, ContentId sought) { return candidate.content < sought; });
    return found != caps.end() && found->content == content ? std::optional(found->cap) : std::nullopt;
}

std::size_t RuleIndex::rule_count() const {
    return compiled_->rules.size();
}
std::string_view RuleIndex::rule_name(RuleId rule) const {
    return compiled_->rule_names[rule];
}
std::int32_t RuleIndex::rule_priority(RuleId rule) const {
    return compiled_->rules[rule].core.priority;
}
Place RuleIndex::rule_place(RuleId rule) const {
    return compiled_->places[rule];
}
std::string_view RuleIndex::file_name(std::uint32_t file) const {
    return compiled_->files[file];
}

bool RuleIndex::reads(SignalId signal) const {
    const auto& read = compiled_->reading.signals;
    return std::binary_search(read.begin(), read.end(), signal);
}

const Coverage& RuleIndex::coverage() const {
    return compiled_->coverage;
}

namespace {

struct Part {
    std::string_view name;
    std::size_t bytes;
};

std::vector<Part> parts_of(const CompiledRules& rules) {
    std::size_t of_slots = rules.boundaries.bytes(), of_lanes = 0, of_clusters = 0, of_crowds = 0;
    for (const CompiledSlot& slot : rules.slots) {
        of_lanes += slot.index.lane_bytes();
        of_clusters += slot.index.cluster_bytes();
        of_crowds += slot.index.crowd_bytes();
        of_slots += slot.index.bytes() - slot.index.lane_bytes() - slot.index.cluster_bytes() -
                    slot.index.crowd_bytes();
    }
    std::size_t of_symbols = 0;
    for (const Symbols& symbols : rules.symbols) { of_symbols += symbols.bytes(); }
    return {{"names", rules.rule_names.bytes() + rules.slot_names.bytes() + rules.content_names.bytes()},
            {"content", rules.content_data.bytes() + rules.content_groups.size() * sizeof(GroupId) +
                            rules.caps.size() * sizeof(CappedContent)},
            {"symbols", of_symbols + rules.fields.bytes()},
            {"conditions", rules.program.bytes()},
            {"rules", rules.rules.size() * sizeof(CompiledRule) + rules.weights.size() * sizeof(double) +
                          rules.places.bytes() + rules.extras.size() * sizeof(RuleExtras) +
                          rules.variants.size() * (sizeof(ContentId) + sizeof(double))},
            {"reasons", rules.ready_reasons.bytes()},
            {"manifest", rules.manifest.bytes()},
            {"cards", rules.cards.bytes()},
            {"slots", of_slots},
            {"lanes", of_lanes},
            {"clusters", of_clusters},
            {"crowds", of_crowds}};
}

}  // namespace

std::string RuleIndex::size_report() const {
    std::string report;
    const std::size_t rules = std::max<std::size_t>(1, rule_count());
    std::size_t total = 0;
    for (const Part& part : parts_of(*compiled_)) {
        total += part.bytes;
        report.append(part.name)
            .append(": ")
            .append(std::to_string(part.bytes / rules))
            .append(" bytes a rule\n");
    }
    return report.append("all: ").append(std::to_string(total / rules)).append(" bytes a rule\n");
}

std::string RuleIndex::dump() const {
    std::string text;
    for (SlotId id = 0; id < slot_count(); ++id) {
        const SlotIndex& slot = compiled_->slots[id].index;
        text.append("slot ").append(slot_name(id)).append(": ").append(std::to_string(slot.rules.size()));
        text.append(" rules, ").append(std::to_string(slot.head.size())).append(" blocks of the head, ");
        text.append(std::to_string(slot.clusters.size())).append(" clusters with ");
        text.append(std::to_string(slot.entries.size())).append(" entries in ");
        text.append(std::to_string(slot.blocks.size())).append(" blocks, ");
        text.append(std::to_string(slot.lane_count)).append(" lanes of ");
        text.append(std::to_string(slot.fields.size())).append(" fields\n");
        for (const RuleId rule : slot.rules) {
            text.append("  ")
                .append(std::to_string(rule_priority(rule)))
                .append(" ")
                .append(rule_name(rule))
                .append("\n");
        }
    }
    return text;
}

}  // namespace passerby::engine
