// A law, held to random cases: generated, tried, and where it is broken shrunk and reported.
#pragma once

#include <functional>
#include <string>

#include "tests/property/subject.hpp"

namespace passerby::property {

// One rule set, as the product and as the oracle see it.
struct Sides {
    explicit Sides(const Case& made) : product(made.texts()), oracle(made.texts()) {}
    Subject product;
    reference::RuleSet oracle;
};

// What is wrong with a case; empty: the law holds.
using Law = std::function<std::string(Sides&, const Case&)>;

// PASSERBY_PAIRS and PASSERBY_SEED say how many pairs of rules and request, and which.
void hold(const Law& law, std::size_t pairs_normally, RuleCount count = {});

}  // namespace passerby::property
