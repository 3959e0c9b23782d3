// What is in force, and how each thread gets at it without waiting for another.
//
// One thread publishes; each worker holds a reference of its own and looks at a version number before each
// use: only when it has changed does the worker take the lock, once, to copy the new reference. (The
// standard library's atomic shared_ptr takes a lock at every read.)
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace passerby::live {

// May be used by any thread. `What` is immutable.
template <class What>
class InForce {
  public:
    using Reference = std::shared_ptr<const What>;

    explicit InForce(Reference first) : what_(std::move(first)) {}

    // What was in force is handed back: whoever keeps it decides which thread takes it apart.
    Reference publish(Reference what) {
        const std::lock_guard lock(guard_);
        std::swap(what_, what);
        version_.fetch_add(1, std::memory_order_release);
        return what;
    }
    Reference current() const {
        const std::lock_guard lock(guard_);
        return what_;
    }

    std::uint64_t version() const { return version_.load(std::memory_order_acquire); }

  private:
    mutable std::mutex guard_;
    Reference what_;
    std::atomic<std::uint64_t> version_{1};
};

// One thread's reference. Owned by that thread.
template <class What>
class InHand {
  public:
    explicit InHand(const InForce<What>& live) : live_(live) {}

    // What is in force now; it stays alive until the next call.
    const What& now() {
        // Read before the reference: a version that is too old only means that we look again.
        if (const std::uint64_t version = live_.version(); version != version_) [[unlikely]] {
            what_ = live_.current();
            version_ = version;
        }
        return *what_;
    }

  private:
    const InForce<What>& live_;
    std::uint64_t version_ = 0;
    typename InForce<What>::Reference what_;
};

}  // namespace passerby::live
