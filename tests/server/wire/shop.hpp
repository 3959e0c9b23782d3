// A small compiled rule set that the tests of requests and answers share.
#pragma once

#include <memory>

#include "engine/rule_index.hpp"
#include "tests/engine/rule_set_builder.hpp"

namespace passerby::wire {

// Slots `hero` (fallback `welcome`) and `sidebar`; contents `welcome`, `sale`, `quiz`; declared signals
// `page.author`, `behaviour.loyalty_tier` (none, silver, gold) and `page.ratio` (a number).
inline std::shared_ptr<const engine::RuleIndex> make_shop() {
    using namespace engine;
    engine::testing::SetBuilder builder;
    RuleSet& set = builder.set();
    set.revision = "5f0c";
    set.files = {"shop.yaml"};
    set.slots.push_back({"sidebar", {}, 2, {}, {}});
    builder.hero().fallback = builder.content("welcome");
    set.contents[0].data = R"({"title":"Welcome","href":"/"})";
    set.contents[builder.content("sale")].cap = Cap{3, Cap::Per::day};
    builder.content("quiz");
    set.vocabulary.declare({.name = "page.author", .group = Group::page, .declared = true});
    set.vocabulary.declare({.name = "behaviour.loyalty_tier",
                            .group = Group::behaviour,
                            .needs = {Purpose::behaviour},
                            .values_are = Values::listed,
                            .values = {"none", "silver", "gold"},
                            .declared = true});
    set.vocabulary.declare({.name = "page.ratio",
                            .group = Group::page,
                            .type = SignalType::number,
                            .min = -1e15,
                            .max = 1e15,
                            .declared = true});
    Rule& rule =
        builder.rule("cart-sale",
                     engine::testing::all({engine::testing::within(signals::behaviour_cart_value, 50, 1e15),
                                           engine::testing::is(signals::page_section, {"sport"})}),
                     {{"sale", 1}});
    rule.priority = 50;
    rule.place = {0, 12, 5};
    return builder.compile();
}

}  // namespace passerby::wire
