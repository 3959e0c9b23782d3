#include "engine/manifest.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/compiled_rules.hpp"
#include "engine/field_builder.hpp"
#include "engine/rule_index.hpp"

namespace passerby::engine {

namespace {

template <class Value>
void make_ascending(std::vector<Value>& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

// What several tests, or several slots, read together.
class Union {
  public:
    void add_offset() { utc_offset_ = true; }

    SignalRead& enter(SignalId id) {
        if (read_.size() <= id) {
            read_.resize(id + std::size_t{1});
            entered_.resize(read_.size());
        }
        if (!entered_[id]) {
            entered_[id] = true;
            ids_.push_back(id);
            read_[id] = {.signal = id};
        }
        return read_[id];
    }

    // Neither grows beyond a few times what is listed at the end.
    static void add_cut(SignalRead& read, double cut) { add(read, read.cuts, cut); }
    static void add_value(SignalRead& read, SymbolId value) { add(read, read.values, value); }

    void add(const ReadByRules& more) {
        utc_offset_ = utc_offset_ || more.utc_offset;
        for (const SignalRead& signal : more.signals) {
            SignalRead& read = enter(signal.signal);
            read.whole = read.whole || signal.whole;
            for (const double cut : signal.cuts) { add_cut(read, cut); }
            for (const SymbolId value : signal.values) { add_value(read, value); }
        }
    }

    // Leaves it empty.
    ReadByRules take() {
        ReadByRules taken;
        std::sort(ids_.begin(), ids_.end());
        for (const SignalId id : ids_) {
            SignalRead& read = read_[id];
            entered_[id] = false;
            list(read, read.cuts);
            list(read, read.values);
            taken.signals.push_back(std::exchange(read, {}));
            if (taken.signals.back().whole) { taken.signals.back() = {.signal = id, .whole = true}; }
        }
        ids_.clear();
        taken.utc_offset = std::exchange(utc_offset_, false);
        return taken;
    }

  private:
    template <class Value>
    static void list(SignalRead& read, std::vector<Value>& values) {
        make_ascending(values);
        read.whole = read.whole || values.size() > Manifest::of_signal_max;
    }

    template <class Value>
    static void add(SignalRead& read, std::vector<Value>& values, Value value) {
        if (read.whole) { return; }
        values.push_back(value);
        if (values.size() == 4 * Manifest::of_signal_max) { list(read, values); }
    }

    std::vector<SignalRead> read_;  // by SignalId
    std::vector<bool> entered_;     // alike
    std::vector<SignalId> ids_;
    bool utc_offset_ = false;
};

// Walks the conditions of one slot after the other; of one slot it looks at each test and each segment once.
class SlotReader {
  public:
    explicit SlotReader(const CompiledRules& rules) : rules_(rules), program_(rules.program) {}

    ReadByRules read(const SlotIndex& slot) {
        ++round_;
        std::array<bool, 2> asks{};
        for (const RuleId id : slot.rules) {
            const CompiledRule& rule = rules_.rules[id];
            if (!std::exchange(asks[static_cast<std::size_t>(rule.core.clock)], true)) {
                make_room(rule.core.clock);
            }
            walk(rule.core.when, rule.core.clock);
            if (speaks_languages(rule)) { union_.enter(signals::page_language).whole = true; }
        }
        for (const Clock clock : {Clock::visitor, Clock::site}) {
            if (asks[static_cast<std::size_t>(clock)]) { walk(slot.when, clock); }
        }
        return union_.take();
    }

  private:
    void make_room(Clock clock) {
        test_seen_[static_cast<std::size_t>(clock)].resize(program_.tests.size());
        segment_seen_[static_cast<std::size_t>(clock)].resize(program_.segment_roots.size());
    }

    bool speaks_languages(const CompiledRule& rule) const {
        const auto sentences = rules_.sentences_of(rule);
        return !sentences.empty() && !sentences.front().is_for_all();
    }

    void walk(NodeId id, Clock clock) {
        const ProgramNode& node = program_.nodes[id];
        if (node.kind == Condition::Kind::test) { return look(node.first, clock); }
        for (std::size_t i = 0; i < program_.part_count(node); ++i) {
            if (node.kind == Condition::Kind::segment && !is_new_segment(node.first + i, clock)) { continue; }
            walk(program_.part(node, i), clock);
        }
    }

    bool is_new_segment(std::size_t reference, Clock clock) {
        return is_new(segment_seen_, clock, program_.segment_refs[reference]);
    }

    void look(TestId id, Clock clock) {
        if (!is_new(test_seen_, clock, id)) { return; }
        const CompiledTest& test = program_.tests[id];
        if (!is_time(test.signal)) { return add(test); }
        if (clock == Clock::visitor) { union_.add_offset(); }
    }

    // By clock and id: in which round it was last met. By either, since time tests mean that one.
    using Seen = std::array<std::vector<std::uint32_t>, 2>;
    bool is_new(Seen& seen, Clock clock, std::size_t id) const {
        return std::exchange(seen[static_cast<std::size_t>(clock)][id], round_) != round_;
    }

    void add(const CompiledTest& test) {
        const Terms& terms = rules_.vocabulary.terms(test.signal);
        SignalRead& read = union_.enter(test.signal);
        read.whole = read.whole || terms.type == SignalType::boolean;  // both of its values matter
        if (read.whole) { return; }
        for (const CompiledOperator& op : program_.operators_of(test)) {
            switch (op.kind) {
                case Operator::Kind::prefix:
                case Operator::Kind::glob: read.whole = true; break;
                case Operator::Kind::within: add_cuts(op, terms, read); break;
                case Operator::Kind::any_of:
                case Operator::Kind::all_of:
                    for (const SymbolId value : program_.symbols_of(op)) { Union::add_value(read, value); }
            }
        }
    }

    // Where an interval begins, and just beyond it; the least that the signal can be stands for all below.
    void add_cuts(const CompiledOperator& op, const Terms& terms, SignalRead& read) const {
        const bool whole = terms.type != SignalType::number;
        const auto cut = [&](double at) {
            if (at > terms.min && at <= terms.max) { Union::add_cut(read, at + 0.0); }  // no negative zero
        };
        Union::add_cut(read, terms.min + 0.0);
        for (const Interval& interval : program_.intervals_of(op)) {
            cut(whole ? std::ceil(interval.min) : interval.min);
            cut(end_of(interval, whole));
        }
    }

    const CompiledRules& rules_;
    const Program& program_;
    Union union_;
    std::uint32_t round_ = 0;
    Seen test_seen_, segment_seen_;
};

}  // namespace

Manifest make_manifest(const CompiledRules& rules) {
    Manifest manifest;
    Union all;
    SlotReader reader(rules);
    for (const CompiledSlot& slot : rules.slots) {
        const ReadByRules read = reader.read(slot.index);
        all.add(read);
        manifest.keep(read, Manifest::of_slots_max);
    }
    manifest.keep(all.take(), SIZE_MAX);
    return manifest;
}

// A list that would make them more than `values_max` in all is not kept.
void Manifest::keep(const ReadByRules& read, std::size_t values_max) {
    readers_.push_back({static_cast<std::uint32_t>(parts_.size()),
                        static_cast<std::uint32_t>(read.signals.size()), read.utc_offset});
    for (const SignalRead& signal : read.signals) {
        const std::size_t count = signal.cuts.size() + signal.values.size();
        if (signal.whole || cuts_.size() + values_.size() + count > values_max) {
            parts_.push_back({signal.signal, Form::whole});
            continue;
        }
        const bool number = !signal.cuts.empty();
        parts_.push_back({signal.signal, number ? Form::cuts : Form::values,
                          static_cast<std::uint32_t>(number ? cuts_.size() : values_.size()),
                          static_cast<std::uint32_t>(count)});
        cuts_.insert(cuts_.end(), signal.cuts.begin(), signal.cuts.end());
        values_.insert(values_.end(), signal.values.begin(), signal.values.end());
    }
}

ReadByRules Manifest::read_by(const Reader& reader) const {
    ReadByRules read;
    read.utc_offset = reader.utc_offset;
    for (const Part& part : std::span(parts_).subspan(reader.first_part, reader.part_count)) {
        SignalRead& signal = read.signals.emplace_back();
        signal.signal = part.signal;
        signal.whole = part.form == Form::whole;
        const auto stretch = [&](const auto& pool) {
            return std::span(pool).subspan(part.first, part.count);
        };
        if (part.form == Form::cuts) {
            const auto cuts = stretch(cuts_);
            signal.cuts.assign(cuts.begin(), cuts.end());
        } else if (part.form == Form::values) {
            const auto values = stretch(values_);
            signal.values.assign(values.begin(), values.end());
        }
    }
    return read;
}

ReadByRules Manifest::of_all() const {
    return read_by(readers_.back());
}

ReadByRules Manifest::of(std::span<const SlotId> slots) const {
    Union united;
    for (const SlotId slot : slots) { united.add(read_by(readers_[slot])); }
    return united.take();
}

std::size_t Manifest::bytes() const {
    return readers_.capacity() * sizeof(Reader) + parts_.capacity() * sizeof(Part) +
           cuts_.capacity() * sizeof(double) + values_.capacity() * sizeof(SymbolId);
}

const Manifest& manifest_of(const RuleIndex& rules) {
    return rules.compiled().manifest;
}

}  // namespace passerby::engine
