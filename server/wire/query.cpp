#include "server/wire/query.hpp"

#include <simdjson.h>
#include <string.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/coverage.hpp"
#include "engine/limits.hpp"
#include "server/wire/consent_record.hpp"
#include "server/wire/json_grammar.hpp"

namespace passerby::wire {

namespace {

namespace limits = engine::limits;
using Said = engine::OwnConsent::Said;

enum class Parameter : std::uint8_t {
    slot,
    exclude,
    bucket,
    utc_offset,
    consent,
    consent_at,
    consent_version,
    manifest,
    child,
    none
};

// In the order of Parameter.
constexpr std::array<std::string_view, 9> parameter_names = {
    "slot",     "exclude", "bucket", "time.utc_offset", "consent", "consent.at", "consent.version",
    "manifest", "child"};
static_assert(static_cast<std::size_t>(Parameter::none) == parameter_names.size());

int hex_value(char c) {
    if (c >= '0' && c <= '9') { return c - '0'; }
    if (c >= 'a' && c <= 'f') { return c - 'a' + 10; }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Appends the decoded text; nothing where an escape is broken or the bytes are no UTF-8. `out` has room.
std::optional<std::string_view> decode(std::string_view text, std::string& out) {
    const std::size_t begin = out.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out.push_back(text[i] == '+' ? ' ' : text[i]);
            continue;
        }
        const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
        if (low < 0) { return std::nullopt; }
        out.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    const auto decoded = std::string_view(out).substr(begin);
    return simdjson::validate_utf8(decoded.data(), decoded.size()) ? std::optional(decoded) : std::nullopt;
}

void enter_once(engine::SlotId slot, std::vector<engine::SlotId>& slots) {
    if (std::find(slots.begin(), slots.end(), slot) == slots.end()) { slots.push_back(slot); }
}

// Calls `visit` with each part; an empty text has none.
template <class Visit>
void split(std::string_view text, Visit visit) {
    while (!text.empty()) {
        const auto comma = text.find(',');
        visit(text.substr(0, comma));
        if (comma == text.npos) { return; }
        text.remove_prefix(comma + 1);
        if (text.empty()) { visit(text); }  // `a,` has an empty last part
    }
}

}  // namespace

// One query being read. A value that could not be decoded is absent, and counts as of the wrong type.
class QueryReader::Walk {
  public:
    using Value = std::optional<std::string_view>;

    Walk(const engine::RuleIndex& rules, DecideRequest& request, std::vector<std::string_view>& members)
        : rules_(rules), request_(request), members_(members) {}

    void take(std::string_view name, Value value) {
        const Parameter parameter = find_parameter(name);
        if (parameter == Parameter::none) { return take_signal(name, value); }
        request_.only_shared =
            request_.only_shared && (parameter == Parameter::slot || parameter == Parameter::utc_offset);
        if (parameter == Parameter::slot) { return take_slot(value); }
        if (parameter == Parameter::exclude) { return take_exclude(value); }
        const auto bit = 1u << static_cast<unsigned>(parameter);
        if ((std::exchange(seen_, seen_ | bit) & bit) != 0) { return repeat(parameter); }
        take_once(parameter, value);
    }

    std::optional<Problem> finish() {
        if (speaks_of_consent_) { record_.finish({}, request_.consent, request_.consent_strings); }
        if (problem_) { return problem_; }
        return slots_ == 0 ? std::optional(Problem{ProblemKind::slots_missing}) : std::nullopt;
    }

  private:
    static Parameter find_parameter(std::string_view name) {
        const auto found = std::find(parameter_names.begin(), parameter_names.end(), name);
        return static_cast<Parameter>(found - parameter_names.begin());
    }

    void take_slot(Value value) {
        if (++slots_ > limits::asked_slots_max || !value || !request_.ask(*value, rules_)) {
            problem_ = Problem{ProblemKind::slots_malformed};
        }
    }

    void take_exclude(Value value) {
        if (!value) { excludes_ = limits::excluded_max; }
        split(value.value_or(","), [&](std::string_view content) {
            if (++excludes_ <= limits::excluded_max) { return request_.exclude(content, rules_); }
            request_.excluded.clear();
            request_.ignore("exclude");
        });
    }

    // The first counts; but who says two things about consent has said nothing that can be read.
    void repeat(Parameter parameter) {
        if (parameter == Parameter::consent || parameter == Parameter::consent_at ||
            parameter == Parameter::consent_version) {
            record_.make_unreadable();
        }
    }

    void take_once(Parameter parameter, Value value) {
        switch (parameter) {
            case Parameter::bucket: return request_.offer_bucket(number(value));
            case Parameter::utc_offset: return request_.offer_utc_offset(number(value));
            case Parameter::consent: return take_consent(value);
            case Parameter::consent_at:
                speaks_of_consent_ = true;
                return record_.date(value ? read_consent_date(*value) : std::nullopt);
            case Parameter::consent_version:
                speaks_of_consent_ = true;
                return record_.outgrow(rules_.coverage().outgrown_since(value.value_or("")));
            case Parameter::manifest:
                request_.manifest_stale = value && *value != rules_.revision();
                return value ? void() : request_.ignore("manifest");
            case Parameter::child:
                request_.consent.child = value == "true";
                return value == "true" || value == "false" ? void() : request_.ignore("child");
            case Parameter::slot:
            case Parameter::exclude:
            case Parameter::none: break;
        }
    }

