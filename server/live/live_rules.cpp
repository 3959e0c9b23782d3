#include "server/live/live_rules.hpp"

#include <utility>

namespace passerby::live {

RulesReference LiveRules::publish(RulesReference rules) {
    const std::lock_guard lock(guard_);
    std::swap(rules_, rules);
    version_.fetch_add(1, std::memory_order_release);
    return rules;
}

RulesReference LiveRules::current() const {
    const std::lock_guard lock(guard_);
    return rules_;
}

const engine::RuleIndex& RulesInHand::now() {
    // Read before the reference: a version that is too old only means that we look again.
    if (const std::uint64_t version = live_.version(); version != version_) [[unlikely]] {
        rules_ = live_.current();
        version_ = version;
    }
    return *rules_;
}

}  // namespace passerby::live
