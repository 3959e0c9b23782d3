#include "tests/reference/oracle.hpp"

#include <algorithm>

namespace passerby::reference {

namespace {

bool in_force(const Rule& rule, Instant now) {
    return (!rule.from || *rule.from <= now) && (!rule.until || now < *rule.until);
}

std::vector<const Rule*> rules_of(const RuleSet& rules, const std::string& slot) {
    std::vector<const Rule*> found;
    for (const Rule& rule : rules.rules) {
        if (std::count(rule.slots.begin(), rule.slots.end(), slot) != 0) { found.push_back(&rule); }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Rule* a, const Rule* b) { return a->priority > b->priority; });
    return found;
}

std::vector<const Rule*> matching(const RuleSet& rules, const Visit& visit, const std::string& slot) {
    std::vector<const Rule*> found;
    for (const Rule* rule : rules_of(rules, slot)) {
        if (rule->enabled && in_force(*rule, visit.now) &&
            RuleCondition(rules, visit, *rule, slot).truth() == Truth::yes) {
            found.push_back(rule);
        }
    }
    return found;
}

// What the response holds so far.
class Held {
  public:
    Held(const RuleSet& rules, const Visit& visit) : rules_(rules), visit_(visit) {}

    bool allows(const std::string& content) const {
        return !visit_.excluded.contains(content) && !contents_.contains(content) &&
               !groups_.contains(rules_.group_of(content));
    }
    void take(const std::string& content) {
        contents_.insert(content);
        if (!rules_.group_of(content).empty()) { groups_.insert(rules_.group_of(content)); }
    }

  private:
    const RuleSet& rules_;
    const Visit& visit_;
    std::set<std::string> contents_, groups_;
};

struct Outcome {
    const Rule* rule;
    std::string content;
};

std::vector<std::string> can_still_show(const Rule& rule, const Held& held) {
    std::vector<std::string> contents;
    for (const std::string& content : rule.show) {
        if (held.allows(content)) { contents.push_back(content); }
    }
    return contents;
}

std::vector<Outcome> outcomes_of_step(const std::vector<const Rule*>& matching, const Held& held) {
    std::vector<Outcome> outcomes;
    for (const Rule* rule : matching) {  // by priority
        if (!outcomes.empty() && rule->priority < outcomes.front().rule->priority) { break; }
        for (const std::string& content : can_still_show(*rule, held)) {
            outcomes.push_back({rule, content});
        }
    }
    return outcomes;
}

std::string listed(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) { out += (out.empty() ? "" : ", ") + word; }
    return "[" + out + "]";
}

// Follows the answer of one slot.
class SlotWalk {
  public:
    SlotWalk(const RuleSet& rules, const Visit& visit, const SlotAnswer& answer, Held& held)
        : rules_(rules), visit_(visit), answer_(answer), held_(held) {}

    std::string objection() {
        const auto candidates = matching(rules_, visit_, answer_.slot);
        const auto wanted = static_cast<std::size_t>(rules_.count_of(answer_.slot));
        std::size_t taken = 0;
        for (; taken < wanted; ++taken) {
            const auto outcomes = outcomes_of_step(candidates, held_);
            if (outcomes.empty()) { break; }
            if (taken == answer_.choices.size()) {
                return "ends though " + outcomes.front().rule->id + " could show " + outcomes.front().content;
            }
            const std::string wrong = step(outcomes, answer_.choices[taken]);
            if (!wrong.empty()) { return wrong; }
        }
        return taken == 0 ? fallback() : taken < answer_.choices.size() ? "holds a choice too many" : "";
    }

  private:
    std::string step(const std::vector<Outcome>& outcomes, const Choice& choice) {
        const auto outcome = std::find_if(outcomes.begin(), outcomes.end(), [&](const Outcome& one) {
            return one.rule->id == choice.rule && one.content == choice.content;
        });
        if (outcome == outcomes.end()) {
            return "chose " + choice.content + " of rule " + choice.rule + " where " +
                   outcomes.front().content + " of " + outcomes.front().rule->id + " and " +
                   std::to_string(outcomes.size() - 1) + " others were open";
        }
        held_.take(choice.content);
        const auto signals = RuleCondition(rules_, visit_, *outcome->rule, answer_.slot).signals_that_held();
        return remark(choice, outcomes.size() > 1 ? "SPLIT" : "TARGETING_MATCH", signals);
    }

    std::string fallback() {
        const std::string content = rules_.fallback_of(answer_.slot);
        if (content.empty() || !held_.allows(content)) {
            return answer_.choices.empty() ? "" : "chose " + answer_.choices[0].content + " of nothing";
        }
        if (answer_.choices.size() != 1 || answer_.choices[0].content != content ||
            !answer_.choices[0].rule.empty()) {
            return "does not fall back to " + content;
        }
        held_.take(content);
        return remark(answer_.choices[0], "DEFAULT", {});
    }

