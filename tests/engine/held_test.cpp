// What a response may not show, against a plain set, over many responses and sizes.
#include "engine/held.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <set>

#include "engine/chance.hpp"

namespace passerby::engine {
namespace {

std::unique_ptr<const CompiledRules> rules_with(std::size_t contents, std::size_t groups) {
    auto rules = std::make_unique<CompiledRules>();
    rules->content_groups.assign(contents, no_group);
    rules->group_count = groups;
    for (std::size_t i = 0; groups > 0 && i < contents; i += 3) {
        rules->content_groups[i] = static_cast<GroupId>(i % groups);
    }
    return rules;
}

// One response: so many excluded, then so many taken, and every content asked after each.
void hold_some(Held& held, const CompiledRules& rules, std::size_t excluded, std::size_t taken,
               Chance& chance) {
    const auto draw = [&] {
        return static_cast<ContentId>(chance.share() * static_cast<double>(rules.content_groups.size()));
    };
    std::set<ContentId> gone;
    std::set<GroupId> groups_gone;
    std::vector<ContentId> excluded_now;
    for (std::size_t i = 0; i < excluded; ++i) { gone.insert(excluded_now.emplace_back(draw())); }
    held.start(rules, excluded_now);
    for (std::size_t i = 0; i <= taken; ++i) {
        for (ContentId content = 0; content < rules.content_groups.size(); ++content) {
            const GroupId group = rules.content_groups[content];
            const bool free = !gone.contains(content) && !groups_gone.contains(group);
            ASSERT_EQ(held.is_free(content), free) << content << " after " << i << " of " << taken;
        }
        const ContentId content = draw();
        held.take(content);
        gone.insert(content);
        if (rules.content_groups[content] != no_group) { groups_gone.insert(rules.content_groups[content]); }
    }
}

TEST(Held, IsASetOfThisResponse) {
    Chance chance(1);
    Held held;  // goes from one rule set to the next, as a scratch does
    for (const std::size_t groups : {0u, 1u, 7u}) {
        for (const std::size_t contents : {1u, 40u, 1'000u}) {
            const auto rules = rules_with(contents, groups);
            for (const std::size_t excluded : {0u, 1u, 32u, 33u, 300u}) {
                for (const std::size_t taken : {0u, 4u, 40u}) {
                    hold_some(held, *rules, excluded, taken, chance);
                }
                held.forget();
            }
        }
    }
}

}  // namespace
}  // namespace passerby::engine
