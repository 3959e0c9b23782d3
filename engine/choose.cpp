#include "engine/choose.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "engine/limits.hpp"
#include "engine/trace.hpp"

namespace passerby::engine {

Chooser::Chooser(const CompiledRules& rules, SlotId slot, const SlotMatcher& matcher, Held& held, Luck& luck,
                 ChoosingBuffers& buffers)
    : rules_(rules),
      slot_(rules.slots[slot]),
      matcher_(matcher),
      cursor_(matcher, buffers.search),
      held_(held),
      luck_(luck),
      buffers_(buffers) {}

// What may not be shown now may not be shown later in this response either: no tier is ever returned to.
template <class Trace>
std::optional<Pick> Chooser::next(Trace& trace) {
    for (;;) {
        if (crowd_ != nullptr) {
            if (const auto drawn = draw_of_crowd(trace)) { return drawn; }
        }
        const std::size_t outcomes = count_outcomes(trace);
        if (outcomes > 0) {
            const Position at = draw_position();
            return pick(at, matcher_.rule_at(at), outcomes > 1);
        }
        if (!load_tier()) { return std::nullopt; }
    }
}

template std::optional<Pick> Chooser::next(Silent&);
template std::optional<Pick> Chooser::next(ExplanationTrace&);

Pick Chooser::pick(Position at, RuleId rule, bool others) {
    const ContentId content = draw_content(rule);
    held_.take(content);
    ++place_;
    if (others && !luck_.bucket) { luck_.chance_took_part = true; }
    return {at, rule, content, others ? Reason::split : Reason::targeting_match};
}

bool Chooser::load_tier() {
    if (std::exchange(cursor_lags_, false)) {
        while (cursor_.next(from_)) {}
    }
    tier_ = {};
    const SlotIndex& index = slot_.index;
    for (;;) {
        const Crowd* const crowd = index.next_crowd(from_);
        if (crowd != nullptr && crowd->first <= from_) {
            crowd_ = crowd;
            from_ = crowd->end;
            return true;
        }
        const Position limit = crowd != nullptr ? crowd->first : MatchCursor::no_limit;
        if (const auto first = cursor_.next(limit)) {
            from_ = index.tier_end(*first);
            alone_ = *first;
            tier_ = {&alone_, 1};
            if (from_ > *first + 1) { list_tier(); }
            return true;
        }
        if (crowd == nullptr) { return false; }
        from_ = limit;
    }
}

// All that hold with the first one.
void Chooser::list_tier() {
    buffers_.tier.assign(1, alone_);
    while (const auto more = cursor_.next(from_)) { buffers_.tier.push_back(*more); }
    tier_ = buffers_.tier;
}

// Draws without listing; or, if matches are too few for that, the crowd is a listed tier afterwards. Whether
// there was another that could have been drawn instead is mostly found out by looking on.
template <class Trace>
std::optional<Pick> Chooser::draw_of_crowd(Trace& trace) {
    CrowdDraw draw(matcher_, *crowd_, buffers_.crowd);
    const bool draws = matcher_.is_open() && !draw.is_tiny() && !luck_.chance->is_scripted();
    if (!draws) { return list_crowd(draw), std::nullopt; }
    const auto has_something = [&](RuleId rule) { return free_variants(rule) > 0; };
    const std::uint64_t key = key_of(rules_.rules[matcher_.rule_at(crowd_->first)].core.priority);
    Chance of_bucket(mix64(key ^ luck_.bucket.value_or(0)));
    Chance& chance = luck_.bucket ? of_bucket : *luck_.chance;
    const auto drawn = draw.next(chance, has_something);
    if (!drawn) { return list_crowd(draw), std::nullopt; }
    bool others = free_variants(drawn->rule) > 1 || draw.meets_another(drawn->rule, chance, has_something);
    if (!others || !std::is_same_v<Trace, Silent>) {
        for (const Position at : matches_of_crowd(draw)) {
            const RuleId rule = matcher_.rule_at(at);
            if (!has_something(rule)) { trace.passed_over(rule); }
            others = others || (rule != drawn->rule && has_something(rule));
        }
    }
    return pick(drawn->position, drawn->rule, others);
}

std::span<const Position> Chooser::matches_of_crowd(const CrowdDraw& draw) {
    if (draw.is_small()) {
        draw.list(buffers_.crowd_search.found);
        return buffers_.crowd_search.found;
    }
    const auto all = find_all(matcher_, buffers_.crowd_search);
    const auto first = std::lower_bound(all.begin(), all.end(), crowd_->first);
    return {first, std::lower_bound(first, all.end(), crowd_->end)};
}

void Chooser::list_crowd(const CrowdDraw& draw) {
    buffers_.tier.clear();
    cursor_lags_ = matcher_.is_open() && draw.is_small();
    if (cursor_lags_) {
        draw.list(buffers_.tier);
    } else {
        while (const auto at = cursor_.next(crowd_->end)) { buffers_.tier.push_back(*at); }
    }
    tier_ = buffers_.tier;
    crowd_ = nullptr;
}

template <class Trace>
std::size_t Chooser::count_outcomes(Trace& trace) {
    std::size_t outcomes = 0;
    for (const Position at : tier_) {
        const std::size_t free = free_variants_at(at);
        if (free == 0) { trace.passed_over(matcher_.rule_at(at)); }
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
Position Chooser::draw_position() {
    if (tier_.size() == 1) { return tier_.front(); }
    auto& drawable = buffers_.drawable;
    drawable.assign(tier_.begin(), tier_.end());
    const std::uint64_t key = key_of(rules_.rules[matcher_.rule_at(drawable.front())].core.priority);
    const Position drawn = draw_drawable(key);
    if (free_variants_at(drawn) > 0) { return drawn; }
    std::erase_if(drawable, [&](Position at) { return free_variants_at(at) == 0; });
    return draw_drawable(mix64(key));
}

std::uint64_t Chooser::key_of(std::int32_t priority) const {
    return mix64(slot_.key ^ mix64(static_cast<std::uint64_t>(priority)) ^ mix64(place_ + 1));
}

Position Chooser::draw_drawable(std::uint64_t key) {
    const auto& drawable = buffers_.drawable;
    if (drawable.size() == 1) { return drawable.front(); }
    buffers_.weights.clear();
    for (const Position at : drawable) {
        buffers_.weights.push_back(matcher_.weight_of(matcher_.rule_at(at)));
    }
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
