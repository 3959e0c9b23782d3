// Any bytes as a layout of the index, a rule set and some requests: what it finds and chooses is held against
// a look at every rule.
#include <cstdint>
#include <span>
#include <string>

#include "engine/ensure.hpp"
#include "tests/engine/any_rules.hpp"
#include "tests/engine/every_rule.hpp"

namespace passerby::engine::testing {
namespace {

IndexShape a_shape(Dice& dice) {
    IndexShape shape;
    shape.head_rules = dice.pick(std::vector<std::size_t>{0, 1, 2, 63, 64, 65, 512, 600, 8'192});
    shape.cluster_rules = dice.pick(std::vector<std::size_t>{1, 2, 3, 8, 64, 1'000});
    shape.crowd_rules = dice.pick(std::vector<std::size_t>{1, 2, 3, 10, 64, 4'096});
    return shape;
}

void check(std::span<const std::uint8_t> bytes) {
    Dice dice(bytes);
    const IndexShape shapes[] = {a_shape(dice)};
    // Seldom more than a word of rules: small sets are many in a second.
    const std::size_t rules = dice.percent(95) ? dice.below(24) : dice.below(640);
    AnyRules any(dice);
    any.add_rules(rules);
    Moments moments = any.moments();
    Agreement agreement(any.set(), shapes);
    const std::string difference = agreement.difference(moments, 8);
    ensure(difference.empty(), difference.c_str());
}

}  // namespace
}  // namespace passerby::engine::testing

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    passerby::engine::testing::check({data, size});
    return 0;
}
