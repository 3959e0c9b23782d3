// Any bytes as the body of a decide request: judged as JSON by a second opinion, and answered without a word
// of the client's but the names of slots it asked for.
#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "engine/compile.hpp"
#include "engine/ensure.hpp"
#include "engine/limits.hpp"
#include "rules/load.hpp"
#include "rules/utf8.hpp"
#include "server/api/inspect.hpp"
#include "server/api/public_api.hpp"

namespace passerby {
namespace {

using engine::ensure;
using wire::ProblemKind;

// RFC 8259 by the letter, after whom no lone surrogate and no nesting past 64.
class SecondOpinion {
  public:
    explicit SecondOpinion(std::string_view text) : rest_(text) {}

    bool is_json() {
        skip_space();
        const bool good = value(1);
        skip_space();
        return good && rest_.empty();
    }

  private:
    bool take(std::string_view what) {
        if (!rest_.starts_with(what)) { return false; }
        rest_.remove_prefix(what.size());
        return true;
    }
    void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }
    bool next_is(std::string_view any_of) const {
        return !rest_.empty() && any_of.find(rest_[0]) != any_of.npos;
    }

    bool value(int depth) {
        if (next_is("{[")) { return depth <= 64 && group(depth, rest_[0]); }
        if (next_is("\"")) { return string(); }
        return take("true") || take("false") || take("null") || number();
    }

    bool group(int depth, char open) {
        const std::string_view close = open == '{' ? "}" : "]";
        rest_.remove_prefix(1);
        skip_space();
        if (take(close)) { return true; }
        do {
            skip_space();
            if (open == '{' && !name()) { return false; }
            skip_space();
            if (!value(depth + 1)) { return false; }
            skip_space();
        } while (take(","));
        return take(close);
    }

    bool name() {
        if (!string()) { return false; }
        skip_space();
        return take(":");
    }

    bool digits() {
        const auto end = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        rest_.remove_prefix(end);
        return end > 0;
    }
    bool number() {
        take("-");
        if (!take("0") && !digits()) { return false; }
        if (take(".") && !digits()) { return false; }
        if (!take("e") && !take("E")) { return true; }
        if (!take("+")) { take("-"); }
        return digits();
    }

    bool string() {
        if (!take("\"")) { return false; }
        while (!rest_.empty()) {
            if (take("\"")) { return true; }
            if (take("\\")) {
                if (!escape()) { return false; }
            } else if (static_cast<unsigned char>(rest_[0]) < 0x20) {
                return false;
            } else {
                rest_.remove_prefix(1);
            }
        }
        return false;
    }
    bool escape() {
        if (next_is("\"\\/bfnrt")) { return rest_.remove_prefix(1), true; }
        const int unit = code_unit();
        if (unit < 0 || (unit >= 0xdc00 && unit < 0xe000)) { return false; }
        if (unit < 0xd800 || unit >= 0xe000) { return true; }
        if (!take("\\")) { return false; }
        const int low = code_unit();
        return low >= 0xdc00 && low < 0xe000;
    }
    int code_unit() {
        if (!take("u") || rest_.size() < 4) { return -1; }
        const auto hex = rest_.substr(0, 4);
        rest_.remove_prefix(4);
        if (hex.find_first_not_of("0123456789abcdefABCDEF") != hex.npos) { return -1; }
        return std::stoi(std::string(hex), nullptr, 16);
    }

    std::string_view rest_;
};

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto bytes = rules::utf8::read(text).bytes;
        if (bytes == 0) { return false; }
        text.remove_prefix(bytes);
    }
    return true;
}

std::shared_ptr<const engine::RuleIndex> load_rules() {
    constexpr char text[] =
        "slots: {hero: {fallback: a}, side: {count: 2}}\n"
        "content: {a: {data: {}}, b: {data: {}, cap: {times: 2, per: hour}}}\n"
        "signals: {behaviour.tier: {type: string, values: [gold]}}\n"
        "rules:\n"
        "  - {id: r1, slot: [hero, side], when: {page.section: [sport], behaviour.cart_value: {min: 5}}, "
        "show: b}\n"
        "  - {id: r2, slot: side, when: {any: [{device.type: phone}, {page.topics: x}]}, show: [a, b]}\n";
    return engine::compile(
        *rules::load_text("r.yaml", text, {.now = engine::Instant{}, .lint = false}).rule_set);
}

