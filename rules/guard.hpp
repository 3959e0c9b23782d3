// How an operator wants rules guarded that would single somebody out: `guard` and `shares` of the
// configuration.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace passerby::rules {

// By signal, then by value as the rule language writes it: the share of all visits in which the signal is
// known and has that value.
using GivenShares = std::map<std::string, std::map<std::string, double>>;

struct Guard {
    double visits_per_day = 10'000;
    double min_reach = 50;  // visits in 30 days
    bool refuse = false;    // what cannot reach that many is an error
    GivenShares shares = {};
};

// What is wrong with the shares of one signal, as far as it shows without a rule set, which may declare more
// signals than are built in.
struct ShareFault {
    std::string value;  // which one; empty: about all of them
    std::string message, hint;
};
std::vector<ShareFault> share_faults(std::string_view signal, const std::map<std::string, double>& shares);

}  // namespace passerby::rules
