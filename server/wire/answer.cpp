#include "server/wire/answer.hpp"

#include <array>
#include <utility>

#include "rules/json_text.hpp"
#include "server/wire/json_names.hpp"

namespace passerby::wire {

namespace {

using rules::append_json_name;
using rules::append_json_number;
using rules::append_json_string;

constexpr std::array<std::string_view, 4> per_names = {"visit", "hour", "day", "week"};
static_assert(static_cast<std::size_t>(engine::Cap::Per::week) + 1 == per_names.size());

void write_cap(const engine::Cap& cap, std::string& out) {
    append_json_number(out.append(R"(,"cap":{"times":)"), cap.times);
    out.append(R"(,"per":")").append(per_names[static_cast<std::size_t>(cap.per)]).append("\"}");
}

void write_signals(const engine::Vocabulary& vocabulary, std::span<const engine::SignalId> signals,
                   std::string& out) {
    out.append(R"(,"signals":[)");
    std::string_view before;
    for (engine::SignalId signal : signals) {
        append_json_name(out.append(std::exchange(before, ",")), vocabulary[signal].name);
    }
    out.append("]");
}

void write_choice(const engine::RuleIndex& rules, const engine::Choice& choice, const AnswerParts& parts,
                  std::string& out) {
    append_json_name(out.append(R"({"content":)"), rules.content_name(choice.content));
    if (parts.rule && choice.rule) {
        append_json_name(out.append(R"(,"rule":)"), rules.rule_name(*choice.rule));
    }
    out.append(R"(,"reason":")").append(name_of(choice.reason)).append("\"");
    if (parts.why) { append_json_string(out.append(R"(,"why":)"), choice.why); }
    if (parts.signals) { write_signals(rules.vocabulary(), choice.signals, out); }
    out.append(R"(,"data":)").append(rules.content_data(choice.content));
    if (const auto cap = rules.content_cap(choice.content)) { write_cap(*cap, out); }
    out.append("}");
}

// The decision's slots are the request's known ones, in the same order.
void write_decisions(const Answer& answer, const AnswerParts& parts, std::string& out) {
    out.append("{");
    std::string_view before;
    auto decided = answer.decision.slots.begin();
    for (const AskedSlot& slot : answer.request.asked) {
        append_json_name(out.append(std::exchange(before, ",")), slot.name);
        out.append(":[");
        if (slot.known) {
            std::string_view between;
            for (const engine::Choice& choice : (decided++)->choices) {
                write_choice(answer.rules, choice, parts, out.append(std::exchange(between, ",")));
            }
        }
        out.append("]");
    }
    out.append("}");
}

void write_withheld(const engine::Context& context, std::string& out) {
    out.append(R"({"withheld":[)");
    std::string_view before;
    const engine::Vocabulary& vocabulary = context.vocabulary();
    for (std::size_t id = 0; id < vocabulary.size(); ++id) {
        const auto signal = static_cast<engine::SignalId>(id);
        if (context.withheld(signal)) {
            append_json_name(out.append(std::exchange(before, ",")), vocabulary[signal].name);
        }
    }
    out.append("]");
}

void write_refresh(engine::PurposeSet refresh, std::string& out) {
    out.append(R"(,"refresh_consent":[)");
    std::string_view before;
    for (engine::Purpose purpose : engine::asked_purposes) {
        if (refresh.has(purpose)) {
            append_json_name(out.append(std::exchange(before, ",")), name_of(purpose));
        }
    }
    out.append("]");
}

// Most requests: all that came was known and permitted, and nobody objected.
bool nothing_to_tell(const Answer& answer) {
    const engine::Receipt& receipt = answer.receipt;
    return !answer.context.may_withhold() && answer.request.ignored.empty() &&
           answer.request.unknown() == 0 && receipt.refresh_consent.empty() && !receipt.honoured_gpc &&
           !receipt.honoured_dnt;
}

