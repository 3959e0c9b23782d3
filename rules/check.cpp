#include "rules/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "engine/limits.hpp"

namespace passerby::rules {

namespace limits = engine::limits;
using engine::Condition;
using engine::SegmentId;

namespace {

// How much a condition is, its segments' included.
struct Extent {
    std::size_t depth = 0;               // of `all`, `any`, `not` and `segment` within each other
    std::size_t tests = 0;               // of any rule no more than one above the limit counts
    const Condition* deepest = nullptr;  // the first segment reference that goes too deep
};

// Something is using a segment.
struct Use {
    SegmentId segment;
    engine::Place place;
};

void find_uses(const Condition& condition, std::vector<Use>& out) {
    for (const SegmentId segment : condition.segments) { out.push_back({segment, condition.place}); }
    for (const Condition& child : condition.children) { find_uses(child, out); }
}

class SegmentCheck {
  public:
    SegmentCheck(const engine::RuleSet& rule_set, Report& report)
        : set_(rule_set), report_(report), visits_(set_.segments.size()), extents_(set_.segments.size()) {}

    void run() {
        for (SegmentId segment = 0; segment < set_.segments.size(); ++segment) { walk(segment); }
        for (const engine::Slot& slot : set_.slots) { slots_.push_back(measure(slot.when)); }
        for (std::size_t i = 0; i < slots_.size(); ++i) { say_too_deep(slots_[i]); }
        for (const engine::Rule& rule : set_.rules) { check_rule(rule); }
    }

  private:
    enum class Visit : std::uint8_t { unseen, open, done };
    struct Open {
        SegmentId segment;
        std::vector<Use> uses;
        std::size_t next = 0;
    };

    // Depth first along the uses of segments, with a stack of its own: a chain may be as long as the file.
    void walk(SegmentId start) {
        if (visits_[start] != Visit::unseen) { return; }
        enter(start);
        while (!path_.empty()) {
            Open& top = path_.back();
            if (top.next == top.uses.size()) {
                leave(top.segment);
                continue;
            }
            const Use use = top.uses[top.next++];
            if (visits_[use.segment] == Visit::open) { say_cycle(use); }
            if (visits_[use.segment] == Visit::unseen) { enter(use.segment); }
        }
    }

    void enter(SegmentId segment) {
        visits_[segment] = Visit::open;
        path_.push_back({segment, {}, 0});
        find_uses(set_.segments[segment].when, path_.back().uses);
    }

    void leave(SegmentId segment) {
        path_.pop_back();
        visits_[segment] = Visit::done;
        extents_[segment] = measure(set_.segments[segment].when);
        say_too_deep(extents_[segment]);
        if (extents_[segment].deepest != nullptr) { extents_[segment].depth = 0; }  // said once is enough
    }

    void say_cycle(const Use& use) {
        const auto from = std::find_if(path_.begin(), path_.end(),
                                       [&](const Open& open) { return open.segment == use.segment; });
        constexpr std::size_t shown_max = 12;
        std::string path;
        std::size_t shown = 0;
        for (auto open = from; open != path_.end(); ++open) {
            if (++shown > shown_max) {
                path += "… → ";
                break;
            }
            path += backticked(set_.segments[open->segment].id) + " → ";
        }
        const std::string name = backticked(set_.segments[use.segment].id);
        report_.say(use.place, "segment-cycle",
                    fmt::format("segment {} reaches itself: {}{}", name, path, name),
                    "a segment stands for a condition that ends somewhere");
    }

    Extent measure(const Condition& condition) const {
        Extent extent;
        measure(condition, 0, extent);
        extent.tests = std::min(extent.tests, limits::tests_per_rule_max + 1);
        return extent;
    }

    void measure(const Condition& condition, std::size_t depth, Extent& out) const {
        const bool nests = condition.listed || condition.kind == Condition::Kind::any ||
                           condition.kind == Condition::Kind::negation;
        const std::size_t inner = nests ? depth + 1 : depth;
        out.depth = std::max(out.depth, inner);
        if (condition.kind == Condition::Kind::test) { ++out.tests; }
        for (const Condition& child : condition.children) { measure(child, inner, out); }
        for (const SegmentId segment : condition.segments) {
            const Extent& used = extents_[segment];
            out.tests += used.tests;
            out.depth = std::max(out.depth, depth + 1 + used.depth);
            const bool too_deep = depth + 1 + used.depth > limits::condition_depth_max;
            if (too_deep && out.deepest == nullptr) { out.deepest = &condition; }
        }
    }

    void say_too_deep(const Extent& extent) {
        if (extent.deepest == nullptr) { return; }
        report_.say(
            extent.deepest->place, "too-deep",
            fmt::format("with this segment, conditions nest more than {} deep", limits::condition_depth_max),
            "let segments use fewer segments");
    }

    void check_rule(const engine::Rule& rule) {
        const Extent own = measure(rule.when);
        say_too_deep(own);
        const auto most = std::max_element(
            rule.slots.begin(), rule.slots.end(),
            [&](engine::SlotId a, engine::SlotId b) { return slots_[a].tests < slots_[b].tests; });
        const std::size_t tests = own.tests + (most == rule.slots.end() ? 0 : slots_[*most].tests);
        if (tests <= limits::tests_per_rule_max) { return; }
        report_.say(rule.place, "too-many-tests",
                    fmt::format("rule {} has more than {} tests, with those of its segments and slots",
                                backticked(rule.id), limits::tests_per_rule_max),
                    "a list of values is one test; or make two rules of it");
    }

    const engine::RuleSet& set_;
    Report& report_;
    std::vector<Visit> visits_;
    std::vector<Extent> extents_;  // by SegmentId
    std::vector<Extent> slots_;    // by SlotId
    std::vector<Open> path_;
};

}  // namespace

void check_segments_and_limits(const engine::RuleSet& rule_set, Report& report) {
    SegmentCheck(rule_set, report).run();
}

}  // namespace passerby::rules
