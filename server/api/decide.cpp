#include "server/api/decide.hpp"

#include "server/api/caching.hpp"
#include "server/api/visitor_headers.hpp"
#include "server/wire/answer.hpp"

namespace passerby::api {

struct Decide::Decided {
    std::optional<engine::Instant> valid_until;
    std::size_t decisions_begin = 0, privacy_end = 0;  // within the body
};

Decide::Decide(const PublicSettings& settings, Measures& measures, std::uint64_t chance_seed)
    : settings_(settings),
      measures_(measures),
      gate_(settings.consent),
      chance_(chance_seed),
      body_reader_({.bytes_max = settings.body_bytes_max, .tcf = settings.tcf}) {
    if (settings.places != nullptr) { place_.emplace(*settings.places, measures); }
}

std::optional<wire::Problem> Decide::post(const http::RequestView& request, const engine::RuleIndex& rules,
                                          engine::Instant now, http::Response& response) {
    if (auto problem = body_reader_.read(request.body, rules, request_)) { return problem; }
    if (auto problem = refuse_undeclared()) { return problem; }
    add_headers(request);
    decide(request, rules, now, Until::never_late, response);
    response.fields.append("Cache-Control: no-store\r\n");
    return std::nullopt;
}

std::optional<wire::Problem> Decide::get(const http::RequestView& request, const engine::RuleIndex& rules,
                                         engine::Instant now, http::Response& response) {
    if (auto problem = query_reader_.read(request.query, rules, request_)) { return problem; }
    if (auto problem = refuse_undeclared()) { return problem; }
    add_headers(request);
    const Decided decided = decide(request, rules, now, Until::exact, response);
    response.field("Vary", request_.has_device ? objection_headers : objection_and_device_headers);
    if (!request_.only_shared || !decided.valid_until) {
        response.field("Cache-Control", "private, no-store");
        return std::nullopt;
    }
    allow_caching(now, *decided.valid_until, settings_.cache_max, response);
    const auto kept = std::string_view(response.body)
                          .substr(decided.decisions_begin, decided.privacy_end - decided.decisions_begin);
    answer_by_tag(request, kept, response);
    return std::nullopt;
}

std::optional<wire::Problem> Decide::refuse_undeclared() const {
    if (!settings_.strict || request_.unknown_members == 0) { return std::nullopt; }
    return wire::Problem{.kind = wire::ProblemKind::undeclared_members,
                         .identifiers = request_.identifiers,
                         .others = request_.unlisted_members};
}

void Decide::add_headers(const http::RequestView& request) {
    read_objections(request, request_);
    derive_device(request, request_);
    request_.consent.child = request_.consent.child || settings_.child_directed;
}

Decide::Decided Decide::decide(const http::RequestView& request, const engine::RuleIndex& rules,
                               engine::Instant now, Until until, http::Response& response) {
    const auto [permitted, receipt] = gate_.judge(request_.consent, now);
    if (place_) { place_->add(request, rules, permitted, request_, response); }
    const engine::Context context = gate_.admit(request_.signals, request_.consent, now, request_.utc_offset);
    const engine::Request asked{.slots = request_.slots,
                                .excluded = request_.excluded,
                                .bucket = request_.bucket,
                                .exact_until = until == Until::exact};
    const engine::Decision decision = engine::decide(rules, context, asked, chance_, scratch_);
    const auto bytes =
        wire::write_answer({rules, request_, context, receipt, decision}, settings_.answer, response.body);
    wire::close_answer(response.body);
    count(decision, context, receipt);
    return {decision.valid_until, bytes.decisions_begin, bytes.privacy_end};
}

void Decide::forget() {
    scratch_.forget();
    request_.forget();
    body_reader_.forget();
    query_reader_.forget();
}

void Decide::count(const engine::Decision& decision, const engine::Context& context,
                   const engine::Receipt& receipt) {
    measures_.empty_slots.add(request_.unknown_slots);
    for (const engine::SlotDecision& slot : decision.slots) {
        if (slot.choices.empty()) { measures_.empty_slots.add(); }
        for (const engine::Choice& choice : slot.choices) {
            measures_.decisions[static_cast<std::size_t>(choice.reason)].add();
        }
    }
    measures_.ignored.add(request_.ignored.size());
    measures_.unknown.add(request_.unknown());
    count_withheld(context, measures_);
    count_consent(request_, receipt, measures_);
}

}  // namespace passerby::api
