// The hand-over of rules between threads.
#include "server/live/live_rules.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "engine/compile.hpp"

namespace passerby::live {
namespace {

RulesReference named(const std::string& revision) {
    engine::RuleSet rule_set;
    rule_set.revision = revision;
    return engine::compile(rule_set);
}

TEST(LiveRules, is_seen_at_the_next_look) {
    LiveRules live(named("1"));
    RulesInHand hand(live);
    const engine::RuleIndex& first = hand.now();
    EXPECT_EQ(first.revision(), "1");
    const RulesReference old = live.publish(named("2"));
    EXPECT_EQ(old->revision(), "1");
    EXPECT_EQ(first.revision(), "1") << "who holds rules keeps them until it looks again";
    EXPECT_EQ(hand.now().revision(), "2");
    EXPECT_EQ(old.use_count(), 1) << "the hand has let go of the old rules";
}

TEST(LiveRules, is_never_older_than_what_was_seen_before) {
    LiveRules live(named("0"));
    std::atomic<bool> over{false};
    std::vector<std::thread> readers;
    std::atomic<int> backwards{0};
    for (int i = 0; i < 2; ++i) {
        readers.emplace_back([&] {
            RulesInHand hand(live);
            for (int newest = 0; !over;) {
                const int seen = std::stoi(std::string(hand.now().revision()));
                if (seen < newest) ++backwards;
                newest = seen;
            }
        });
    }
    for (int revision = 1; revision <= 300; ++revision) live.publish(named(std::to_string(revision)));
    over = true;
    for (std::thread& reader : readers) reader.join();
    EXPECT_EQ(backwards, 0);
}

}  // namespace
}  // namespace passerby::live