    static std::string remark(const Choice& choice, const std::string& reason,
                              const std::vector<std::string>& signals) {
        if (choice.reason != reason) {
            return choice.content + ": reason " + choice.reason + " instead of " + reason;
        }
        if (choice.signals != signals) {
            return choice.content + ": signals " + listed(choice.signals) + " instead of " + listed(signals);
        }
        return "";
    }

    const RuleSet& rules_;
    const Visit& visit_;
    const SlotAnswer& answer_;
    Held& held_;
};

std::vector<std::string> known_slots(const RuleSet& rules, const Visit& visit) {
    std::vector<std::string> known;
    for (const std::string& slot : visit.slots) {
        if (rules.slots.contains(slot)) { known.push_back(slot); }
    }
    return known;
}

}  // namespace

std::vector<std::string> matches(const RuleSet& rules, const Visit& visit, const std::string& slot) {
    std::vector<std::string> ids;
    for (const Rule* rule : matching(rules, visit, slot)) { ids.push_back(rule->id); }
    return ids;
}

std::string objection(const RuleSet& rules, const Visit& visit, const std::vector<SlotAnswer>& answer) {
    std::vector<std::string> slots;
    for (const SlotAnswer& slot : answer) { slots.push_back(slot.slot); }
    if (slots != known_slots(rules, visit)) {
        return "answers slots " + listed(slots) + " instead of " + listed(known_slots(rules, visit));
    }
    Held held(rules, visit);
    for (const SlotAnswer& slot : answer) {
        const std::string wrong = SlotWalk(rules, visit, slot, held).objection();
        if (!wrong.empty()) { return slot.slot + ": " + wrong; }
    }
    return "";
}

namespace {

// Of a rule that holds and was not chosen. Between the beginning and the last step of its slot its contents
// may have become taken; then it is a matter of words whether it was outranked or excluded.
std::vector<std::string> why_not(const Rule& rule, const Visit& visit, const Held& before,
                                 const Held& after) {
    const auto used_up = [&](const std::string& content) { return visit.excluded.contains(content); };
    if (std::all_of(rule.show.begin(), rule.show.end(), used_up)) { return {"CAPPED"}; }
    if (can_still_show(rule, before).empty()) { return {"EXCLUDED"}; }
    if (can_still_show(rule, after).empty()) { return {"EXCLUDED", "OUTRANKED"}; }
    return {"OUTRANKED"};
}

Verdict verdict(const RuleSet& rules, const Visit& visit, const Rule& rule, const SlotAnswer& answer,
                const Held& before, const Held& after) {
    if (!rule.enabled) { return {rule.id, {"DISABLED"}, {}}; }
    if (!in_force(rule, visit.now)) { return {rule.id, {"OUTSIDE_SCHEDULE"}, {}}; }
    const RuleCondition condition(rules, visit, rule, answer.slot);
    switch (condition.truth()) {
        case Truth::no: return {rule.id, {"FAILED"}, condition.signals_that_came_out(Truth::no)};
        case Truth::unknown: return {rule.id, {"UNKNOWN"}, condition.signals_that_came_out(Truth::unknown)};
        case Truth::yes: break;
    }
    const bool chosen = std::any_of(answer.choices.begin(), answer.choices.end(),
                                    [&](const Choice& choice) { return choice.rule == rule.id; });
    if (chosen) { return {rule.id, {"MATCHED"}, {}}; }
    return {rule.id, why_not(rule, visit, before, after), {}};
}

}  // namespace

namespace {

Tree as_json(Tree tree) {
    const auto literal = tree.is_scalar() && !tree.quoted ? read_json(tree.text) : std::nullopt;
    if (tree.is_scalar()) { tree.quoted = !(literal && literal->is_scalar() && !literal->quoted); }
    for (Tree& item : tree.items) { item = as_json(std::move(item)); }
    for (auto& [key, value] : tree.entries) { value = as_json(std::move(value)); }
    return tree;
}

}  // namespace

std::string data_of(const RuleSet& rules, const std::string& content) {
    const Tree* data = rules.contents.at(content)->find("data");
    return to_json(data == nullptr ? Tree{} : as_json(*data));
}

std::vector<SlotVerdicts> verdicts(const RuleSet& rules, const Visit& visit,
                                   const std::vector<SlotAnswer>& answer) {
    std::vector<SlotVerdicts> all;
    Held before(rules, visit);
    for (const SlotAnswer& slot : answer) {
        Held after = before;
        for (const Choice& choice : slot.choices) { after.take(choice.content); }
        SlotVerdicts verdicts{slot.slot, {}};
        for (const Rule* rule : rules_of(rules, slot.slot)) {
            verdicts.rules.push_back(verdict(rules, visit, *rule, slot, before, after));
        }
        all.push_back(std::move(verdicts));
        for (const Choice& choice : slot.choices) { before.take(choice.content); }
    }
    return all;
}

}  // namespace passerby::reference
