#include "engine/explain.hpp"

#include <algorithm>

#include "engine/deciding.hpp"
#include "engine/held.hpp"
#include "engine/trace.hpp"

namespace passerby::engine {

namespace {

// Follows the first part that gave a condition its truth, from the root to a test.
class DecidingTestFinder {
  public:
    DecidingTestFinder(const CompiledRules& rules, Clock clock, const Evidence& evidence)
        : rules_(rules), clock_(clock), evidence_(evidence) {}

    DecidingTest find(NodeId condition, Truth truth, std::string root) {
        path_ = std::move(root);
        return follow(condition, truth, truth == Truth::unknown);
    }

  private:
    const Program& program() const { return rules_.program; }

    DecidingTest follow(NodeId id, Truth truth, bool unknown) {
        const ProgramNode& node = program().nodes[id];
        if (node.kind == Condition::Kind::test) {
            const SignalId signal = program().tests[node.first].signal;
            path_ += "." + rules_.vocabulary[signal].name;
            return {signal, path_, unknown, program().places[id]};
        }
        if (node.kind == Condition::Kind::negation) {
            path_ += ".not";
            return follow(node.first, opposite(truth), unknown);
        }
        std::size_t index = 0;
        while (program().evaluate(program().part(node, index), clock_, evidence_) != truth) { ++index; }
        append_step(node, index);
        return follow(program().part(node, index), truth, unknown);
    }

    void append_step(const ProgramNode& node, std::size_t index) {
        if (node.kind == Condition::Kind::segment) {
            const SegmentId segment = program().segment_refs[node.first + index];
            path_.append(".segment(").append(rules_.segment_names[segment]).append(")");
        } else if (node.kind == Condition::Kind::any || node.listed) {
            path_.append(node.kind == Condition::Kind::any ? ".any[" : ".all[");
            path_.append(std::to_string(index)).append("]");
        }
    }

    const CompiledRules& rules_;
    Clock clock_;
    const Evidence& evidence_;
    std::string path_;
};

// What became of each rule of one slot.
class SlotExplainer {
  public:
    SlotExplainer(const CompiledRules& rules, const Context& context, const Request& request,
                  const Evidence& evidence, const SlotDecision& decision, const Held& held_before,
                  std::vector<RuleId> passed_over)
        : rules_(rules),
          context_(context),
          request_(request),
          evidence_(evidence),
          decision_(decision),
          held_before_(held_before),
          passed_over_(std::move(passed_over)) {
        std::sort(passed_over_.begin(), passed_over_.end());
    }

    SlotExplanation explain() {
        const SlotIndex& index = rules_.slots[decision_.slot].index;
        std::vector<RuleId> ids = index.rules;
        ids.insert(ids.end(), index.disabled.begin(), index.disabled.end());
        std::sort(ids.begin(), ids.end(), [&](RuleId a, RuleId b) {
            const std::int32_t first = rules_.rules[a].core.priority, second = rules_.rules[b].core.priority;
            return first != second ? first > second : a < b;
        });
        SlotExplanation explanation{decision_.slot, {}};
        for (const RuleId id : ids) { explanation.rules.push_back(explain_rule(id)); }
        return explanation;
    }

  private:
    RuleExplanation explain_rule(RuleId id) const {
        const CompiledRule& rule = rules_.rules[id];
        const RuleExtras& extras = rules_.extras_of(rule);
        if (!extras.enabled) { return {id, Outcome::disabled, std::nullopt}; }
        if (context_.now() < extras.from || context_.now() >= extras.until) {
            return {id, Outcome::outside_schedule, std::nullopt};
        }
        const NodeId of_slot = rules_.slots[decision_.slot].index.when;
        const Clock clock = rule.core.clock;
        const Truth own = rules_.program.evaluate(rule.core.when, clock, evidence_);
        const Truth slots = rules_.program.evaluate(of_slot, clock, evidence_);
        const Truth truth = std::min(own, slots);
        if (truth == Truth::yes) { return {id, outcome_of_match(id), std::nullopt}; }
        DecidingTestFinder finder(rules_, clock, evidence_);
        std::string slot_root = "slots." + std::string(rules_.slot_names[decision_.slot]) + ".when";
        return {id, truth == Truth::no ? Outcome::failed : Outcome::unknown,
                own == truth ? finder.find(rule.core.when, truth, "when")
                             : finder.find(of_slot, truth, std::move(slot_root))};
    }

    Outcome outcome_of_match(RuleId id) const {
        const bool won = std::any_of(decision_.choices.begin(), decision_.choices.end(),
                                     [&](const Choice& choice) { return choice.rule == id; });
        if (won) { return Outcome::matched; }
        const auto variants = rules_.variants_of(rules_.rules[id]);
        const bool used_up = std::all_of(variants.begin(), variants.end(), [&](ContentId content) {
            return std::find(request_.excluded.begin(), request_.excluded.end(), content) !=
                   request_.excluded.end();
        });
        if (used_up) { return Outcome::capped; }
        const bool taken = std::binary_search(passed_over_.begin(), passed_over_.end(), id) ||
                           std::none_of(variants.begin(), variants.end(),
                                        [&](ContentId content) { return held_before_.is_free(content); });
        return taken ? Outcome::excluded : Outcome::outranked;
    }

    const CompiledRules& rules_;
    const Context& context_;
    const Request& request_;
    const Evidence& evidence_;
    const SlotDecision& decision_;
    const Held& held_before_;  // what the response held when the slot's turn came
    std::vector<RuleId> passed_over_;
};

}  // namespace

Explanation explain(const RuleIndex& index, const Context& context, const Request& request, Chance& chance,
                    Scratch& scratch) {
    const CompiledRules& rules = index.compiled();
    Workspace& workspace = scratch.workspace();
    ExplanationTrace trace;
    Explanation explanation{Deciding(index, context, request, chance, workspace).run(trace), {}};
    // Looking for the next change may have moved the clock.
    workspace.evidence.tell_time(context.now(), rules.zone, context.utc_offset());
    Held held;
    held.start(rules, request.excluded);
    for (std::size_t i = 0; i < trace.slots.size(); ++i) {
        const SlotDecision& decision = explanation.decision.slots[i];
        SlotExplainer explainer(rules, context, request, workspace.evidence, decision, held,
                                std::move(trace.slots[i].passed_over));
        explanation.slots.push_back(explainer.explain());
        for (const Choice& choice : decision.choices) { held.take(choice.content); }
    }
    return explanation;
}

}  // namespace passerby::engine
