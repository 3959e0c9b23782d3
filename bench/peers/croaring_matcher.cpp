#include "bench/peers/croaring_matcher.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "bench/workload_values.hpp"
#include "engine/ensure.hpp"

namespace passerby::bench {

using namespace engine;

namespace {

constexpr std::size_t folded_values_max = 256;

// "Many" of the rules are left: more than one in so many.
constexpr std::uint64_t many_left_of = 400;

// From here on what passes is mostly stored as plain bits, which intersect fast.
constexpr std::size_t rules_by_passing = 6'500;

// The whole numbers that a signal of the workload can have, where they are few.
std::optional<Extent> few_numbers(SignalId signal) {
    switch (signal) {
        case signals::time_hour: return hours;
        case signals::time_weekday: return weekdays;
        case signals::behaviour_pages_viewed: return pages_viewed;
        case signals::behaviour_cart_items: return cart_items;
        case signals::behaviour_visits: return visits;
        case signals::behaviour_returning:
        case signals::behaviour_subscriber: return Extent{0, 1};
        default: return std::nullopt;
    }
}

Bitmap bitmap_of(const std::vector<std::uint32_t>& ascending) {
    Bitmap bitmap(roaring_bitmap_create());
    roaring_bitmap_add_many(bitmap.get(), ascending.size(), ascending.data());
    return bitmap;
}

void settle(Bitmap& bitmap) {
    if (bitmap) { roaring_bitmap_shrink_to_fit(bitmap.get()); }
}

}  // namespace

// Lives only while the bitmaps are made.
class CroaringMatcher::Builder {
  public:
    Builder(const RuleSet& rule_set, CroaringMatcher& into)
        : vocabulary_(rule_set.vocabulary), rule_count_(rule_set.rules.size()), into_(into) {
        into_.by_passing_ = rule_count_ >= rules_by_passing;
        into_.columns_.resize(vocabulary_.size());
        into_.facts_.resize(vocabulary_.size());
        drafts_.resize(vocabulary_.size());
        for (std::size_t id = 0; id < rule_set.rules.size(); ++id) {
            rule_ = static_cast<std::uint32_t>(id);
            into_.residue_starts_.push_back(static_cast<std::uint32_t>(into_.residues_.size()));
            add_conjunct(rule_set.rules[id].when);
        }
        into_.residue_starts_.push_back(static_cast<std::uint32_t>(into_.residues_.size()));
        for (std::size_t signal = 0; signal < drafts_.size(); ++signal) { finish(signal); }
    }

  private:
    struct Draft {
        struct Lists {
            std::vector<std::uint32_t> accepts, drops;
        };
        std::vector<Lists> values;
        std::vector<std::uint32_t> asks, asks_not;  // rules, ascending
    };

    void add_conjunct(const Condition& condition) {
        if (condition.kind == Condition::Kind::all) {
            for (const Condition& child : condition.children) { add_conjunct(child); }
        } else if (condition.kind != Condition::Kind::test || !add_to_column(*condition.test)) {
            into_.residues_.push_back(make_node(condition));
        }
    }

    // Whether the column now says all that the test does.
    bool add_to_column(const Test& test) {
        Draft& draft = drafts_[test.signal];
        const bool is_number = vocabulary_[test.signal].is_number();
        const auto extent = few_numbers(test.signal);
        if (test.operators.size() != 1 || (is_number && !extent)) { return false; }
        if (asked_already(draft)) { return false; }
        const Operator& op = test.operators.front();
        auto Draft::Lists::*const list = op.negated ? &Draft::Lists::drops : &Draft::Lists::accepts;
        for (const ValueId value : is_number ? numbers_of(test, *extent) : texts_of(test.signal, op)) {
            draft.values.resize(std::max<std::size_t>(draft.values.size(), value + std::size_t{1}));
            (draft.values[value].*list).push_back(rule_);
        }
        (op.negated ? draft.asks_not : draft.asks).push_back(rule_);
        return true;
    }

    bool asked_already(const Draft& draft) const {
        return (!draft.asks.empty() && draft.asks.back() == rule_) ||
               (!draft.asks_not.empty() && draft.asks_not.back() == rule_);
    }