// Every text that an answer may hold, but for sentences, times and the names of slots.
std::set<std::string_view> known_words(const engine::RuleIndex& rules) {
    std::set<std::string_view> words = {"decisions",
                                        "content",
                                        "rule",
                                        "reason",
                                        "why",
                                        "signals",
                                        "data",
                                        "cap",
                                        "times",
                                        "per",
                                        "hour",
                                        "privacy",
                                        "withheld",
                                        "ignored",
                                        "unknown",
                                        "refresh_consent",
                                        "honoured",
                                        "stored",
                                        "rules",
                                        "valid_until",
                                        "manifest",
                                        "stale",
                                        "TARGETING_MATCH",
                                        "SPLIT",
                                        "DEFAULT",
                                        "bucket",
                                        "exclude",
                                        "child",
                                        "time.utc_offset",
                                        "page",
                                        "device",
                                        "time",
                                        "location",
                                        "behaviour",
                                        "history",
                                        "measurement",
                                        "gpc"};
    for (const engine::Signal& signal : rules.vocabulary()) { words.insert(signal.name); }
    for (engine::RuleId rule = 0; rule < rules.rule_count(); ++rule) { words.insert(rules.rule_name(rule)); }
    for (engine::ContentId id = 0; id < rules.content_count(); ++id) { words.insert(rules.content_name(id)); }
    words.insert(rules.revision());
    return words;
}

bool is_ours(std::string_view text, const std::set<std::string_view>& words,
             const wire::DecideRequest& request) {
    const auto is_asked = [&](const wire::AskedSlot& slot) { return slot.name == text; };
    return words.contains(text) || text.starts_with("Shown because ") || engine::parse_time(text) ||
           std::any_of(request.asked.begin(), request.asked.end(), is_asked);
}

void check_words(std::string_view answer, const std::set<std::string_view>& words,
                 const wire::DecideRequest& request) {
    ensure(answer.find('\\') == answer.npos, "nothing in these rules needs an escape");
    for (auto at = answer.find('"'); at != answer.npos; at = answer.find('"', at + 1)) {
        const auto end = answer.find('"', at + 1);
        ensure(end != answer.npos, "every text ends");
        ensure(is_ours(answer.substr(at + 1, end - at - 1), words, request),
               "no word of an answer is the client's");
        at = end;
    }
}

void check_verdict(std::string_view body, const std::optional<wire::Problem>& problem) {
    if (body.size() > wire::request_bytes_max) {
        return ensure(problem && problem->kind == ProblemKind::body_too_large, "there is a limit");
    }
    const bool refused = problem && (problem->kind == ProblemKind::malformed_json ||
                                     problem->kind == ProblemKind::body_not_an_object);
    const auto begin = body.find_first_not_of(" \t\r\n");
    const bool is_object = begin != body.npos && body[begin] == '{';
    const bool good = is_object && is_utf8(body) && SecondOpinion(body).is_json();
    ensure(good != refused, "both opinions on the JSON agree");
}

}  // namespace
}  // namespace passerby

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace passerby;
    static const auto rules = load_rules();
    static const auto words = known_words(*rules);
    static const api::PublicSettings settings;
    static api::Measures measures;
    static api::Readiness readiness;
    static api::PublicApi api(settings, measures, readiness, 1);
    static wire::RequestReader reader;
    static wire::DecideRequest request;
    static http::Response response;

    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const auto problem = reader.read(body, *rules, request);
    check_verdict(body, problem);
    api.handle({.method = "POST", .path = "/v1/decide", .query = {}, .headers = {}, .body = body}, *rules,
               engine::Instant{std::chrono::seconds{1'795'000'000}}, response);
    ensure((response.status == 200) == !problem, "what can be read is answered");
    ensure(SecondOpinion(response.body).is_json(), "an answer is JSON");
    if (!problem) { check_words(response.body, words, request); }
    return 0;
}
