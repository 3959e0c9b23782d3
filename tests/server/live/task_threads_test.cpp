// Compiling by several threads: every task once, whatever fails comes out, and the same index to the bit.
#include "server/live/task_threads.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstring>
#include <new>

#include "engine/compile.hpp"
#include "engine/compiled_rules.hpp"

namespace passerby::live {
namespace {

using namespace engine;

TEST(TaskThreads, EachTaskRunsOnce) {
    for (const std::size_t threads : {1u, 2u, 5u}) {
        for (const std::size_t count : {0u, 1u, 3u, 1'000u}) {
            std::vector<std::atomic<int>> ran(count);
            TaskThreads(threads).run(count, [&](std::size_t number) { ++ran[number]; });
            for (const auto& times : ran) { EXPECT_EQ(times, 1); }
        }
    }
}

TEST(TaskThreads, WhatATaskThrowsComesOutOnceNoneRuns) {
    for (const std::size_t threads : {1u, 2u, 5u}) {
        std::atomic<int> running{0};
        const auto fails = [&](std::size_t number) {
            ++running;
            if (number == 7) {
                --running;
                throw std::bad_alloc();
            }
            --running;
        };
        EXPECT_THROW(TaskThreads(threads).run(100, fails), std::bad_alloc);
        EXPECT_EQ(running, 0);
    }
}

template <class Item>
void expect_same_bytes(const std::vector<Item>& one, const std::vector<Item>& other) {
    ASSERT_EQ(one.size(), other.size());
    EXPECT_TRUE(one.empty() || std::memcmp(one.data(), other.data(), one.size() * sizeof(Item)) == 0);
}

void expect_same_cards(const std::vector<Card>& one, const std::vector<Card>& other) {
    ASSERT_EQ(one.size(), other.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        ASSERT_EQ(one[i].count, other[i].count);
        ASSERT_EQ(one[i].whole, other[i].whole);
        for (std::size_t item = 0; item < one[i].count; ++item) {
            ASSERT_EQ(one[i].items[item].field, other[i].items[item].field);
            ASSERT_EQ(one[i].items[item].operand, other[i].items[item].operand);
        }
    }
}

void expect_same_slot(const SlotIndex& one, const SlotIndex& other) {
    expect_same_bytes(one.rules, other.rules);
    expect_same_bytes(one.entries, other.entries);
    expect_same_bytes(one.tied, other.tied);
    EXPECT_EQ(one.layout, other.layout);
    ASSERT_EQ(one.lanes.bytes(), other.lanes.bytes());
    EXPECT_EQ(std::memcmp(one.lanes.at(0), other.lanes.at(0), one.lanes.bytes()), 0);
    ASSERT_EQ(one.crowds.size(), other.crowds.size());
    for (std::size_t i = 0; i < one.crowds.size(); ++i) {
        expect_same_bytes(one.crowds[i].entries, other.crowds[i].entries);
    }
}

Condition test_of(SignalId signal, std::vector<std::string> texts) {
    Condition condition;
    condition.kind = Condition::Kind::test;
    condition.test = Test{signal, {{Operator::Kind::any_of, false, std::move(texts), {}}}};
    return condition;
}

// Heads, clusters and crowds in each of four slots.
RuleSet many_rules() {
    RuleSet set;
    for (const char* name : {"a", "b", "c", "d"}) { set.slots.push_back({name, {}, 1, {}, {}}); }
    set.contents.push_back({"content", "{}", {}, {}, {}});
    for (int i = 0; i < 6'000; ++i) {
        Rule rule;
        rule.id = "rule" + std::to_string(i);
        rule.slots = {static_cast<SlotId>(i % 4)};
        rule.show = {{0, 1}};
        rule.priority = i % 3 == 0 ? i * 7'919 % 500 : 1'000;
        rule.weight = 1 + i % 10;
        rule.when.kind = Condition::Kind::all;
        rule.when.children = {test_of(signals::page_topics, {"t" + std::to_string(i * 31 % 700), "t0"}),
                              test_of(signals::page_section, {"s" + std::to_string(i % 90)})};
        set.rules.push_back(std::move(rule));
    }
    return set;
}

TEST(TaskThreads, AnIndexIsTheSameToTheBitByHoweverManyThreads) {
    const RuleSet set = many_rules();
    const IndexShape small{512, 8, 100};
    const auto in_turn = compile(set, small);
    for (const std::size_t threads : {2u, 3u}) {
        TaskThreads tasks(threads);
        const auto index = compile(set, tasks, small);
        EXPECT_EQ(index->dump(), in_turn->dump());
        EXPECT_EQ(index->size_report(), in_turn->size_report());
        const CompiledRules &one = index->compiled(), &other = in_turn->compiled();
        expect_same_bytes(one.cards.symbols, other.cards.symbols);
        expect_same_cards(one.cards.of_rule, other.cards.of_rule);
        ASSERT_EQ(one.slots.size(), 4u);
        for (std::size_t slot = 0; slot < one.slots.size(); ++slot) {
            ASSERT_FALSE(one.slots[slot].index.clusters.empty());
            ASSERT_FALSE(one.slots[slot].index.crowds.empty());
            expect_same_slot(one.slots[slot].index, other.slots[slot].index);
        }
    }
}

}  // namespace
}  // namespace passerby::live