    std::vector<ValueId> texts_of(SignalId signal, const Operator& op) {
        ensure(op.kind == Operator::Kind::any_of, "the workload lists values");
        std::vector<ValueId> values;
        auto& ids = into_.columns_[signal].ids;
        for (const std::string& text : op.texts) {
            values.push_back(ids.try_emplace(text, static_cast<ValueId>(ids.size())).first->second);
        }
        std::sort(values.begin(), values.end());
        return values;
    }

    std::vector<ValueId> numbers_of(const Test& test, Extent extent) const {
        std::vector<ValueId> values;
        for (double number = extent.min; number <= extent.max; ++number) {
            const auto& intervals = test.operators.front().intervals;
            if (std::any_of(intervals.begin(), intervals.end(), [&](const Interval& interval) {
                    return interval.min <= number && number <= interval.max;
                })) {
                values.push_back(static_cast<ValueId>(number - extent.min));
            }
        }
        return values;
    }

    Node make_node(const Condition& condition) {
        if (condition.kind == Condition::Kind::test) { return make_test(*condition.test); }
        std::vector<Node> children;
        for (const Condition& child : condition.children) { children.push_back(make_node(child)); }
        Node node{condition.kind};
        node.first = static_cast<std::uint32_t>(into_.nodes_.size());
        node.count = static_cast<std::uint32_t>(children.size());
        into_.nodes_.insert(into_.nodes_.end(), children.begin(), children.end());
        return node;
    }

    Node make_test(const Test& test) {
        ensure(test.operators.size() == 1, "the workload's tests have one operator");
        const Operator& op = test.operators.front();
        Node node{Condition::Kind::test};
        node.negated = op.negated;
        node.signal = test.signal;
        node.number = vocabulary_[test.signal].is_number();
        into_.columns_[test.signal].number = node.number;
        if (node.number) {
            ensure(op.intervals.size() == 1, "the workload's ranges do not wrap");
            node.within = op.intervals.front();
            return node;
        }
        const std::vector<ValueId> values = texts_of(test.signal, op);
        node.first = static_cast<std::uint32_t>(into_.listed_.size());
        node.count = static_cast<std::uint32_t>(values.size());
        into_.listed_.insert(into_.listed_.end(), values.begin(), values.end());
        return node;
    }

    void finish(std::size_t signal) {
        Draft& draft = drafts_[signal];
        Column& column = into_.columns_[signal];
        const Signal& meaning = vocabulary_[static_cast<SignalId>(signal)];
        column.asked = !draft.asks.empty() || !draft.asks_not.empty();
        if (!column.asked) { return; }
        column.number = meaning.is_number();
        if (column.number) { column.first_number = few_numbers(static_cast<SignalId>(signal))->min; }
        const bool one_at_a_time = meaning.type != SignalType::set;
        column.folded = one_at_a_time && draft.values.size() <= folded_values_max;
        column.asks = bitmap_of(draft.asks);
        for (Draft::Lists& lists : draft.values) { column.values.push_back(make_sets(lists, column)); }
        if (!column.folded || into_.by_passing_) {
            column.passing_by.reset(roaring_bitmap_flip(column.asks.get(), 0, rule_count_));
            column.passing_size = roaring_bitmap_get_cardinality(column.passing_by.get());
            column.asks.reset();
        }
        settle(column.asks);
        settle(column.passing_by);
        draft = {};
    }

    ValueSets make_sets(const Draft::Lists& lists, const Column& column) const {
        ValueSets sets;
        if (!lists.accepts.empty()) { sets.accepts = bitmap_of(lists.accepts); }
        if (!lists.drops.empty()) { sets.drops = bitmap_of(lists.drops); }
        if (column.folded) { fold(sets, column); }
        settle(sets.accepts);
        settle(sets.drops);
        settle(sets.failing);
        settle(sets.passing);
        return sets;
    }

    void fold(ValueSets& sets, const Column& column) const {
        sets.failing.reset(roaring_bitmap_copy(column.asks.get()));
        if (sets.accepts) { roaring_bitmap_andnot_inplace(sets.failing.get(), sets.accepts.get()); }
        if (sets.drops) { roaring_bitmap_or_inplace(sets.failing.get(), sets.drops.get()); }
        sets.accepts.reset();
        sets.drops.reset();
        if (!into_.by_passing_) { return; }
        sets.passing.reset(roaring_bitmap_flip(sets.failing.get(), 0, rule_count_));
        sets.passing_size = roaring_bitmap_get_cardinality(sets.passing.get());
        sets.failing.reset();
    }

