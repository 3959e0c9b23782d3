#include "rules/parse_rule.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/casefold.hpp"
#include "engine/limits.hpp"
#include "rules/reference.hpp"

namespace passerby::rules {

namespace limits = engine::limits;

namespace {

// `en`, `de-CH`: letters, then parts of letters and digits.
bool is_language(std::string_view text) {
    std::size_t part = 0;
    bool first = true;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c == '-' && part > 0) {
            part = 0;
            first = false;
        } else if (++part > 8 || !(letter || (!first && c >= '0' && c <= '9'))) {
            return false;
        }
    }
    return part > 0 && text.size() <= limits::id_bytes_max;
}

std::vector<std::string_view> warning_codes() {
    std::vector<std::string_view> names;
    for (const Code& code : all_codes()) {
        const bool of_rules = code.name != "too-many-warnings";
        if (code.severity == Severity::warning && of_rules) { names.push_back(code.name); }
    }
    return names;
}

}  // namespace

const Key<RuleReader> RuleReader::keys[15] = {
    {"id", &RuleReader::read_id, Need::required},
    {"slot", &RuleReader::read_slot, Need::required},
    {"when", &RuleReader::read_when},
    {"show", &RuleReader::read_show, Need::required},
    {"priority", &RuleReader::read_priority},
    {"weight", &RuleReader::read_weight},
    {"clock", &RuleReader::read_clock},
    {"from", &RuleReader::read_from},
    {"until", &RuleReader::read_until},
    {"enabled", &RuleReader::read_enabled},
    {"budget", &RuleReader::read_budget},
    {"why", &RuleReader::read_why},
    {"allow", &RuleReader::read_allow},
    {"notes", &RuleReader::read_notes},
    {"owner", &RuleReader::read_owner},
};

RuleReader::Read RuleReader::read(Node node) {
    rule_ = {};
    rule_.place = report_.place(node);
    places_ = {rule_.place, rule_.place, rule_.place};
    has_from_ = has_until_ = false;
    if (scalars_.is_mapping(node, "a rule", "begin it with `- id: …`")) {
        read_keys(report_, node, "a rule", keys, *this);
        check_span();
    }
    return {std::move(rule_), places_};
}

void RuleReader::read_id(Node value) {
    const auto id = scalars_.new_id(value, "a rule");
    if (!id) { return; }
    rule_.id = *id;
    const engine::Place place = report_.place(value);
    const NameTable::Holder holder = reading_.names.rules.take(*id, place);
    if (holder.place == place) { return; }
    report_.say(value, "duplicate-id",
                fmt::format("there is another rule {} at {}", backticked(*id), report_.spell(holder.place)),
                "give each rule its own id");
}

void RuleReader::read_slot(Node value) {
    if (value.is_scalar()) {
        add_slot(value);
    } else if (scalars_.is_list(value, "`slot`", "name a slot, or a list of slots")) {
        for (Node name : value.items()) { add_slot(name); }
    }
}

void RuleReader::add_slot(Node name) {
    const auto slot = find_slot(reading_, name);
    if (!slot) { return; }
    if (std::find(rule_.slots.begin(), rule_.slots.end(), *slot) == rule_.slots.end()) {
        return rule_.slots.push_back(*slot);
    }
    report_.say(name, "duplicate-entry", fmt::format("slot {} is named twice", backticked(name.text())),
                "name each slot once");
}

void RuleReader::read_when(Node value) {
    rule_.when = conditions_.read(value, "`when`");
}

void RuleReader::read_show(Node value) {
    places_.show = report_.place(value);
    rule_.show = shows_.read(value);
}

void RuleReader::read_priority(Node value) {
    constexpr double most = limits::priority_max;
    if (const auto priority = scalars_.whole(value, "`priority`", {-most, most})) {
        rule_.priority = static_cast<std::int32_t>(*priority);
    }
}

void RuleReader::read_weight(Node value) {
    rule_.weight = scalars_.weight(value).value_or(1);
}

