// What must be true of every rule set and every request, whatever they say.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/property/law.hpp"

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

TEST(Laws, WhatWasDroppedNeverShowsInTheDecision) {
    hold(
        [](Sides& sides, const Case& request) -> std::string {
            const Answer answer = sides.product.answer(request);
            Case without = request;
            for (const auto& dropped : {answer.withheld, answer.ignored}) {
                for (const std::string& name : dropped) {
                    const std::size_t dot = name.find('.');
                    Tree* group = member(without.request, name.substr(0, dot));
                    if (dot == name.npos || group == nullptr) { continue; }
                    erase_member(*group, name.substr(dot + 1));
                }
            }
            const Answer clean = sides.product.answer(without);
            if (clean.decisions() == answer.decisions()) { return ""; }
            return "it shows: " + answer.body + " against " + clean.body;
        },
        4'000);
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
