#include "engine/compile.hpp"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

#include "engine/casefold.hpp"
#include "engine/chance.hpp"
#include "engine/compiled_rules.hpp"
#include "engine/crowd_builder.hpp"
#include "engine/field_builder.hpp"
#include "engine/footprints.hpp"
#include "engine/program_builder.hpp"
#include "engine/rule_reads.hpp"
#include "engine/slot_index_builder.hpp"

namespace passerby::engine {

namespace {

// Which time tests the rules of a slot reach, by either clock. Each is taken once a slot and clock, however
// many rules ask it, and so is a segment.
class TimeTests {
  public:
    explicit TimeTests(CompiledRules& rules) : rules_(rules) {}

    void add_segment(const Timed& timed) { segments_.push_back(timed); }
    void add_slot(const Timed& timed) { slots_.push_back(timed); }
    void add_rule(SlotId slot, Clock clock, const Timed& timed) {
        if (is_new(slot, clock, Thing::slot, 0)) { add(slot, clock, slots_[slot]); }
        add(slot, clock, timed);
    }

  private:
    enum class Thing : std::uint8_t { test, segment, slot };

    void add(SlotId slot, Clock clock, const Timed& timed) {
        for (const TestId test : timed.tests) {
            if (is_new(slot, clock, Thing::test, test)) { add_test(slot, clock, test); }
        }
        for (const SegmentId segment : timed.segments) {
            if (is_new(slot, clock, Thing::segment, segment)) { add(slot, clock, segments_[segment]); }
        }
    }

    void add_test(SlotId slot, Clock clock, TestId test) {
        Boundaries& boundaries = rules_.slots[slot].boundaries;
        (clock == Clock::site ? boundaries.site : boundaries.visitor)
            .add_test(rules_.program, rules_.program.tests[test]);
    }

    bool is_new(SlotId slot, Clock clock, Thing thing, std::uint32_t id) {
        const std::uint64_t what = std::uint64_t{slot} * 8 + static_cast<std::uint64_t>(thing) * 2 +
                                   static_cast<std::uint64_t>(clock);
        return seen_.insert(what << 32 | id).second;
    }

    CompiledRules& rules_;
    std::vector<Timed> segments_, slots_;
    std::unordered_set<std::uint64_t> seen_;
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
    Compiler(const RuleSet& source, Tasks& tasks, const IndexShape& shape)
        : source_(source),
          rules_(std::make_unique<CompiledRules>()),
          builder_(source, rules_->program, rules_->symbols, rules_->reading),
          time_tests_(*rules_),
          tasks_(tasks),
          shape_(shape) {}

    std::unique_ptr<const CompiledRules> compile() {
        copy_plain_parts();
        reserve();
        for (const Content& content : source_.contents) { add_content(content); }
        for (const Segment& segment : source_.segments) { add_segment(segment); }
        for (const Slot& slot : source_.slots) { add_slot(slot); }
        rules_->slot_names.settle();
        rules_->content_names.settle();
        add_rules();
        rules_->manifest = make_manifest(*rules_);  // while the rules stand as memory has them
        rules_->reading.settle(rules_->vocabulary, rules_->symbols);
        gather_asked();
        rules_->fields = FieldBuilder(rules_->program, rules_->vocabulary).build(asked_);
        const Footprints footprints(rules_->program, rules_->vocabulary, rules_->fields, asked_,
                                    rules_->cards.symbols);
        fill_cards(footprints);
        const IndexSource source{rules_->program, rules_->fields, asked_, footprints, *rules_};
        tasks_.run(rules_->slots.size(), [&](std::size_t slot) { finish_slot(rules_->slots[slot], source); });
        for (CompiledSlot& slot : rules_->slots) { slot.index.layout = layout_of(slot.index); }
        make_boundary_table(*rules_);
        add_ready_reasons(*rules_);
        rules_->coverage = Coverage(rules_->vocabulary, signals_read_by_consent(*rules_));
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
        rules_->content_names.reserve(source_.contents.size());
        rules_->content_data.reserve(source_.contents.size());
        rules_->rules.reserve(source_.rules.size());
        rules_->places.reserve(source_.rules.size());
        rules_->rule_names.reserve(source_.rules.size());
    }

    void add_content(const Content& content) {
        const auto id = static_cast<ContentId>(rules_->content_names.size());
        rules_->content_names.push_back(content.id);
        rules_->content_data.push_back(content.data);
        if (rules_->group_count > 0) {
            rules_->content_groups.push_back(content.exclusive.value_or(no_group));
        }
        if (content.cap) { rules_->caps.push_back({id, *content.cap}); }
    }

