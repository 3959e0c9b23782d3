#include "engine/compile.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "engine/casefold.hpp"
#include "engine/chance.hpp"
#include "engine/compiled_rules.hpp"
#include "engine/field_builder.hpp"
#include "engine/footprints.hpp"
#include "engine/program_builder.hpp"
#include "engine/slot_index_builder.hpp"

namespace passerby::engine {

namespace {

// Which time tests a slot's rules reach. A segment is walked once a clock, however many rules name it.
class TimeTests {
  public:
    TimeTests(const Program& program, Boundaries& boundaries)
        : program_(program), boundaries_(boundaries), seen_segments_(program.segment_roots.size()) {}

    void add(NodeId id, Clock clock) {
        const ProgramNode& node = program_.nodes[id];
        if (node.kind == Condition::Kind::test) { return add_test(node.first, clock); }
        if (node.kind == Condition::Kind::segment) { return add_segments(node, clock); }
        for (std::size_t i = 0; i < program_.part_count(node); ++i) { add(program_.part(node, i), clock); }
    }

    // The condition of the slot itself: the same for each of its rules.
    void add_slot(NodeId when, Clock clock) {
        if (!std::exchange(seen_slot_[static_cast<std::size_t>(clock)], true)) { add(when, clock); }
    }

    void finish() {
        boundaries_.visitor.finish();
        boundaries_.site.finish();
    }

  private:
    void add_segments(const ProgramNode& node, Clock clock) {
        for (std::uint32_t i = 0; i < node.count; ++i) {
            const SegmentId segment = program_.segment_refs[node.first + i];
            bool& seen = seen_segments_[segment][static_cast<std::size_t>(clock)];
            if (!std::exchange(seen, true)) { add(program_.segment_roots[segment], clock); }
        }
    }

    void add_test(TestId id, Clock clock) {
        const CompiledTest& test = program_.tests[id];
        if (!is_time(test.signal)) { return; }
        if (seen_tests_.empty()) { seen_tests_.resize(program_.tests.size()); }
        bool& seen = seen_tests_[id][static_cast<std::size_t>(clock)];
        if (std::exchange(seen, true)) { return; }
        (clock == Clock::site ? boundaries_.site : boundaries_.visitor).add_test(program_, test);
    }

    const Program& program_;
    Boundaries& boundaries_;
    std::vector<std::array<bool, 2>> seen_segments_;
    std::vector<std::array<bool, 2>> seen_tests_;
    std::array<bool, 2> seen_slot_{};
};

std::uint64_t key_of(std::string_view id) {
    std::uint64_t key = id.size();
    for (const char letter : id) {
        key = mix64(key ^ static_cast<unsigned char>(letter)) + 0x9e3779b97f4a7c15u;
    }
    return key;
}

class Compiler {
  public:
    Compiler(const RuleSet& source, const IndexShape& shape)
        : source_(source),
          rules_(std::make_unique<CompiledRules>()),
          builder_(source, rules_->program, rules_->symbols, rules_->reading),
          shape_(shape) {}

    std::unique_ptr<const CompiledRules> compile() {
        copy_plain_parts();
        reserve();
        for (const Content& content : source_.contents) { add_content(content); }
        for (const Segment& segment : source_.segments) { add_segment(segment); }
        for (const Slot& slot : source_.slots) { add_slot(slot); }
        for (const Rule& rule : source_.rules) { add_rule(rule); }
        rules_->reading.settle(rules_->vocabulary, rules_->symbols);
        gather_asked();
        rules_->fields = FieldBuilder(rules_->program, rules_->vocabulary).build(asked_);
        const Footprints footprints(rules_->program, rules_->vocabulary, rules_->fields, asked_);
        const IndexSource source{rules_->program, rules_->fields, asked_, footprints, *rules_};
        for (CompiledSlot& slot : rules_->slots) { finish_slot(slot, source); }
        make_boundary_table(*rules_);
        add_ready_reasons(*rules_);
        drop_what_only_compiling_needs();
        return std::move(rules_);
    }

  private:
    void copy_plain_parts() {
        rules_->revision = source_.revision;
        rules_->files = source_.files;
        rules_->zone = source_.zone;
        rules_->vocabulary = source_.vocabulary;
        rules_->group_count = source_.exclusive_groups.size();
    }

    void reserve() {
        if (rules_->group_count > 0) { rules_->content_groups.reserve(source_.contents.size()); }
        rules_->content_data.reserve(source_.contents.size());
        rules_->rules.reserve(source_.rules.size());
        rules_->places.reserve(source_.rules.size());
        rules_->rule_names.reserve(source_.rules.size());
    }

    void add_content(const Content& content) {
        const ContentId id = rules_->content_names.intern(content.id);
        rules_->content_data.push_back(content.data);
        if (rules_->group_count > 0) {
            rules_->content_groups.push_back(content.exclusive.value_or(no_group));
        }
        if (content.cap) { rules_->caps.push_back({id, *content.cap}); }
    }

    void add_segment(const Segment& segment) {
        rules_->segment_names.push_back(segment.id);
        rules_->program.segment_roots.push_back(builder_.add(segment.when));
    }

