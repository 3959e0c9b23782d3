// `valid_until`: never too late, and exact where it is asked to be. Time is stepped through, over clock
// changes and the ends of schedules, and nothing may change before the instant that was named.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/property/law.hpp"

namespace passerby::property {
namespace {

using engine::Instant;
using std::chrono::days;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr days looked_ahead{9};  // a week, and the clock change after it
constexpr minutes step{15};      // generated windows begin on half hours, zones shift by whole quarters

// What an answer says, apart from how long.
std::string told(Sides& sides, Case request, Instant at) {
    request.now = at;
    const Answer answer = sides.product.answer(request);
    std::string out(answer.decisions());
    out += " withheld";
    for (const std::string& name : answer.withheld) { out += " " + name; }
    for (const std::string& name : answer.refresh_consent) { out += " refresh " + name; }
    return out;
}

// Where something could change: every quarter of an hour of the site's and the visitor's wall clocks, the
// ends of schedules, and the second before each.
std::vector<Instant> where_to_look(const Sides& sides, const reference::Visit& visit, Instant end) {
    std::vector<Instant> moments;
    const auto offer = [&](Instant at) {
        for (const Instant moment : {at - seconds{1}, at}) {
            if (moment > visit.now && moment < end) { moments.push_back(moment); }
        }
    };
    const minutes shift = visit.utc_offset.value_or(minutes{0}) % step;
    const Instant last = std::min(end, Instant{visit.now + looked_ahead});
    for (Instant at = std::chrono::floor<days>(visit.now); at <= last + step; at += step) {
        offer(at);
        if (shift != minutes{0}) { offer(at - shift); }
    }
    for (const reference::Rule& rule : sides.oracle.rules) {
        if (rule.from) { offer(*rule.from); }
        if (rule.until) { offer(*rule.until); }
    }
    offer(end);
    return moments;
}

std::string as_text(Instant instant) {
    return engine::format_instant(instant);
}

std::string changes_too_early(Sides& sides, const Case& request, Instant until) {
    const auto visit = reference::read_visit(sides.oracle, request.body(), request.now, request.headers);
    if (!visit) { return ""; }
    const std::string now = told(sides, request, request.now);
    for (const Instant at : where_to_look(sides, *visit, until)) {
        const std::string then = told(sides, request, at);
        if (then != now) {
            return "valid until " + as_text(until) + ", but changes by " + as_text(at) + " from\n" + now +
                   "\nto\n" + then;
        }
    }
    return "";
}

Case with_bucket(const Case& request) {
    Case with = request;
    std::erase_if(with.request.entries, [](const auto& entry) { return entry.first == "bucket"; });
    with.request.entries.emplace_back("bucket", reference::Tree::literal("7"));
    return with;
}

TEST(ValidUntil, IsNeverTooLate) {
    hold(
        [](Sides& sides, const Case& request) -> std::string {
            const Case fixed = with_bucket(request);
            const Answer answer = sides.product.answer(fixed);
            if (!answer.accepted) { return ""; }
            if (!answer.valid_until) { return "unknown, though no chance took part"; }
            if (*answer.valid_until <= fixed.now) { return "it is over before it began"; }
            return changes_too_early(sides, fixed, *answer.valid_until);
        },
        48);
}

TEST(ValidUntil, IsExactWhereAsked) {
    hold(
        [](Sides& sides, const Case& request) -> std::string {
            const Case fixed = with_bucket(request);
            const Answer answer = sides.product.answer(fixed, {.exact_until = true});
            if (!answer.accepted) { return ""; }
            if (!answer.valid_until) { return "unknown, though no chance took part"; }
            const Instant until = *answer.valid_until;
            if (until != engine::never_changes &&
                told(sides, fixed, until) == told(sides, fixed, fixed.now)) {
                return "nothing changes at " + as_text(until);
            }
            return changes_too_early(sides, fixed, until);
        },
        48);
}

TEST(ValidUntil, IsUnknownWhereChanceDecided) {
    hold(
        [](Sides& sides, const Case& request) -> std::string {
            Case lucky = request;
            std::erase_if(lucky.request.entries, [](const auto& entry) { return entry.first == "bucket"; });
            const Answer answer = sides.product.answer(lucky);
            if (!answer.accepted) { return ""; }
            const bool drawn = std::any_of(answer.slots.begin(), answer.slots.end(), [](const auto& slot) {
                return std::any_of(slot.choices.begin(), slot.choices.end(),
                                   [](const auto& choice) { return choice.reason == "SPLIT"; });
            });
            if (drawn != !answer.valid_until.has_value()) {
                return drawn ? "a draw may fall otherwise at any moment" : "no draw took part";
            }
            return "";
        },
        2'000);
}

}  // namespace
}  // namespace passerby::property
