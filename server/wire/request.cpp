#include "server/wire/request.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/coverage.hpp"
#include "engine/limits.hpp"
#include "engine/short_names.hpp"
#include "server/wire/consent_record.hpp"
#include "server/wire/json_walk.hpp"

namespace passerby::wire {

namespace {

namespace limits = engine::limits;
using Said = engine::OwnConsent::Said;

enum class Member : std::uint8_t {
    slots,
    page,
    device,
    time,
    location,
    behaviour,
    consent,
    exclude,
    bucket,
    manifest,
    child,
    now,
    files,
    none,
};

// In the order of Member.
constexpr std::array<std::string_view, 13> member_names = {
    "slots",   "page",   "device",   "time",  "location", "behaviour", "consent",
    "exclude", "bucket", "manifest", "child", "now",      "files"};
static_assert(static_cast<std::size_t>(Member::none) == member_names.size());

// Calls `visit` with each string of a list, until there are too many. `all` is false where an item is of
// another type, there were too many, or it is no list; the rest is checked all the same.
template <class Visit>  // void(std::string_view)
bool take_strings(JsonValue& value, std::size_t count_max, bool& all, Visit visit) {
    all = value.kind() == JsonKind::list;
    if (!all) { return value.skip(); }
    std::size_t count = 0;
    return value.each_item([&](JsonValue& item) {
        all = all && item.kind() == JsonKind::text && ++count <= count_max;
        if (!all) { return item.skip(); }
        std::optional<std::string_view> text;
        const bool good = item.take(text);
        if (good) { visit(*text); }
        return good;
    });
}

Problem problem_of(JsonVerdict verdict) {
    switch (verdict) {
        case JsonVerdict::too_large: return {ProblemKind::body_too_large};
        case JsonVerdict::not_an_object: return {ProblemKind::body_not_an_object};
        case JsonVerdict::malformed: return {ProblemKind::malformed_json};
        case JsonVerdict::good:
        case JsonVerdict::out_of_memory: break;
    }
    return {ProblemKind::internal};
}

}  // namespace

// What is wrong with well-formed JSON waits in problem_ until the end of the document was seen. Every
// function that takes a value returns false where it is no JSON.
class RequestReader::Body {
  public:
    explicit Body(const RequestForm& form) : walk_(form.bytes_max), form_(form) {
        members_.reserve(limits::set_members_max + 1);
    }

    std::optional<Problem> read(std::string_view body, const engine::RuleIndex& rules,
                                DecideRequest& request) {
        start();
        rules_ = &rules;
        request_ = &request;
        request.start(rules.vocabulary());
        const auto verdict = walk_.walk(
            body, [&](std::string_view name, JsonValue& value) { return take_or_count(name, value); });
        if (verdict != JsonVerdict::good) { return problem_of(verdict); }
        if (form_.needs_slots && !has(Member::slots)) { fault({ProblemKind::slots_missing, "/slots"}); }
        return problem_;
    }

    std::optional<Problem> read_files(std::string_view body) {
        start();
        const auto verdict = walk_.walk(body, [&](std::string_view name, JsonValue& value) {
            const bool wanted = name == "files" && first_time(Member::files);
            return wanted ? take_files(value) : value.skip();
        });
        if (verdict != JsonVerdict::good) { return problem_of(verdict); }
        if (!has(Member::files)) { fault({ProblemKind::files_malformed, "/files"}); }
        return problem_;
    }

    void forget() { walk_.forget(); }
    const std::optional<std::vector<NamedText>>& files() const { return files_; }

  private:
    void start() {
        problem_.reset();
        files_.reset();
        seen_ = 0;
    }

    bool take_or_count(std::string_view name, JsonValue& value) {
        const Member member = find_member(name);
        if (member == Member::none) { return request_->count_unknown(name), value.skip(); }
        return first_time(member) ? take_member(member, value) : value.skip();
    }

    Member find_member(std::string_view name) const {
        static const engine::ShortNames names(member_names);
        const auto member = static_cast<Member>(names.find(name).value_or(member_names.size()));
        const bool offered = member == Member::now     ? form_.has_now
                             : member == Member::files ? form_.has_files
                                                       : true;
        return offered ? member : Member::none;
    }

    static unsigned bit(Member member) { return 1u << static_cast<unsigned>(member); }
    bool has(Member member) const { return (seen_ & bit(member)) != 0; }
    bool first_time(Member member) { return (std::exchange(seen_, seen_ | bit(member)) & bit(member)) == 0; }

    void fault(Problem problem) {
        if (!problem_) { problem_ = problem; }
    }

