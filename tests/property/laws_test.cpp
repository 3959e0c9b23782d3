// What must be true of every rule set and every request, whatever they say.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/property/law.hpp"
#include "tests/server/wire/tc_text.hpp"

namespace passerby::property {
namespace {

using reference::Tree;

constexpr const char* groups[] = {"page", "device", "location", "behaviour"};

Tree* member(Tree& tree, std::string_view key) {
    return const_cast<Tree*>(std::as_const(tree).find(key));
}

void erase_member(Tree& tree, const std::string& key) {
    std::erase_if(tree.entries, [&](const auto& entry) { return entry.first == key; });
}

// All requests that tell one signal less, as a page would that does not know it.
std::vector<Case> each_with_a_signal_less(const Case& request) {
    std::vector<Case> all;
    for (const char* group : groups) {
        const Tree* told = request.request.find(group);
        if (told == nullptr) { continue; }
        for (const auto& [name, value] : told->entries) {
            all.push_back(request);
            erase_member(*member(all.back().request, group), name);
        }
    }
    return all;
}

// … and all that permit one purpose less, or object.
std::vector<Case> each_that_permits_less(const Case& request) {
    std::vector<Case> all(1, request);
    all.back().headers.gpc = true;
    const Tree* consent = request.request.find("consent");
    if (consent == nullptr) { return all; }
    for (std::size_t i = 0; i < consent->entries.size(); ++i) {
        if (consent->entries[i].second.text != "true") { continue; }
        all.push_back(request);
        member(all.back().request, "consent")->entries[i].second = Tree::literal("false");
    }
    return all;
}

std::string new_match(const std::vector<std::pair<std::string, std::vector<std::string>>>& less,
                      const std::vector<std::pair<std::string, std::vector<std::string>>>& more) {
    for (std::size_t i = 0; i < less.size() && i < more.size(); ++i) {
        for (const std::string& rule : less[i].second) {
            const auto& all = more[i].second;
            if (std::find(all.begin(), all.end(), rule) == all.end()) { return rule; }
        }
    }
    return "";
}

TEST(Laws, WithholdingNeverAddsAMatch) {
    hold(
        [](Sides& sides, const Case& request) -> std::string {
            const auto more = sides.product.matches(request);
            std::vector<Case> lesser = each_with_a_signal_less(request);
            for (Case& one : each_that_permits_less(request)) { lesser.push_back(std::move(one)); }
            for (const Case& less : lesser) {
                const std::string rule = new_match(sides.product.matches(less), more);
                if (!rule.empty()) { return rule + " matches with less, with " + less.body(); }
            }
            return "";
        },
        800);
}

// The request without what its answer says was not used.
Case without_dropped(const Case& request, const Answer& answer) {
    Case without = request;
    for (const auto& dropped : {answer.withheld, answer.ignored}) {
        for (const std::string& name : dropped) {
            const std::size_t dot = name.find('.');
            Tree* group = member(without.request, name.substr(0, dot));
            if (dot == name.npos || group == nullptr) { continue; }
            erase_member(*group, name.substr(dot + 1));
        }
    }
    return without;
}

std::string shows_what_was_dropped(Sides& sides, const Case& request) {
    const Answer answer = sides.product.answer(request);
    const Answer clean = sides.product.answer(without_dropped(request, answer));
    if (clean.decisions() == answer.decisions()) { return ""; }
    return "it shows: " + answer.body + " against " + clean.body;
}

TEST(Laws, WhatWasDroppedNeverShowsInTheDecision) {
    hold(shows_what_was_dropped, 4'000);
}

// A TC string of the last fourteen months that permits some purposes to the publisher.
std::string some_tc_string(Random& random, reference::Instant now) {
    wire::testing::Tc tc{.policy = random.percent(95) ? 5u : 3u, .service_specific = random.percent(95)};
    const auto age = std::chrono::hours{24} * random.between(-5, 420);
    tc.updated = static_cast<std::uint64_t>((now - age).time_since_epoch().count()) * 10;
    for (unsigned purpose = 1; purpose <= 11; ++purpose) {
        if (random.percent(85)) { tc.consent.push_back(purpose); }
    }
    if (random.percent(50)) { tc.publisher = wire::testing::PublisherTc{tc.consent, {}, 0}; }
    return tc.text();
}

// The request with strings of the IAB's in its record, some of them unreadable.
Case with_consent_strings(const Case& request) {
    Random random(std::hash<std::string>{}(request.body()));
    std::vector<std::pair<std::string, Tree>> record;
    if (const Tree* own = request.request.find("consent"); own != nullptr && random.percent(50)) {
        record = own->entries;
    }
    const auto say = [&](const char* key, const std::string& text) {
        record.emplace_back(key, Tree::word(random.percent(3) ? text + "~" : text));
    };
    if (random.percent(80)) {
        record.emplace_back("gdpr", Tree::literal(random.percent(80) ? "true" : "false"));
    }
    if (random.percent(80)) { say("tcf", some_tc_string(random, request.now)); }
    if (random.percent(30)) {
        say("gpp", random.pick<const char*>({"DBABTA~1YYN", "DBABTA~1YNN", "DBABLA~BVVqAAAAAAA.QA",
                                             "DBABLA~BVVqAAAAAAA.YA", "DBABLA~BVVVAAAAAAA"}));
    }
    if (random.percent(30)) { say("us_privacy", random.pick<const char*>({"1YNN", "1YYN", "1---"})); }
    Case with = request;
    erase_member(with.request, "consent");
    with.request.entries.emplace_back("consent", Tree::map(std::move(record)));
    return with;
}

TEST(Laws, WhatAConsentStringDropsNeverShowsInTheDecision) {
    std::size_t dropped = 0, permitted = 0;
    hold(
        [&](Sides& sides, const Case& request) {
            const Case with = with_consent_strings(request);
            ++(sides.product.answer(with).withheld.empty() ? permitted : dropped);
            return shows_what_was_dropped(sides, with);
        },
        4'000);
    if (dropped + permitted < 1'000) { return; }  // a single seed, run again
    EXPECT_GT(dropped, (dropped + permitted) / 10);
    EXPECT_GT(permitted, (dropped + permitted) / 50);
}

// The request with a bucket, whatever it said before.
Case with_bucket(const Case& request, int bucket) {
    Case with = request;
    erase_member(with.request, "bucket");
    with.request.entries.emplace_back("bucket", Tree::literal(std::to_string(bucket)));
    return with;
}

TEST(Laws, SameBucketSameAnswer) {
    hold(
        [](Sides& sides, const Case& request) -> std::string {
            const Case with = with_bucket(request, static_cast<int>(request.body().size() % 100));
            const std::string once = sides.product.answer(with, {.seed = 1}).body;
            const std::string again = sides.product.answer(with, {.seed = 2}).body;
            return once == again ? "" : "not the same twice: " + once + " and " + again;
        },
        2'000);
}

TEST(Laws, AResponseHoldsNothingTwiceNorTwoOfAGroup) {
    hold(
        [](Sides& sides, const Case& request) -> std::string {
            std::set<std::string> contents, taken_groups;
            for (const auto& slot : sides.product.answer(request).slots) {
                for (const auto& choice : slot.choices) {
                    const std::string group = sides.oracle.group_of(choice.content);
                    if (!contents.insert(choice.content).second) { return choice.content + " comes twice"; }
                    if (!group.empty() && !taken_groups.insert(group).second) { return "two of " + group; }
                }
            }
            return "";
        },
        2'000);
}

}  // namespace
}  // namespace passerby::property