    const Vocabulary& vocabulary_;
    std::size_t rule_count_;
    CroaringMatcher& into_;
    std::vector<Draft> drafts_;
    std::uint32_t rule_ = 0;
};

CroaringMatcher::CroaringMatcher(const RuleSet& rule_set) {
    Builder(rule_set, *this);
    const auto shrink = [](auto&... lists) { (lists.shrink_to_fit(), ...); };
    shrink(residue_starts_, residues_, nodes_, listed_);
}

const std::vector<std::uint32_t>& CroaringMatcher::find_all(const Moment& moment) {
    encode(moment);
    collect_found();
    const Bitmap left = first_left();
    for (const Found& found : unfolded_) { narrow(*left, found); }
    keep_survivors(*left);
    return matches_;
}

void CroaringMatcher::encode(const Moment& moment) {
    for (const auto& [signal, value] : moment.facts) {
        Fact& fact = facts_[signal];
        fact.ids.clear();
        const auto& ids = columns_[signal].ids;
        const auto look_up = [&](std::string_view text) {
            const auto found = ids.find(text);
            if (found != ids.end()) { fact.ids.push_back(found->second); }
        };
        if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
            for (const std::string& text : *texts) { look_up(text); }
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            look_up(*text);
        } else {
            const auto* flag = std::get_if<bool>(&value);
            fact.number = flag != nullptr ? static_cast<double>(*flag) : std::get<double>(value);
        }
    }
    encode_time(moment.now);
}

// The workload's zone is UTC.
void CroaringMatcher::encode_time(Instant now) {
    const auto day = std::chrono::floor<std::chrono::days>(now);
    facts_[signals::time_hour].number =
        static_cast<double>(std::chrono::floor<std::chrono::hours>(now - day).count());
    facts_[signals::time_weekday].number = std::chrono::weekday{day}.iso_encoding() - 1.0;
}

// Of each signal that some rule asks for, the values: what fails on them, or the values themselves.
void CroaringMatcher::collect_found() {
    failing_.clear();
    passing_.clear();
    unfolded_.clear();
    found_.clear();
    for (std::size_t signal = 0; signal < columns_.size(); ++signal) {
        const Column& column = columns_[signal];
        const Fact& fact = facts_[signal];
        if (!column.asked) { continue; }
        if (column.folded) {
            const ValueId known = fact.ids.empty() ? unlisted : fact.ids.front();
            const ValueId id =
                column.number ? static_cast<ValueId>(fact.number - column.first_number) : known;
            const ValueSets* const sets = sets_of(column, id);
            if (by_passing_) {
                passing_.push_back(sets != nullptr ? Sized{sets->passing_size, sets->passing.get()}
                                                   : Sized{column.passing_size, column.passing_by.get()});
            } else {
                failing_.push_back(sets != nullptr ? sets->failing.get() : column.asks.get());
            }
        } else {
            unfolded_.push_back({&column, static_cast<std::uint32_t>(found_.size()),
                                 static_cast<std::uint32_t>(fact.ids.size())});
            found_.insert(found_.end(), fact.ids.begin(), fact.ids.end());
        }
    }
    std::sort(unfolded_.begin(), unfolded_.end(),
              [](const Found& a, const Found& b) { return a.column->passing_size < b.column->passing_size; });
}

const CroaringMatcher::ValueSets* CroaringMatcher::sets_of(const Column& column, ValueId id) const {
    return id < column.values.size() ? &column.values[id] : nullptr;
}

// A column that nearly every rule asks leaves so few that it comes first.
Bitmap CroaringMatcher::first_left() {
    const bool selective =
        !unfolded_.empty() && unfolded_.front().column->passing_size * 8 < residue_starts_.size();
    if (!selective) { return by_passing_ ? intersect_passing() : unite_failing(); }
    collect_parts(unfolded_.front());
    Bitmap left = make_passing(*unfolded_.front().column->passing_by);
    unfolded_.erase(unfolded_.begin());
    for (const Sized& passing : passing_) { roaring_bitmap_and_inplace(left.get(), passing.bitmap); }
    for (const roaring_bitmap_t* failing : failing_) { roaring_bitmap_andnot_inplace(left.get(), failing); }
    return left;
}

Bitmap CroaringMatcher::unite_failing() {
    const Bitmap failing(failing_.empty() ? roaring_bitmap_create()
                                          : roaring_bitmap_or_many(failing_.size(), failing_.data()));
    return Bitmap(roaring_bitmap_flip(failing.get(), 0, residue_starts_.size() - 1));
}

