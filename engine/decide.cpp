#include "engine/decide.hpp"

#include <algorithm>

#include "engine/deciding.hpp"
#include "engine/trace.hpp"

namespace passerby::engine {

Decision decide(const RuleIndex& index, const Context& context, const Request& request, Chance& chance,
                Scratch& scratch) {
    Silent trace;
    return Deciding(index, context, request, chance, scratch.workspace()).run(trace);
}

MatchFinder::MatchFinder(const RuleIndex& index, const Context& context, Scratch& scratch)
    : rules_(index.compiled()), context_(context), workspace_(scratch.workspace()) {
    workspace_.evidence.gather(context, rules_.symbols, rules_.reading);
    workspace_.evidence.tell_time(context.now(), rules_.zone, context.utc_offset());
    workspace_.landing.find(rules_.fields, workspace_.evidence);
    workspace_.routes.start(rules_.layout_count);
}

std::span<const RuleId> MatchFinder::in(SlotId slot) {
    const SlotIndex& index = rules_.slots[slot].index;
    const Route& route = workspace_.routes.of(index, rules_.fields, workspace_.landing);
    const SlotMatcher matcher(rules_, slot, workspace_.evidence, workspace_.landing, route, context_.now());
    const auto positions = find_all(matcher, workspace_.choosing.search);
    auto& matches = workspace_.matches;
    matches.resize(positions.size());
    std::transform(positions.begin(), positions.end(), matches.begin(),
                   [&](Position at) { return index.rules[at]; });
    return matches;
}

std::span<const RuleId> find_matches(const RuleIndex& index, const Context& context, SlotId slot,
                                     Scratch& scratch) {
    return MatchFinder(index, context, scratch).in(slot);
}

Deciding::Deciding(const RuleIndex& index, const Context& context, const Request& request, Chance& chance,
                   Workspace& workspace)
    : rules_(index.compiled()),
      context_(context),
      request_(request),
      luck_{request.bucket, &chance, false},
      workspace_(workspace) {}

template <class Trace>
Decision Deciding::run(Trace& trace) {
    workspace_.evidence.gather(context_, rules_.symbols, rules_.reading);
    draft_all(context_.now(), workspace_.draft, trace);
    const auto until = valid_until();
    return {workspace_.draft.slots(), until};
}

template Decision Deciding::run(Silent&);
template Decision Deciding::run(ExplanationTrace&);

template <class Trace>
void Deciding::draft_all(Instant now, Draft& draft, Trace& trace) {
    draft.start();
    workspace_.evidence.tell_time(now, rules_.zone, context_.utc_offset());
    workspace_.landing.find(rules_.fields, workspace_.evidence);
    workspace_.routes.start(rules_.layout_count);
    workspace_.held.start(rules_, request_.excluded);
    for (const SlotId slot : request_.slots) {
        trace.slot(slot);
        draft.open_slot(slot);
        draft_slot(slot, now, draft, trace);
    }
    draft.settle();
}

template <class Trace>
void Deciding::draft_slot(SlotId slot, Instant now, Draft& draft, Trace& trace) {
    const SlotIndex& index = rules_.slots[slot].index;
    const Route& route = workspace_.routes.of(index, rules_.fields, workspace_.landing);
    const SlotMatcher matcher(rules_, slot, workspace_.evidence, workspace_.landing, route, now);
    Chooser chooser(rules_, slot, matcher, workspace_.held, luck_, workspace_.choosing);
    std::size_t places = 0;
    for (; places < index.count; ++places) {
        const auto pick = chooser.next(trace);
        if (!pick) { break; }
        draft_pick(*pick, slot, draft);
    }
    const bool falls_back = places == 0 && index.fallback && workspace_.held.is_free(*index.fallback);
    if (falls_back) { draft_fallback(*index.fallback, draft); }
}

void Deciding::draft_pick(const Pick& pick, SlotId slot, Draft& draft) {
    const ReadyReason* ready = rules_.ready_reasons.find(slot, pick.position);
    if (!ready) { return draft_told(pick, slot, draft); }
    const std::string_view why =
        ready->has_why() ? ready->why()
                         : own_why(rules_.sentences_of(rules_.rules[pick.rule]), workspace_.evidence);
    draft.add_choice({pick.content, pick.rule, pick.reason, why, ready->signals()});
}

void Deciding::draft_told(const Pick& pick, SlotId slot, Draft& draft) {
    const CompiledRule& rule = rules_.rules[pick.rule];
    const Evidence& evidence = workspace_.evidence;
    Reasons& reasons = workspace_.reasons;
    reasons.start(rules_.vocabulary.size());
    reasons.gather(rules_.program, rule.core.when, rule.core.clock, evidence);
    reasons.gather(rules_.program, rules_.slots[slot].index.when, rule.core.clock, evidence);
    const auto own = rules_.sentences_of(rule);
    const std::string_view own_sentence = own.empty() ? std::string_view() : own_why(own, evidence);
    draft.add_choice({pick.content, pick.rule, pick.reason, own_sentence, {}});
    std::string& sentence = draft.tell(reasons.signals());
    if (own.empty()) { append_why(rules_.program.phrases, reasons, sentence); }
}

void Deciding::draft_fallback(ContentId content, Draft& draft) {
    workspace_.held.take(content);
    draft.add_choice({content, std::nullopt, Reason::fallback, why_fallback, {}});
}

std::optional<Instant> Deciding::valid_until() {
    if (luck_.chance_took_part) { return std::nullopt; }
    const Instant until = request_.exact_until ? exact_change() : next_boundary(context_.now());
    return std::min(until, context_.consent_changes_at());
}

Instant Deciding::next_boundary(Instant after) const {
    return rules_.boundaries.next(request_.slots, after, rules_.zone, context_.utc_offset());
}

// Decides again at each boundary until the answer differs. A week (and a day for a clock change) without a
// difference and without an edge of a schedule has shown every state there is, so that only the next edge
// can bring a new one; where the visitor's clock and the site's are two, that holds for as long as they stay
// as far apart. After many steps the boundary reached so far will do: it is not too late, only early.
Instant Deciding::exact_change() {
    constexpr int steps_max = 512;
    constexpr auto whole_round = std::chrono::days{8};
    const bool two_clocks = context_.utc_offset().has_value();
    auto& seen = workspace_.seen_offsets;
    seen.clear();
    Silent silent;
    Instant quiet_since = context_.now();
    Instant at = context_.now();
    for (int step = 0; step < steps_max; ++step) {
        const Instant edge = rules_.boundaries.next_edge(request_.slots, at);
        const Instant shift = two_clocks ? rules_.zone.next_change(at) : never_changes;
        if (at - quiet_since > whole_round) {
            seen.push_back(rules_.zone.offset_at(at));
            at = two_clocks ? std::min(edge, next_new_offset(at)) : edge;
        } else {
            at = next_boundary(at);
        }
        if (at >= never_changes || at >= context_.consent_changes_at()) { return at; }
        draft_all(at, workspace_.later_draft, silent);
        if (luck_.chance_took_part || !workspace_.later_draft.says_the_same(workspace_.draft)) { return at; }
        if (at >= edge) { seen.clear(); }
        if (at >= edge || at >= shift) { quiet_since = at; }
    }
    return at;
}

// When the site's clock will be as far from UTC as it was in no whole round yet.
Instant Deciding::next_new_offset(Instant after) const {
    const auto& seen = workspace_.seen_offsets;
    Instant change = rules_.zone.next_change(after);
    while (change < never_changes &&
           std::find(seen.begin(), seen.end(), rules_.zone.offset_at(change)) != seen.end()) {
        change = rules_.zone.next_change(change);
    }
    return change;
}

}  // namespace passerby::engine