void RuleReader::read_clock(Node value) {
    static constexpr std::string_view words[] = {"visitor", "site"};
    if (const auto word = scalars_.word(value, "`clock`", words)) {
        rule_.clock = static_cast<engine::Clock>(*word);
    }
}

void RuleReader::read_from(Node value) {
    const auto from = schedules_.from(value);
    has_from_ = from.has_value();
    rule_.from = from.value_or(rule_.from);
}

void RuleReader::read_until(Node value) {
    places_.until = report_.place(value);
    const auto until = schedules_.until(value);
    has_until_ = until.has_value();
    rule_.until = until.value_or(rule_.until);
}

void RuleReader::check_span() {
    if (!has_from_ || !has_until_ || !reading_.zone_known || rule_.from < rule_.until) { return; }
    report_.say(places_.until, "empty-span", "the rule ends before it begins",
                "`until` comes after `from`; a date alone runs through the end of its day");
}

void RuleReader::read_enabled(Node value) {
    rule_.enabled = scalars_.boolean(value, "`enabled`").value_or(true);
}

void RuleReader::read_budget(Node value) {
    places_.budget = report_.place(value);
    rule_.budget = BudgetReader(report_).read(value);
}

void RuleReader::read_why(Node value) {
    if (value.is_scalar()) {
        if (const auto text = scalars_.text(value, "`why`")) {
            rule_.why.push_back({"", std::string(*text)});
        }
        return;
    }
    if (!scalars_.is_mapping(value, "`why`",
                             "write a sentence, or one for each language: `{en: …, de: …}`")) {
        return;
    }
    if (value.size() == 0) { return report_.say(value, "empty", "`why` is an empty mapping"); }
    for (auto [language, text] : value.entries()) { add_sentence(language, text); }
}

void RuleReader::add_sentence(Node language, Node text) {
    if (!is_language(language.text())) {
        return report_.say(language, "bad-language",
                           fmt::format("{} is no language", backticked(language.text())),
                           "write e.g. `en` or `de-CH`");
    }
    const bool twice = std::any_of(rule_.why.begin(), rule_.why.end(), [&](const engine::Sentence& each) {
        return engine::equal_folded(each.language, language.text());
    });
    if (twice) {
        return report_.say(language, "duplicate-entry",
                           fmt::format("language {} has two sentences", backticked(language.text())),
                           "languages are compared without regard to case");
    }
    const auto sentence = scalars_.text(text, "a sentence of `why`");
    if (sentence) { rule_.why.push_back({std::string(language.text()), std::string(*sentence)}); }
}

void RuleReader::read_allow(Node value) {
    if (value.is_scalar()) { return add_allowed(value); }
    if (value.is_sequence() && value.size() == 0) { return; }
    if (!scalars_.is_list(value, "`allow`", "write e.g. `[uneven-split]`")) { return; }
    for (Node code : value.items()) { add_allowed(code); }
}

void RuleReader::add_allowed(Node code) {
    const auto text = scalars_.text(code, "`allow`");
    if (!text) { return; }
    const Code* known = find_code(*text);
    if (known != nullptr && known->severity == Severity::warning) {
        rule_.allow.emplace_back(*text);
        return;
    }
    if (known != nullptr) {
        return report_.say(code, "unknown-warning",
                           fmt::format("{} is an error, which no rule can accept", backticked(*text)),
                           "`allow` takes the codes of warnings");
    }
    const auto names = warning_codes();
    std::string hint = report_.did_you_mean(*text, names);
    if (hint.empty()) { hint = fmt::format("the warnings are {}", listed(names, " and ")); }
    report_.say(code, "unknown-warning", fmt::format("there is no warning {}", backticked(*text)),
                std::move(hint));
}

void RuleReader::read_notes(Node value) {
    if (is_blank(value)) { return; }
    if (const auto text = scalars_.text(value, "`notes`")) { rule_.notes = *text; }
}

void RuleReader::read_owner(Node value) {
    if (is_blank(value)) { return; }
    if (const auto text = scalars_.text(value, "`owner`")) { rule_.owner = *text; }
}

}  // namespace passerby::rules
