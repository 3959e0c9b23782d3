// Every way draws can fall comes once.
#include "engine/every_draw.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/engine/rule_set_builder.hpp"

namespace passerby::engine {
namespace {

TEST(EveryDrawTest, WalksEveryPathOnce) {
    EveryDraw every;
    std::vector<std::string> seen;
    do {
        std::string path = std::to_string(every.draw(2));
        path += std::to_string(every.draw(path == "0" ? 3 : 1));
        seen.push_back(path);
    } while (every.next());
    EXPECT_EQ(seen, (std::vector<std::string>{"00", "01", "02", "10"}));
}

TEST(EveryDrawTest, NoDrawIsOneRound) {
    EveryDraw every;
    EXPECT_FALSE(every.next());
}

TEST(EveryDrawTest, FindsWhatChanceHardlyEverDraws) {
    testing::SetBuilder builder;
    builder.hero().count = 2;
    builder.rule("common", {}, {{"a", 1e6}, {"b", 1}}).weight = 1e6;
    builder.rule("rare", {}, {{"a", 1}, {"c", 1e6}}).weight = 0.001;
    const auto index = builder.compile();
    Signals signals;
    signals.start(index->vocabulary());
    const Context context = ConsentGate({}).admit(signals, {}, Instant{}, std::nullopt);
    const SlotId hero = 0;
    EveryDraw every;
    Chance chance(every);
    Scratch scratch;
    std::set<std::string> seen;
    do {
        const Decision decision =
            decide(*index, context, {.slots = {&hero, 1}, .excluded = {}, .bucket = {}}, chance, scratch);
        std::string outcome;
        for (const Choice& choice : decision.slots[0].choices) {
            outcome += std::string(index->rule_name(*choice.rule)) + ":" +
                       std::string(index->content_name(choice.content)) + " ";
        }
        seen.insert(outcome);
    } while (every.next());
    EXPECT_TRUE(seen.contains("common:b rare:a ")) << seen.size();
    EXPECT_TRUE(seen.contains("rare:a rare:c "));
    EXPECT_FALSE(seen.contains("common:a rare:a "));
    EXPECT_EQ(seen.size(), 10u);
}

}  // namespace
}  // namespace passerby::engine