    void add_slot(const Slot& slot) {
        rules_->slot_names.intern(slot.id);
        CompiledSlot& compiled = rules_->slots.emplace_back();
        compiled.index.when = builder_.add(slot.when);
        compiled.index.fallback = slot.fallback;
        compiled.index.count = slot.count;
        compiled.key = key_of(slot.id);
    }

    void add_rule(const Rule& rule) {
        const auto id = static_cast<RuleId>(rules_->rules.size());
        rules_->rules.push_back({.core = {builder_.add(rule.when), rule.priority, rule.clock},
                                 .content = rule.show.front().content,
                                 .extras = add_extras(rule)});
        rules_->places.push_back(rule.place);
        rules_->rule_names.push_back(rule.id);
        add_weight(id, rule.weight);
        for (const SlotId slot : rule.slots) {
            SlotIndex& index = rules_->slots[slot].index;
            (rule.enabled ? index.rules : index.disabled).push_back(id);
        }
    }

    void add_weight(RuleId id, double weight) {
        auto& weights = rules_->weights;
        if (weight != 1 && weights.empty()) {
            weights.reserve(source_.rules.size());
            weights.resize(id, 1);
        }
        if (weight != 1 || !weights.empty()) { weights.push_back(weight); }
    }

    std::uint32_t add_extras(const Rule& rule) {
        RuleExtras extras{.from = rule.from, .until = rule.until, .enabled = rule.enabled};
        if (rule.show.size() > 1) { add_split(rule, extras); }
        if (!rule.why.empty()) { add_sentences(rule, extras); }
        if (extras == rules_->extras.front()) { return 0; }
        rules_->extras.push_back(extras);
        return static_cast<std::uint32_t>(rules_->extras.size() - 1);
    }

    void add_split(const Rule& rule, RuleExtras& extras) {
        extras.first_variant = static_cast<std::uint32_t>(rules_->variants.size());
        extras.variant_count = static_cast<std::uint32_t>(rule.show.size());
        extras.key = key_of(rule.id);
        for (const Variant& variant : rule.show) {
            rules_->variants.push_back(variant.content);
            rules_->variant_weights.push_back(variant.weight);
        }
    }

    void add_sentences(const Rule& rule, RuleExtras& extras) {
        extras.first_sentence = static_cast<std::uint32_t>(rules_->sentences.size());
        extras.sentence_count = static_cast<std::uint32_t>(rule.why.size());
        for (const Sentence& sentence : rule.why) { add_sentence(sentence); }
    }

    void add_sentence(const Sentence& sentence) {
        CompiledSentence compiled{{}, sentence.text};
        append_folded(sentence.language, compiled.language);
        if (!compiled.language.empty()) { builder_.note_reading(signals::page_language, Whole::yes); }
        rules_->sentences.push_back(std::move(compiled));
    }

    void gather_asked() {
        asked_.reserve(rules_->rules.size());
        for (const CompiledRule& rule : rules_->rules) {
            asked_.add(rules_->program, rule.core, rules_->extras_of(rule).enabled);
        }
    }

    void finish_slot(CompiledSlot& slot, const IndexSource& source) {
        SlotIndex& index = slot.index;
        std::stable_sort(index.rules.begin(), index.rules.end(), [&](RuleId a, RuleId b) {
            return rules_->rules[a].core.priority > rules_->rules[b].core.priority;
        });
        SlotIndexBuilder(source, shape_, index).build();
        index.layout = layout_of(index);
        TimeTests time_tests(rules_->program, slot.boundaries);
        for (const RuleId id : index.rules) {
            time_tests.add(rules_->rules[id].core.when, rules_->rules[id].core.clock);
            time_tests.add_slot(index.when, rules_->rules[id].core.clock);
            add_edges(rules_->extras_of(rules_->rules[id]), slot.boundaries.schedule_edges);
        }
        time_tests.finish();
        auto& edges = slot.boundaries.schedule_edges;
        std::sort(edges.begin(), edges.end());
        edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    }

    // Slots whose rules ask the same fields share a layout.
    std::uint32_t layout_of(const SlotIndex& index) {
        std::vector<FieldId> fields;
        for (const SlotField& field : index.fields) { fields.push_back(field.field); }
        const auto [known, fresh] = layouts_.emplace(std::move(fields), rules_->layout_count);
        if (fresh) { ++rules_->layout_count; }
        return known->second;
    }

    void drop_what_only_compiling_needs() {
        for (Field& field : rules_->fields.fields) { field.frequency = {}; }
    }

    static void add_edges(const RuleExtras& rule, std::vector<Instant>& edges) {
        if (rule.from != Instant::min()) { edges.push_back(rule.from); }
        if (rule.until != Instant::max()) { edges.push_back(rule.until); }
    }

    const RuleSet& source_;
    std::unique_ptr<CompiledRules> rules_;
    ProgramBuilder builder_;
    IndexShape shape_;
    Asked asked_;
    std::map<std::vector<FieldId>, std::uint32_t> layouts_;
};

}  // namespace

std::shared_ptr<const RuleIndex> compile(const RuleSet& rule_set, const IndexShape& shape) {
    return std::make_shared<const RuleIndex>(Compiler(rule_set, shape).compile());
}

}  // namespace passerby::engine
