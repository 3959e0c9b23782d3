#include "rules/parse_keys.hpp"

#include <fmt/format.h>

namespace passerby::rules {

void say_unknown_key(Report& report, Node key, std::string_view owner,
                     std::span<const std::string_view> known) {
    std::string hint = report.did_you_mean(key.text(), known);
    if (hint.empty()) { hint = fmt::format("{} has {}", owner, listed(known)); }
    report.say(key, "unknown-key", fmt::format("{} has no key {}", owner, backticked(key.text())),
               std::move(hint));
}

void say_missing_key(Report& report, Node mapping, std::string_view owner, std::string_view missing) {
    report.say(mapping, "missing-key", fmt::format("{} needs {}", owner, backticked(missing)),
               fmt::format("add `{}:`", missing));
}

}  // namespace passerby::rules