Bitmap CroaringMatcher::intersect_passing() {
    if (passing_.empty()) { return Bitmap(roaring_bitmap_from_range(0, residue_starts_.size() - 1, 1)); }
    std::sort(passing_.begin(), passing_.end(),
              [](const Sized& a, const Sized& b) { return a.size < b.size; });
    const roaring_bitmap_t* const second = passing_[passing_.size() > 1 ? 1 : 0].bitmap;
    Bitmap left(roaring_bitmap_and(passing_[0].bitmap, second));
    for (std::size_t i = 2; i < passing_.size(); ++i) {
        roaring_bitmap_and_inplace(left.get(), passing_[i].bitmap);
    }
    return left;
}

// Where many are left, the passing set is made whole and intersected once; where few are, each part is
// intersected with those few.
void CroaringMatcher::narrow(roaring_bitmap_t& left, const Found& found) {
    collect_parts(found);
    const roaring_bitmap_t& passing_by = *found.column->passing_by;
    if (by_passing_ && roaring_bitmap_get_cardinality(&left) * many_left_of > residue_starts_.size()) {
        roaring_bitmap_and_inplace(&left, make_passing(passing_by).get());
    } else {
        narrow_few(left, passing_by);
    }
}

void CroaringMatcher::collect_parts(const Found& found) {
    accepting_.clear();
    dropping_.clear();
    for (std::uint32_t i = 0; i < found.count; ++i) {
        const ValueSets* const sets = sets_of(*found.column, found_[found.first + i]);
        if (sets != nullptr && sets->accepts) { accepting_.push_back(sets->accepts.get()); }
        if (sets != nullptr && sets->drops) { dropping_.push_back(sets->drops.get()); }
    }
}

Bitmap CroaringMatcher::make_passing(const roaring_bitmap_t& passing_by) {
    accepting_.push_back(&passing_by);
    Bitmap passing(roaring_bitmap_or_many(accepting_.size(), accepting_.data()));
    for (const roaring_bitmap_t* const drops : dropping_) {
        roaring_bitmap_andnot_inplace(passing.get(), drops);
    }
    return passing;
}

void CroaringMatcher::narrow_few(roaring_bitmap_t& left, const roaring_bitmap_t& passing_by) const {
    Bitmap accepted;
    for (const roaring_bitmap_t* const accepts : accepting_) {
        Bitmap both(roaring_bitmap_and(&left, accepts));
        if (accepted) { roaring_bitmap_or_inplace(accepted.get(), both.get()); }
        if (!accepted) { accepted = std::move(both); }
    }
    roaring_bitmap_and_inplace(&left, &passing_by);
    if (accepted) { roaring_bitmap_or_inplace(&left, accepted.get()); }
    for (const roaring_bitmap_t* const drops : dropping_) { roaring_bitmap_andnot_inplace(&left, drops); }
}

void CroaringMatcher::keep_survivors(const roaring_bitmap_t& left) {
    survivors_.resize(roaring_bitmap_get_cardinality(&left));
    roaring_bitmap_to_uint32_array(&left, survivors_.data());
    matches_.clear();
    for (const std::uint32_t rule : survivors_) {
        bool all_hold = true;
        for (std::uint32_t i = residue_starts_[rule]; all_hold && i < residue_starts_[rule + 1]; ++i) {
            all_hold = holds(residues_[i]);
        }
        if (all_hold) { matches_.push_back(rule); }
    }
}

bool CroaringMatcher::holds(const Node& node) const {
    if (node.kind == Condition::Kind::test) { return test_holds(node); }
    const bool needs_every = node.kind == Condition::Kind::all;
    for (std::uint32_t i = 0; i < node.count; ++i) {
        if (holds(nodes_[node.first + i]) != needs_every) { return !needs_every; }
    }
    return needs_every;
}

bool CroaringMatcher::test_holds(const Node& node) const {
    const Fact& fact = facts_[node.signal];
    if (node.number) {
        return (node.within.min <= fact.number && fact.number <= node.within.max) != node.negated;
    }
    bool found = false;
    for (std::uint32_t i = node.first; !found && i < node.first + node.count; ++i) {
        found = std::find(fact.ids.begin(), fact.ids.end(), listed_[i]) != fact.ids.end();
    }
    return found != node.negated;
}

}  // namespace passerby::bench
