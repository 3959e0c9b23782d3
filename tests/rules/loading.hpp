// Shorthand for tests that load a rule set from a text: what came out, and the codes of what was said.
#pragma once

#include <string>
#include <vector>

#include "rules/load.hpp"

namespace passerby::rules {

// Long before any date that a test writes.
inline constexpr engine::Instant test_now{std::chrono::seconds{1'000'000'000}};

inline Loaded load_set(std::string text) {
    return load_text("set.yaml", std::move(text), {.now = test_now});
}

// `LINE:COLUMN CODE` of every issue.
inline std::vector<std::string> remarks(const Loaded& loaded) {
    std::vector<std::string> out;
    for (const Issue& issue : loaded.issues) {
        out.push_back(std::to_string(issue.line) + ":" + std::to_string(issue.column) + " " + issue.code);
    }
    return out;
}

// One rule with that condition, in a set with a slot, two contents, a segment and some declared signals.
inline Loaded load_when(const std::string& condition) {
    return load_set(
        "slots: {hero: {}}\n"
        "content: {welcome: {}, other: {}}\n"
        "segments: {evening: {time.hour: 18-23}, phones: {device.type: phone}}\n"
        "signals: {page.heat: {type: number}, page.level: {type: integer, min: -5, max: 5}}\n"
        "rules: [{id: r, slot: hero, show: welcome, when: " +
        condition + "}]\n");
}

// The first thing that was said, for messages of failed tests.
inline std::string first_remark(const Loaded& loaded) {
    return loaded.issues.empty() ? "nothing was said" : loaded.issues.front().message;
}

}  // namespace passerby::rules
