// Rules that can hold in several ways, and rules that reject values: where clusters find them, and what is
// crossed off again.
#include "tests/engine/index_set.hpp"

namespace passerby::engine::testing {
namespace {

Moments moments_of_texts(std::uint64_t seed, std::size_t values) {
    Moments moments{Dice(seed)};
    moments.texts(signals::page_section, named("s", 12));
    moments.texts(signals::page_topics, named("t", values));
    moments.texts(signals::page_path, named("/p", values));
    return moments;
}

std::string topic(int i) {
    return "t" + std::to_string(i);
}

TEST(IndexWays, ARuleIsFoundByEachOfItsAlternatives) {
    IndexSet index;
    for (int i = 0; i < 600; ++i) {
        const std::string section = "s" + std::to_string(i % 12);
        const Condition either = any(
            {is(signals::page_topics, {topic(i % 90)}),
             is(signals::page_path, {"/p" + std::to_string(i % 70)}),
             all({is(signals::page_section, {section}), within(signals::time_hour, i % 20, i % 20 + 3)})});
        index.rule(i % 3 == 0 ? either : all({either, within(signals::time_weekday, i % 5, i % 5 + 2)}),
                   i % 9);
        if (i % 4 == 0) {
            index.rule(no(all({no(either), is_not(signals::page_section, {section})})), i % 7);
        }
    }
    Moments moments = moments_of_texts(1, 100);
    expect_agreement(index.set(), moments, 300);
}

// One way rejects what another does not mind.
TEST(IndexWays, WhatOneAlternativeRejectsDoesNotBindTheOthers) {
    IndexSet index;
    for (int i = 0; i < 500; ++i) {
        const Condition no_topic = is_not(signals::page_topics, {topic(i % 40), topic(i % 7)});
        const Condition section = is(signals::page_section, {"s" + std::to_string(i % 12)});
        index.rule(any({no_topic, section}), i % 5);
        if (i % 3 == 0) { index.rule(all({no_topic, any({section, no_topic})}), i % 4); }
        if (i % 5 == 0) { index.rule(all({no_topic, is(signals::page_topics, {topic(i % 30)})}), i % 3); }
    }
    Moments moments = moments_of_texts(2, 50);
    expect_agreement(index.set(), moments, 300);
}

// So many values that most share a bucket; some rules reject more than are listed value by value.
TEST(IndexWays, RejectedValuesAreToldApart) {
    IndexSet index;
    for (int i = 0; i < 900; ++i) {
        std::vector<std::string> topics, paths;
        for (int k = 0; k < (i % 100 == 0 ? 80 : 1 + i % 6); ++k) {
            topics.push_back(topic((i * 7 + k * 13) % 400));
            paths.push_back("/p" + std::to_string((i * 5 + k * 3) % 400));
        }
        index.rule(is_not(signals::page_topics, topics), i % 6);
        index.rule(is_not(signals::page_path, paths), i % 6);
        index.rule(all({is_not(signals::page_path, paths), is_not(signals::page_topics, topics),
                        is(signals::page_section, {"s" + std::to_string(i % 12)})}),
                   i % 8);
    }
    Moments moments = moments_of_texts(3, 420);
    expect_agreement(index.set(), moments, 200);
}

// Hundreds reject what comes, and one or two are found: those are checked instead of crossing off all.
TEST(IndexWays, FewThatAreFoundAmongManyThatReject) {
    IndexSet index;
    for (int i = 0; i < 1'200; ++i) {
        index.rule(all({is(signals::page_path, {"/p" + std::to_string(i % 400)}),
                        is_not(signals::page_topics, {topic(i % 4), topic(i % 7), topic(i % 90)})}),
                   i % 8);
    }
    Moments moments = moments_of_texts(5, 400);
    moments.texts(signals::page_topics, named("t", 9));
    expect_agreement(index.set(), moments, 300);
}

TEST(IndexWays, RulesWithTooManyWaysAreCheckedInstead) {
    IndexSet index;
    for (int i = 0; i < 200; ++i) {
        std::vector<Condition> alternatives;
        for (int k = 0; k < 2 + i % 14; ++k) {
            alternatives.push_back(is(signals::page_topics, {topic(i + k)}));
        }
        index.rule(all({any(alternatives), is_not(signals::page_section, {"s" + std::to_string(i % 12)})}),
                   i % 3);
        index.rule(any({all({any(alternatives), any(alternatives)}), no(Condition{})}), i % 3);
    }
    Moments moments = moments_of_texts(4, 220);
    expect_agreement(index.set(), moments, 200);
}

}  // namespace
}  // namespace passerby::engine::testing
