#include "tests/property/law.hpp"

#include <gtest/gtest.h>

#include "tests/property/runs.hpp"
#include "tests/property/shrink.hpp"

namespace passerby::property {

namespace {

constexpr std::size_t requests_per_rule_set = 8;

// A shrunk case may have lost a name that it needs: then the product refuses it, and it proves nothing.
Complaint of_whole_cases(const Law& law) {
    return [&law](const Case& whole) -> std::string {
        if (!Subject(whole.texts()).ready()) { return ""; }
        Sides sides(whole);
        return law(sides, whole);
    };
}

}  // namespace

void hold(const Law& law, std::size_t pairs_normally, RuleCount count) {
    const std::size_t pairs = pairs_asked_for(pairs_normally);
    for (std::size_t i = 0; i * requests_per_rule_set < pairs; ++i) {
        const std::uint64_t seed = seed_of(i);
        Random random(seed);
        Case made = make_rules(random, count);
        Sides sides(made);
        ASSERT_TRUE(sides.product.ready()) << report(made, "refused:\n" + sides.product.refusal(), seed);
        for (std::size_t k = 0; k < requests_per_rule_set; ++k) {
            make_request(random, made);
            if (law(sides, made).empty()) { continue; }
            const Complaint complaint = of_whole_cases(law);
            const Case small = shrink(made, complaint);
            FAIL() << report(small, complaint(small), seed);
        }
    }
}

}  // namespace passerby::property
