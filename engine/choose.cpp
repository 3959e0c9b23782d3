#include "engine/choose.hpp"

#include <algorithm>

#include "engine/limits.hpp"
#include "engine/trace.hpp"

namespace passerby::engine {

Chooser::Chooser(const CompiledRules& rules, SlotId slot, MatchCursor cursor, Held& held, Luck& luck,
                 ChoosingBuffers& buffers)
    : rules_(rules), slot_(rules.slots[slot]), cursor_(cursor), held_(held), luck_(luck), buffers_(buffers) {
    buffers_.tier.clear();
    pending_ = cursor_.next();
}

// What may not be shown now may not be shown later in this response either: no tier is ever returned to.
template <class Trace>
std::optional<Pick> Chooser::next(Trace& trace) {
    std::size_t outcomes = count_outcomes(trace);
    while (outcomes == 0) {
        if (!load_tier()) { return std::nullopt; }
        outcomes = count_outcomes(trace);
    }
    const RuleId rule = draw_rule();
    const ContentId content = draw_content(rule);
    held_.take(content);
    ++place_;
    if (outcomes > 1 && !luck_.bucket) { luck_.chance_took_part = true; }
    return Pick{rule, content, outcomes > 1 ? Reason::split : Reason::targeting_match};
}

template std::optional<Pick> Chooser::next(Silent&);
template std::optional<Pick> Chooser::next(ExplanationTrace&);

bool Chooser::load_tier() {
    buffers_.tier.clear();
    if (!pending_) { return false; }
    const std::int32_t priority = rules_.rules[*pending_].core.priority;
    while (pending_ && rules_.rules[*pending_].core.priority == priority) {
        buffers_.tier.push_back(*pending_);
        pending_ = cursor_.next();
    }
    return true;
}

template <class Trace>
std::size_t Chooser::count_outcomes(Trace& trace) {
    std::size_t outcomes = 0;
    for (const RuleId rule : buffers_.tier) {
        const std::size_t free = free_variants(rule);
        if (free == 0) { trace.passed_over(rule); }
        outcomes += free;
    }
    return outcomes;
}

std::size_t Chooser::free_variants(RuleId id) const {
    const auto variants = rules_.variants_of(rules_.rules[id]);
    return static_cast<std::size_t>(std::count_if(variants.begin(), variants.end(),
                                                  [&](ContentId content) { return held_.is_free(content); }));
}

// Draws among all rules of the tier and, if the drawn one has nothing to show, again among those that have:
// so whoever draws a rule that has something keeps it, whatever befalls the rest.
RuleId Chooser::draw_rule() {
    auto& drawable = buffers_.drawable;
    drawable.assign(buffers_.tier.begin(), buffers_.tier.end());
    const auto priority = static_cast<std::uint64_t>(rules_.rules[drawable.front()].core.priority);
    const std::uint64_t key = mix64(slot_.key ^ mix64(priority) ^ mix64(place_ + 1));
    const RuleId drawn = draw_drawable(key);
    if (free_variants(drawn) > 0) { return drawn; }
    std::erase_if(drawable, [&](RuleId rule) { return free_variants(rule) == 0; });
    return draw_drawable(mix64(key));
}

RuleId Chooser::draw_drawable(std::uint64_t key) {
    const auto& drawable = buffers_.drawable;
    if (drawable.size() == 1) { return drawable.front(); }
    buffers_.weights.clear();
    for (const RuleId rule : drawable) { buffers_.weights.push_back(rules_.weight_of(rule)); }
    return drawable[draw_by_weight(key)];
}

ContentId Chooser::draw_content(RuleId id) {
    const CompiledRule& rule = rules_.rules[id];
    const auto variants = rules_.variants_of(rule);
    if (variants.size() == 1) { return variants.front(); }
    if (luck_.bucket) { return content_of_bucket(rule); }
    buffers_.contents.clear();
    buffers_.weights.clear();
    for (std::size_t i = 0; i < variants.size(); ++i) {
        if (!held_.is_free(variants[i])) { continue; }
        buffers_.contents.push_back(variants[i]);
        buffers_.weights.push_back(rules_.weights_of(rule)[i]);
    }
    return buffers_.contents[buffers_.contents.size() == 1 ? 0 : luck_.chance->draw(buffers_.weights)];
}

// The 100 buckets are divided among the variants; those of a variant that may not be shown are divided
// among the others in the same way, and so on: every bucket has its own order of preference.
ContentId Chooser::content_of_bucket(const CompiledRule& rule) {
    auto& contents = buffers_.contents;
    auto& weights = buffers_.weights;
    contents.assign(rules_.variants_of(rule).begin(), rules_.variants_of(rule).end());
    weights.assign(rules_.weights_of(rule).begin(), rules_.weights_of(rule).end());
    std::uint32_t place = shuffled(*luck_.bucket, rules_.extras_of(rule).key);
    std::uint32_t places = limits::buckets;
    for (;;) {
        const auto counts = buffers_.shares.divide(places, weights);
        std::size_t owner = 0;
        for (; place >= counts[owner]; ++owner) { place -= counts[owner]; }
        if (held_.is_free(contents[owner])) { return contents[owner]; }
        places = counts[owner];
        contents.erase(contents.begin() + static_cast<std::ptrdiff_t>(owner));
        weights.erase(weights.begin() + static_cast<std::ptrdiff_t>(owner));
    }
}

std::size_t Chooser::draw_by_weight(std::uint64_t key) {
    if (!luck_.bucket) { return luck_.chance->draw(buffers_.weights); }
    // Of the 100 buckets one falls in each hundredth.
    Chance within(mix64(key ^ *luck_.bucket));
    const double share = (shuffled(*luck_.bucket, key) + within.share()) / limits::buckets;
    return option_of(share, buffers_.weights);
}

}  // namespace passerby::engine