    bool take_member(Member member, JsonValue& value) {
        switch (member) {
            case Member::slots: return take_slots(value);
            case Member::page: return take_group(engine::Group::page, value);
            case Member::device: return take_group(engine::Group::device, value);
            case Member::time: return take_group(engine::Group::time, value);
            case Member::location: return take_group(engine::Group::location, value);
            case Member::behaviour: return take_group(engine::Group::behaviour, value);
            case Member::consent: return take_consent(value);
            case Member::exclude: return take_exclude(value);
            case Member::bucket: return take_bucket(value);
            case Member::manifest: return take_manifest(value);
            case Member::child: return take_child(value);
            case Member::now: return take_now(value);
            case Member::files: return take_files(value);
            case Member::none: break;
        }
        return value.skip();
    }

    bool take_slots(JsonValue& value) {
        std::size_t index = 0;
        bool all = true;
        const bool good = take_strings(value, limits::asked_slots_max, all, [&](std::string_view name) {
            if (!request_->ask(name, *rules_)) { fault({ProblemKind::slots_malformed, "/slots", index}); }
            ++index;
        });
        if (all && index > 0) { return good; }
        // An item of another type is a fault of its own place; too many, none, or no list, of the whole.
        const bool whole = index == 0 || index == limits::asked_slots_max;
        fault({ProblemKind::slots_malformed, "/slots", whole ? std::nullopt : std::optional(index)});
        return good;
    }

    bool take_group(engine::Group group, JsonValue& value) {
        request_->speak_of(group);
        if (value.kind() != JsonKind::object) { return request_->ignore(name_of(group)), value.skip(); }
        bool has_offset = false;
        return value.each_field([&](std::string_view name, JsonValue& child) {
            if (group == engine::Group::time && name == "utc_offset") {
                return std::exchange(has_offset, true) ? child.skip() : take_utc_offset(child);
            }
            const auto signal = request_->signals.vocabulary().find(group, name);
            if (!signal) { return request_->count_unknown(name), child.skip(); }
            return take_signal(*signal, child);
        });
    }

    bool take_signal(engine::SignalId signal, JsonValue& value) {
        switch (value.kind()) {
            case JsonKind::text: return take_as<std::string_view>(signal, value);
            case JsonKind::number: return take_as<double>(signal, value);
            case JsonKind::flag: return take_as<bool>(signal, value);
            case JsonKind::list: return take_set(signal, value);
            case JsonKind::object:
            case JsonKind::null: break;
        }
        return request_->note(signal, request_->signals.refuse(signal)), value.skip();
    }

    template <class Type>
    bool take_as(engine::SignalId signal, JsonValue& value) {
        std::optional<Type> taken;
        if (!value.take(taken)) { return false; }
        request_->note(signal,
                       taken ? request_->signals.offer(signal, *taken) : request_->signals.refuse(signal));
        return true;
    }

    bool take_set(engine::SignalId signal, JsonValue& value) {
        members_.clear();
        bool all = true;
        // One more than may come, so that the vocabulary sees that there are too many.
        const bool good = take_strings(value, limits::set_members_max + 1, all,
                                       [&](std::string_view member) { members_.push_back(member); });
        const std::span<const std::string_view> members(members_);
        request_->note(signal,
                       all ? request_->signals.offer(signal, members) : request_->signals.refuse(signal));
        return good;
    }

    bool take_utc_offset(JsonValue& value) {
        std::optional<double> minutes;
        const bool good = value.take(minutes);
        request_->offer_utc_offset(minutes);
        return good;
    }

    bool take_consent(JsonValue& value) {
        if (value.kind() != JsonKind::object) { return request_->consent.unreadable = true, value.skip(); }
        ConsentRecord record;
        const bool good = value.each_field([&](std::string_view name, JsonValue& child) {
            const auto member = find_consent_member(name);
            if (!member) { return request_->count_unknown(name), child.skip(); }
            return record.enter(*member) ? take_consent_member(*member, child, record) : child.skip();
        });
        record.finish(form_.tcf, request_->consent, request_->consent_strings);
        return good;
    }

    bool take_consent_member(ConsentMember member, JsonValue& value, ConsentRecord& record) {
        switch (member) {
            case ConsentMember::at: return take_consent_date(value, record);
            case ConsentMember::version: return take_version(value, record);
            case ConsentMember::gdpr: return take_gdpr(value, record);
            case ConsentMember::gpp_sid: return take_gpp_sections(value, record);
            case ConsentMember::tcf: return take_string(ConsentString::tcf, value, record);
            case ConsentMember::gpp: return take_string(ConsentString::gpp, value, record);
            case ConsentMember::us_privacy: return take_string(ConsentString::us_privacy, value, record);
            case ConsentMember::location:
            case ConsentMember::behaviour:
            case ConsentMember::history:
            case ConsentMember::measurement: break;
        }
        // Only `true` is a yes; only `false` is a no of its own.
        std::optional<bool> flag;
        const bool good = value.take(flag);
        record.say(member, !flag ? Said::nothing : *flag ? Said::yes : Said::no);
        return good;
    }