    void add_segment(const Segment& segment) {
        rules_->segment_names.push_back(segment.id);
        rules_->program.segment_roots.push_back(builder_.add(segment.when));
        time_tests_.add_segment(builder_.timed());
    }

    void add_slot(const Slot& slot) {
        rules_->slot_names.push_back(slot.id);
        CompiledSlot& compiled = rules_->slots.emplace_back();
        compiled.index.when = builder_.add(slot.when);
        time_tests_.add_slot(builder_.timed());
        compiled.index.fallback = slot.fallback;
        compiled.index.count = slot.count;
        compiled.key = key_of(slot.id);
    }

    // The first of many tell how much room all will take.
    void add_rules() {
        constexpr std::size_t sample = 4'096;
        for (const Rule& rule : source_.rules) {
            add_rule(rule);
            if (rules_->rules.size() == sample) { builder_.reserve_as_for(sample, source_.rules.size()); }
        }
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
            if (rule.enabled) { add_boundaries(slot, rule); }
        }
    }

    // The rule's condition was added last.
    void add_boundaries(SlotId slot, const Rule& rule) {
        time_tests_.add_rule(slot, rule.clock, builder_.timed());
        auto& edges = rules_->slots[slot].boundaries.schedule_edges;
        if (rule.from != Instant::min()) { edges.push_back(rule.from); }
        if (rule.until != Instant::max()) { edges.push_back(rule.until); }
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

    void fill_cards(const Footprints& footprints) {
        constexpr std::size_t pieces = 16;
        const std::size_t rules = rules_->rules.size();
        rules_->cards.of_rule.resize(rules);
        tasks_.run(pieces, [&](std::size_t piece) {
            fill_cards(footprints, static_cast<RuleId>(rules * piece / pieces),
                       static_cast<RuleId>(rules * (piece + 1) / pieces));
        });
    }

    void fill_cards(const Footprints& footprints, RuleId first, RuleId end) const {
        for (RuleId id = first; id < end; ++id) {
            Card& card = rules_->cards.of_rule[id];
            card.whole = asked_.is_complete(id);
            for (const Ask ask : asked_.of(id)) { card.add(footprints.of(ask).on_card); }
        }
    }

    // Reads what all slots share and writes nothing but its own.
    void finish_slot(CompiledSlot& slot, const IndexSource& source) const {
        SlotIndex& index = slot.index;
        sort_by_priority(index.rules);
        index.always_asks = rules_->program.nodes[index.when].kind == Condition::Kind::always;
        SlotIndexBuilder(source, shape_, index).build();
        CrowdBuilder(source, shape_, index).build();
        slot.boundaries.visitor.finish();
        slot.boundaries.site.finish();
        auto& edges = slot.boundaries.schedule_edges;
        std::sort(edges.begin(), edges.end());
        edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
        edges.shrink_to_fit();
    }

    // The highest first, then in the order of files: as numbers, so that nothing is looked up on the way.
    void sort_by_priority(std::vector<RuleId>& ids) const {
        std::vector<std::uint64_t> order;
        order.reserve(ids.size());
        for (const RuleId id : ids) {
            const std::int64_t from_the_top = std::int64_t{INT32_MAX} - rules_->rules[id].core.priority;
            order.push_back(static_cast<std::uint64_t>(from_the_top) << 32 | id);
        }
        std::sort(order.begin(), order.end());
        std::transform(order.begin(), order.end(), ids.begin(),
                       [](std::uint64_t place) { return static_cast<RuleId>(place); });
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
        rules_->rule_names.shrink_to_fit();
        rules_->content_data.shrink_to_fit();
        for (Field& field : rules_->fields.fields) { field.frequency = {}; }
    }

    const RuleSet& source_;
    std::unique_ptr<CompiledRules> rules_;
    ProgramBuilder builder_;
    TimeTests time_tests_;
    Tasks& tasks_;
    IndexShape shape_;
    Asked asked_;
    std::map<std::vector<FieldId>, std::uint32_t> layouts_;
};

}  // namespace

std::shared_ptr<const RuleIndex> compile(const RuleSet& rule_set, Tasks& tasks, const IndexShape& shape) {
    return std::make_shared<const RuleIndex>(Compiler(rule_set, tasks, shape).compile());
}

std::shared_ptr<const RuleIndex> compile(const RuleSet& rule_set, const IndexShape& shape) {
    TasksInTurn in_turn;
    return compile(rule_set, in_turn, shape);
}

}  // namespace passerby::engine
