// The rules in force, and how each thread gets at them without waiting for another.
//
// One thread publishes; each worker holds a reference of its own and looks at a version number before each
// request: only when it has changed does the worker take the lock, once, to copy the new reference. (The
// standard library's atomic shared_ptr takes a lock at every read.)
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>

#include "engine/rule_index.hpp"

namespace passerby::live {

using RulesReference = std::shared_ptr<const engine::RuleIndex>;

// May be used by any thread.
class LiveRules {
  public:
    explicit LiveRules(RulesReference first) : rules_(std::move(first)) {}

    // What was in force is handed back: whoever keeps it decides which thread takes it apart.
    RulesReference publish(RulesReference rules);
    RulesReference current() const;

    std::uint64_t version() const { return version_.load(std::memory_order_acquire); }

  private:
    mutable std::mutex guard_;
    RulesReference rules_;
    std::atomic<std::uint64_t> version_{1};
};

// One thread's reference. Owned by that thread.
class RulesInHand {
  public:
    explicit RulesInHand(const LiveRules& live) : live_(live) {}

    // The rules in force now; they stay alive until the next call.
    const engine::RuleIndex& now();

  private:
    const LiveRules& live_;
    std::uint64_t version_ = 0;
    RulesReference rules_;
};

}  // namespace passerby::live