    static std::optional<double> number(Value value) {
        return value ? read_json_number(*value) : std::nullopt;
    }

    // `location,behaviour`: what is listed is granted, and nothing is denied. A word that is no purpose, a
    // string of the IAB's included, makes it unreadable.
    void take_consent(Value value) {
        speaks_of_consent_ = true;
        if (!value) { return record_.make_unreadable(); }
        split(*value, [&](std::string_view word) {
            const auto member = find_consent_member(word);
            if (!member || *member > ConsentMember::measurement || !record_.enter(*member)) {
                return record_.make_unreadable();
            }
            record_.say(*member, Said::yes);
        });
    }

    void take_signal(std::string_view name, Value value) {
        const auto signal = rules_.vocabulary().find(name);
        if (!signal) { return take_unknown(name); }
        const engine::Group group = rules_.vocabulary()[*signal].group;
        request_.speak_of(group);
        request_.only_shared =
            request_.only_shared && group != engine::Group::location && group != engine::Group::behaviour;
        // Time comes from the clock, and from nowhere else.
        const bool usable = value && group != engine::Group::time;
        request_.note(*signal, usable ? offer(*signal, *value) : engine::Offered::refused);
    }

    engine::Offered offer(engine::SignalId signal, std::string_view value) {
        engine::Signals& signals = request_.signals;
        switch (rules_.vocabulary()[signal].type) {
            case engine::SignalType::string: return signals.offer(signal, value);
            case engine::SignalType::set: return signals.offer(signal, set_of(value));
            case engine::SignalType::boolean:
                if (value != "true" && value != "false") { return signals.refuse(signal); }
                return signals.offer(signal, value == "true");
            default: break;
        }
        const auto amount = read_json_number(value);
        return amount ? signals.offer(signal, *amount) : signals.refuse(signal);
    }

    std::span<const std::string_view> set_of(std::string_view value) {
        members_.clear();
        split(value, [&](std::string_view member) {
            // One more than may come, so that the vocabulary sees that there are too many.
            if (members_.size() <= limits::set_members_max) { members_.push_back(member); }
        });
        return members_;
    }

    void take_unknown(std::string_view name) {
        // A group, or a list of slots, cannot come in one parameter: of the body's members it is named.
        if (const auto group = engine::find_group(name)) {
            request_.speak_of(*group);
            return request_.ignore(engine::name_of(*group));
        }
        // Consent that we do not read here (no strings of the IAB's in a URL) lets nothing in.
        if (name.starts_with("consent.")) {
            speaks_of_consent_ = true;
            record_.make_unreadable();
        }
        const auto dot = name.rfind('.');
        request_.count_unknown(dot == name.npos ? name : name.substr(dot + 1));
    }

    const engine::RuleIndex& rules_;
    DecideRequest& request_;
    std::vector<std::string_view>& members_;
    ConsentRecord record_;
    bool speaks_of_consent_ = false;
    std::optional<Problem> problem_;
    std::size_t slots_ = 0;
    std::size_t excludes_ = 0;
    unsigned seen_ = 0;  // bit by Parameter
};

std::optional<Problem> QueryReader::read(std::string_view query, const engine::RuleIndex& rules,
                                         DecideRequest& request) {
    request.start(rules.vocabulary());
    members_.reserve(limits::set_members_max + 1);
    Walk walk(rules, request, members_);
    each_parameter(query, [&](std::string_view name, Walk::Value value) { walk.take(name, value); });
    return walk.finish();
}

std::optional<Problem> QueryReader::read_slots(std::string_view query, const engine::RuleIndex& rules,
                                               NamedSlots& slots) {
    bool good = true;
    each_parameter(query, [&](std::string_view name, Walk::Value value) {
        if (name != parameter_names[static_cast<std::size_t>(Parameter::slot)]) { return; }
        good = good && value && is_id(*value) && ++slots.count <= limits::asked_slots_max;
        if (!good) { return; }
        if (const auto slot = rules.find_slot(*value)) { enter_once(*slot, slots.known); }
    });
    return good ? std::nullopt : std::optional(Problem{ProblemKind::slots_malformed});
}

template <class Take>
void QueryReader::each_parameter(std::string_view query, Take take) {
    decoded_.clear();
    decoded_.reserve(query.size());  // decoding never makes it longer, so no view is moved
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) { continue; }
        const auto equals = std::min(pair.find('='), pair.size());
        const auto name = decode(pair.substr(0, equals), decoded_);
        take(name.value_or(""), decode(pair.substr(std::min(equals + 1, pair.size())), decoded_));
    }
}

void QueryReader::forget() {
    ::explicit_bzero(decoded_.data(), decoded_.size());
    decoded_.clear();
}

}  // namespace passerby::wire
