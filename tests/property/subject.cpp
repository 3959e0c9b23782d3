#include "tests/property/subject.hpp"

#include <algorithm>

#include "engine/compile.hpp"
#include "engine/explain.hpp"
#include "server/wire/answer.hpp"

namespace passerby::property {

namespace {

rules::Loaded load(const std::vector<std::pair<std::string, std::string>>& files) {
    std::vector<rules::Source> sources;
    for (const auto& [name, text] : files) { sources.emplace_back(name, text); }
    return rules::Loader().load_texts(std::move(sources), {.now = std::nullopt, .lint = false});
}

std::string joined(const std::vector<rules::Issue>& issues) {
    std::string out;
    for (const rules::Issue& issue : issues) {
        out += issue.file + ":" + std::to_string(issue.line) + ":" + std::to_string(issue.column) + ": " +
               issue.message + " [" + issue.code + "]\n";
    }
    return out;
}

std::vector<std::string> sorted(std::vector<std::string> words) {
    std::sort(words.begin(), words.end());
    return words;
}

// Every part of the index must be met by sets of a few rules too: heads that end early, clusters of few,
// crowds of three. Which shape a set gets depends on nothing but its text.
engine::IndexShape shape_for(const std::vector<std::pair<std::string, std::string>>& files) {
    static constexpr engine::IndexShape shapes[] = {{},         {0, 1, 2},   {3, 4, 3},
                                                    {1, 64, 2}, {64, 8, 16}, {512, 64, 100}};
    std::size_t letters = 0;
    for (const auto& [name, text] : files) { letters += text.size(); }
    return shapes[letters % std::size(shapes)];
}

}  // namespace

std::string_view Answer::decisions() const {
    const std::string_view text(body);
    return text.substr(0, text.find(",\"privacy\":"));
}

Subject::Subject(const std::vector<std::pair<std::string, std::string>>& files) {
    const rules::Loaded loaded = load(files);
    if (loaded.rule_set) {
        index_ = engine::compile(*loaded.rule_set, shape_for(files));
    } else {
        refusal_ = joined(loaded.issues);
    }
}

bool Subject::read(const Case& request, Answer& answer) {
    body_ = request.body();
    if (reader_.read(body_, *index_, request_)) { return false; }
    request_.consent.gpc = request_.consent.gpc || request.headers.gpc;
    request_.consent.dnt = request.headers.dnt;
    answer.accepted = true;
    for (std::string_view name : request_.ignored) { answer.ignored.emplace_back(name); }
    answer.ignored = sorted(answer.ignored);
    answer.unknown = request_.unknown();
    const auto refresh = gate_.judge(request_.consent, request.now).receipt.refresh_consent;
    for (engine::Purpose purpose : engine::asked_purposes) {
        if (refresh.has(purpose)) { answer.refresh_consent.emplace_back(name_of(purpose)); }
    }
    answer.refresh_consent = sorted(answer.refresh_consent);
    return true;
}

engine::Context Subject::admit(const Case& request) const {
    return gate_.admit(request_.signals, request_.consent, request.now, request_.utc_offset);
}

engine::Request Subject::asked(Asking asking) const {
    return {.slots = request_.slots,
            .excluded = request_.excluded,
            .bucket = request_.bucket,
            .exact_until = asking.exact_until};
}

void Subject::put(const engine::Decision& decision, const engine::Context& context, Answer& answer) const {
    for (const engine::SlotDecision& slot : decision.slots) {
        answer.slots.push_back({std::string(index_->slot_name(slot.slot)), {}});
        for (const engine::Choice& choice : slot.choices) {
            reference::Choice& put = answer.slots.back().choices.emplace_back();
            put.content = index_->content_name(choice.content);
            if (choice.rule) { put.rule = index_->rule_name(*choice.rule); }
            put.reason = name_of(choice.reason);
            for (engine::SignalId signal : choice.signals) {
                put.signals.push_back(index_->vocabulary()[signal].name);
            }
        }
    }
    answer.valid_until = decision.valid_until;
    for (engine::SignalId signal = 0; signal < index_->vocabulary().size(); ++signal) {
        if (context.withheld(signal)) { answer.withheld.push_back(index_->vocabulary()[signal].name); }
    }
    answer.withheld = sorted(answer.withheld);
    write(decision, context, answer);
}

void Subject::write(const engine::Decision& decision, const engine::Context& context, Answer& answer) const {
    const engine::Receipt receipt = gate_.judge(request_.consent, context.now()).receipt;
    wire::write_answer({*index_, request_, context, receipt, decision}, {}, answer.body);
    wire::close_answer(answer.body);
}

Answer Subject::answer(const Case& request, Asking asking) {
    Answer answer;
    if (!read(request, answer)) { return answer; }
    const engine::Context context = admit(request);
    engine::Chance chance(asking.seed);
    put(engine::decide(*index_, context, asked(asking), chance, scratch_), context, answer);
    return answer;
}

Explained Subject::explain(const Case& request, Asking asking) {
    Explained explained;
    if (!read(request, explained.answer)) { return explained; }
    const engine::Context context = admit(request);
    engine::Chance chance(asking.seed);
    const engine::Explanation explanation =
        engine::explain(*index_, context, asked(asking), chance, scratch_);
    put(explanation.decision, context, explained.answer);
    for (const engine::SlotExplanation& slot : explanation.slots) {
        auto& rules =
            explained.slots.emplace_back(index_->slot_name(slot.slot), std::vector<ExplainedRule>{});
        for (const engine::RuleExplanation& rule : slot.rules) {
            ExplainedRule& put = rules.second.emplace_back();
            put.rule = index_->rule_name(rule.rule);
            put.outcome = name_of(rule.outcome);
            if (!rule.test) { continue; }
            put.signal = index_->vocabulary()[rule.test->signal].name;
            put.unknown = rule.test->unknown;
            put.path = rule.test->path;
            put.place = rule.test->place;
        }
    }
    return explained;
}

std::vector<std::pair<std::string, std::vector<std::string>>> Subject::matches(const Case& request) {
    std::vector<std::pair<std::string, std::vector<std::string>>> matches;
    Answer answer;
    if (!read(request, answer)) { return matches; }
    const engine::Context context = admit(request);
    for (engine::SlotId slot : request_.slots) {
        auto& found = matches.emplace_back(index_->slot_name(slot), std::vector<std::string>{});
        for (engine::RuleId rule : engine::find_matches(*index_, context, slot, scratch_)) {
            found.second.emplace_back(index_->rule_name(rule));
        }
    }
    return matches;
}

}  // namespace passerby::property
