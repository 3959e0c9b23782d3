#include "server/api/inspect.hpp"

namespace passerby::api {

engine::Instant moment_of(const engine::WrittenTime& written, const engine::Zone& zone) {
    if (!written.offset) { return zone.first_instant(written.local); }
    return engine::Instant{written.local.time_since_epoch() - *written.offset};
}

Inspect::Inspect(const engine::ConsentPolicy& policy, std::uint64_t chance_seed,
                 const wire::RequestForm& form)
    : gate_(policy), chance_(chance_seed), reader_(form) {}

std::optional<wire::Problem> Inspect::read(std::string_view body, const engine::RuleIndex& rules,
                                           engine::Instant now) {
    auto problem = reader_.read(body, rules, request_);
    now_ = !problem && request_.now ? moment_of(*request_.now, rules.zone()) : now;
    return problem;
}

void Inspect::write_answer(const engine::RuleIndex& rules, const Findings& findings, std::string& out) {
    const engine::Receipt receipt = gate_.judge(request_.consent, now_).receipt;
    const engine::Context context = admit();
    // Before the decision, whose views the next use of the scratch would take away.
    std::vector<std::vector<engine::RuleId>> matching;
    if (findings.matches) { matching = matches(rules); }
    engine::Explanation explanation;
    if (findings.explanation) {
        explanation = engine::explain(rules, context, asked(), chance_, scratch_);
    } else {
        explanation.decision = engine::decide(rules, context, asked(), chance_, scratch_);
    }
    wire::write_answer({rules, request_, context, receipt, explanation.decision}, {}, out);
    if (findings.matches) { wire::write_matches(rules, request_, matching, out); }
    if (findings.explanation) { wire::write_explanation(rules, explanation, out); }
    wire::close_answer(out);
}

engine::Explanation Inspect::explain(const engine::RuleIndex& rules, engine::Chance& chance) {
    return engine::explain(rules, admit(), asked(), chance, scratch_);
}

std::vector<std::vector<engine::RuleId>> Inspect::matches(const engine::RuleIndex& rules) {
    const engine::Context context = admit();
    std::vector<std::vector<engine::RuleId>> matching;
    for (engine::SlotId slot : request_.slots) {
        const auto found = engine::find_matches(rules, context, slot, scratch_);
        matching.emplace_back(found.begin(), found.end());
    }
    return matching;
}

engine::Context Inspect::admit() const {
    return gate_.admit(request_.signals, request_.consent, now_, request_.utc_offset);
}

engine::Request Inspect::asked() const {
    return {.slots = request_.slots,
            .excluded = request_.excluded,
            .bucket = request_.bucket,
            .exact_until = false};
}

}  // namespace passerby::api
