#include "bench/plan.hpp"

#include <algorithm>
#include <string>

#include "bench/options.hpp"

namespace passerby::bench {

namespace {

constexpr std::size_t adversarial_rules_max = 100'000, adversarial_contexts_max = 1'000;

bool lists(const std::string& list, std::string_view wanted) {
    return list.empty() || ("," + list + ",").find("," + std::string(wanted) + ",") != std::string::npos;
}

std::size_t adversarial_size(const std::vector<std::size_t>& sizes) {
    std::size_t largest = 0;
    for (const std::size_t rules : sizes) {
        if (rules <= adversarial_rules_max) { largest = std::max(largest, rules); }
    }
    return largest;
}

}  // namespace

Plan read_plan(int& argc, char** argv) {
    Plan plan;
    std::vector<std::size_t> sizes = parse_numbers(take_option(argc, argv, "rules"));
    if (sizes.empty()) { sizes = {1'000, 10'000, 100'000}; }
    const auto wanted = parse_numbers(take_option(argc, argv, "contexts"));
    if (!wanted.empty()) { plan.contexts = wanted.front(); }
    const std::string kinds = take_option(argc, argv, "kinds");
    for (const Kind kind : all_kinds) {
        const bool made_to_hurt = kind > Kind::none;
        const std::size_t contexts =
            made_to_hurt ? std::min(plan.contexts, adversarial_contexts_max) : plan.contexts;
        for (const std::size_t rules : sizes) {
            const bool measured = !made_to_hurt || rules == adversarial_size(sizes);
            if (measured && lists(kinds, name_of(kind))) {
                plan.rule_sets.push_back({kind, rules, contexts});
            }
        }
    }
    return plan;
}

}  // namespace passerby::bench