// `stored` is what the server keeps of this visitor: there is nothing that could ever be in it.
void write_privacy(const Answer& answer, std::string& out) {
    if (nothing_to_tell(answer)) {
        out.append(
            R"({"withheld":[],"ignored":[],"unknown":0,"refresh_consent":[],"honoured":[],"stored":[]})");
        return;
    }
    write_withheld(answer.context, out);
    append_json_names(answer.request.ignored, out.append(R"(,"ignored":)"));
    append_json_number(out.append(R"(,"unknown":)"), static_cast<std::int64_t>(answer.request.unknown()));
    write_refresh(answer.receipt.refresh_consent, out);
    out.append(R"(,"honoured":[)");
    if (answer.receipt.honoured_gpc) { out.append(R"("gpc")"); }
    if (answer.receipt.honoured_dnt) { out.append(answer.receipt.honoured_gpc ? R"(,"dnt")" : R"("dnt")"); }
    out.append(R"(],"stored":[]})");
}

void write_until(std::optional<engine::Instant> until, std::string& out) {
    if (!until) {
        out.append(R"(,"valid_until":null)");
        return;
    }
    std::array<char, engine::instant_bytes> text;
    engine::format_instant(*until, text.data());
    out.append(R"(,"valid_until":")").append(text.data(), text.size()).append("\"");
}

void write_test(const engine::RuleIndex& rules, const engine::DecidingTest& test, std::string& out) {
    append_json_name(out.append(R"(,"test":{"signal":)"), rules.vocabulary()[test.signal].name);
    append_json_string(out.append(R"(,"path":)"), test.path);
    out.append(test.unknown ? R"(,"outcome":"unknown")" : R"(,"outcome":"false")");
    append_json_string(out.append(R"(,"file":)"), rules.file_name(test.place.file));
    append_json_number(out.append(R"(,"line":)"), test.place.line);
    out.append("}");
}

void write_rule_outcome(const engine::RuleIndex& rules, const engine::RuleExplanation& explained,
                        std::string& out) {
    const engine::Place place = rules.rule_place(explained.rule);
    append_json_name(out.append(R"({"rule":)"), rules.rule_name(explained.rule));
    out.append(R"(,"outcome":")").append(name_of(explained.outcome)).append("\"");
    append_json_number(out.append(R"(,"priority":)"), rules.rule_priority(explained.rule));
    append_json_string(out.append(R"(,"file":)"), rules.file_name(place.file));
    append_json_number(out.append(R"(,"line":)"), place.line);
    if (explained.test) { write_test(rules, *explained.test, out); }
    out.append("}");
}

}  // namespace

AnswerBytes write_answer(const Answer& answer, const AnswerParts& parts, std::string& out) {
    AnswerBytes bytes;
    out.append(R"({"decisions":)");
    bytes.decisions_begin = out.size();
    write_decisions(answer, parts, out);
    write_privacy(answer, out.append(R"(,"privacy":)"));
    bytes.privacy_end = out.size();
    append_json_name(out.append(R"(,"rules":)"), answer.rules.revision());
    write_until(answer.decision.valid_until, out);
    if (answer.request.manifest_stale) { out.append(R"(,"manifest":"stale")"); }
    return bytes;
}

void write_matches(const engine::RuleIndex& rules, const DecideRequest& request,
                   std::span<const std::vector<engine::RuleId>> matches, std::string& out) {
    out.append(R"(,"matches":{)");
    std::string_view before;
    for (std::size_t i = 0; i < request.slots.size(); ++i) {
        append_json_name(out.append(std::exchange(before, ",")), rules.slot_name(request.slots[i]));
        out.append(":[");
        std::string_view between;
        for (engine::RuleId rule : matches[i]) {
            append_json_name(out.append(std::exchange(between, ",")), rules.rule_name(rule));
        }
        out.append("]");
    }
    out.append("}");
}

void write_explanation(const engine::RuleIndex& rules, const engine::Explanation& explanation,
                       std::string& out) {
    out.append(R"(,"explain":{)");
    std::string_view before;
    for (const engine::SlotExplanation& slot : explanation.slots) {
        append_json_name(out.append(std::exchange(before, ",")), rules.slot_name(slot.slot));
        out.append(":[");
        std::string_view between;
        for (const engine::RuleExplanation& rule : slot.rules) {
            write_rule_outcome(rules, rule, out.append(std::exchange(between, ",")));
        }
        out.append("]");
    }
    out.append("}");
}

}  // namespace passerby::wire