    static bool take_consent_date(JsonValue& value, ConsentRecord& record) {
        std::optional<std::string_view> text;
        const bool good = value.take(text);
        record.date(text ? read_consent_date(*text) : std::nullopt);
        return good;
    }

    // What was given for something that is no version was given for nothing that is read now.
    bool take_version(JsonValue& value, ConsentRecord& record) const {
        std::optional<std::string_view> text;
        const bool good = value.take(text);
        record.outgrow(rules_->coverage().outgrown_since(text.value_or("")));
        return good;
    }

    static bool take_gdpr(JsonValue& value, ConsentRecord& record) {
        std::optional<bool> flag;
        const bool good = value.take(flag);
        if (!flag) { record.make_unreadable(); }
        if (flag) { record.say_gdpr(*flag ? engine::Gdpr::yes : engine::Gdpr::no); }
        return good;
    }

    static bool take_gpp_sections(JsonValue& value, ConsentRecord& record) {
        if (value.kind() != JsonKind::list) { return record.make_unreadable(), value.skip(); }
        return value.each_item([&](JsonValue& item) {
            std::optional<double> id;
            const bool good = item.take(id);
            if (!record.strings().enter_section(id)) { record.make_unreadable(); }
            return good;
        });
    }

    static bool take_string(ConsentString kind, JsonValue& value, ConsentRecord& record) {
        std::optional<std::string_view> text;
        const bool good = value.take(text);
        record.strings().offer(kind, text);
        return good;
    }

    bool take_exclude(JsonValue& value) {
        bool all = true;
        const bool good = take_strings(value, limits::excluded_max, all, [&](std::string_view content) {
            request_->exclude(content, *rules_);
        });
        if (!all) {
            request_->excluded.clear();
            request_->ignore("exclude");
        }
        return good;
    }

    bool take_bucket(JsonValue& value) {
        std::optional<double> number;
        const bool good = value.take(number);
        request_->offer_bucket(number);
        return good;
    }

    bool take_manifest(JsonValue& value) {
        std::optional<std::string_view> revision;
        const bool good = value.take(revision);
        if (!revision) { request_->ignore("manifest"); }
        request_->manifest_stale = revision && *revision != rules_->revision();
        return good;
    }

    bool take_child(JsonValue& value) {
        std::optional<bool> flag;
        const bool good = value.take(flag);
        if (!flag) { request_->ignore("child"); }
        request_->consent.child = request_->consent.child || flag.value_or(false);
        return good;
    }

    bool take_now(JsonValue& value) {
        std::optional<std::string_view> text;
        const bool good = value.take(text);
        request_->now = text ? engine::parse_time(*text) : std::nullopt;
        if (!request_->now) { fault({ProblemKind::now_malformed, "/now"}); }
        return good;
    }

    bool take_files(JsonValue& value) {
        const Problem malformed{ProblemKind::files_malformed, "/files"};
        if (value.kind() != JsonKind::object) { return fault(malformed), value.skip(); }
        files_.emplace();
        const bool good = value.each_field([&](std::string_view name, JsonValue& child) {
            std::optional<std::string_view> text;
            const bool read = child.take(text);
            if (!text || files_->size() == files_max) { return fault(malformed), read; }
            return files_->push_back({name, *text}), read;
        });
        if (files_->empty()) { fault(malformed); }
        return good;
    }

    JsonWalk walk_;
    RequestForm form_;
    std::vector<std::string_view> members_;  // of the set being read

    // The document being read:
    const engine::RuleIndex* rules_ = nullptr;
    DecideRequest* request_ = nullptr;
    std::optional<Problem> problem_;
    std::optional<std::vector<NamedText>> files_;
    unsigned seen_ = 0;  // bit by Member
};

RequestReader::RequestReader(const RequestForm& form) : body_(std::make_unique<Body>(form)) {}
RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;

std::optional<Problem> RequestReader::read(std::string_view body, const engine::RuleIndex& rules,
                                           DecideRequest& request) {
    return body_->read(body, rules, request);
}

std::optional<Problem> RequestReader::read_files(std::string_view body) {
    return body_->read_files(body);
}

void RequestReader::forget() {
    body_->forget();
}

const std::optional<std::vector<NamedText>>& RequestReader::files() const {
    return body_->files();
}

}  // namespace passerby::wire
