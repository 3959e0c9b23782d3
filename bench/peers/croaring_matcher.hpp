// A plain matcher on compressed bitmaps, as a good engineer writes it in an afternoon on CRoaring: the bar.
//
//   per signal   asks      rules that ask for one of some values
//                value  →  rules that accept it, rules that rule it out
//   context      left = ⋂ over the signals of few values of passing[value], made once for each value,
//                smallest first; then for each other signal: left ∩ (all ∖ asks ∪ accepting ∖ ruling out)
//
// Small rule sets, whose sets are stored as lists, are united by what fails instead of intersected by what
// passes. A signal that nearly every rule asks comes first. Tried and slower: run containers.
// What bitmaps do not say (wide or fractional ranges, alternatives) is checked on those that are left.
// Signals are taken as known, which all of the workload's moments are. A matcher and its buffers belong to
// one thread.
#pragma once

#include <roaring/roaring.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bench/workload.hpp"
#include "engine/rule_set.hpp"

namespace passerby::bench {

struct FreeBitmap {
    void operator()(roaring_bitmap_t* bitmap) const { roaring_bitmap_free(bitmap); }
};
using Bitmap = std::unique_ptr<roaring_bitmap_t, FreeBitmap>;

class CroaringMatcher {
  public:
    explicit CroaringMatcher(const engine::RuleSet& rule_set);

    // Every rule that holds, ascending; valid until the next call.
    const std::vector<std::uint32_t>& find_all(const Moment& moment);

  private:
    using ValueId = std::uint32_t;
    static constexpr ValueId unlisted = UINT32_MAX;

    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    struct ValueSets {
        Bitmap accepts, drops;
        Bitmap failing;  // of a folded column, instead: asks ∖ accepts ∪ drops …
        Bitmap passing;  // … or its complement
        std::uint64_t passing_size = 0;
    };
    struct Column {
        bool asked = false, number = false, folded = false;
        double first_number = 0;  // of values, where they are numbers
        std::unordered_map<std::string, ValueId, TextHash, std::equal_to<>> ids;
        std::vector<ValueSets> values;
        Bitmap asks;
        Bitmap passing_by;  // all ∖ asks, of a column that is not folded
        std::uint64_t passing_size = 0;
    };
    // Part of a condition, to be checked on survivors. Children of a node stand side by side.
    struct Node {
        engine::Condition::Kind kind;
        bool negated = false, number = false;
        engine::SignalId signal = 0;
        std::uint32_t first = 0, count = 0;  // children or listed values
        engine::Interval within = {};
    };
    struct Found {  // the values of one signal of a context
        const Column* column;
        std::uint32_t first, count;  // in found_
    };
    class Builder;

    void encode(const Moment& moment);
    void encode_time(engine::Instant now);
    void collect_found();
    Bitmap first_left();
    Bitmap intersect_passing();
    Bitmap unite_failing();
    void narrow(roaring_bitmap_t& left, const Found& found);
    void collect_parts(const Found& found);
    Bitmap make_passing(const roaring_bitmap_t& passing_by);
    void narrow_few(roaring_bitmap_t& left, const roaring_bitmap_t& passing_by) const;
    const ValueSets* sets_of(const Column& column, ValueId id) const;
    void keep_survivors(const roaring_bitmap_t& left);
    bool holds(const Node& node) const;
    bool test_holds(const Node& node) const;

    bool by_passing_ = false;
    std::vector<Column> columns_;                // by SignalId
    std::vector<std::uint32_t> residue_starts_;  // by rule: its nodes, up to the next rule's
    std::vector<Node> residues_;                 // each must hold
    std::vector<Node> nodes_;                    // below them
    std::vector<ValueId> listed_;

    struct Fact {
        double number = 0;
        std::vector<ValueId> ids;
    };
    std::vector<Fact> facts_;  // of the moment, by SignalId
    std::vector<ValueId> found_;
    std::vector<const roaring_bitmap_t*> failing_, accepting_, dropping_;
    struct Sized {
        std::uint64_t size;
        const roaring_bitmap_t* bitmap;
    };
    std::vector<Sized> passing_;
    std::vector<Found> unfolded_;
    std::vector<std::uint32_t> survivors_, matches_;
};

}  // namespace passerby::bench
