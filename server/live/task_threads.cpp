#include "server/live/task_threads.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace passerby::live {

namespace {

// The tasks that nobody has begun yet, and the first exception.
class Pile {
  public:
    Pile(std::size_t count, const std::function<void(std::size_t)>& task) : count_(count), task_(task) {}

    // Until there are none left; once one has failed, the others need not begin.
    void work() {
        try {
            for (std::size_t number = next_++; number < count_; number = next_++) task_(number);
        } catch (...) {
            next_ = count_;
            const std::lock_guard lock(failing_);
            if (!failure_) failure_ = std::current_exception();
        }
    }

    void rethrow() const {
        if (failure_) std::rethrow_exception(failure_);
    }

  private:
    const std::size_t count_;
    const std::function<void(std::size_t)>& task_;
    std::atomic<std::size_t> next_{0};
    std::mutex failing_;
    std::exception_ptr failure_;
};

}  // namespace

void TaskThreads::run(const std::size_t count, const std::function<void(std::size_t)>& task) {
    Pile pile(count, task);
    {
        std::vector<std::jthread> others;
        const std::size_t wanted = std::min(threads_, count);
        others.reserve(wanted);
        try {
            while (others.size() + 1 < wanted) others.emplace_back([&pile] { pile.work(); });
        } catch (const std::system_error&) {
            // No further thread is to be had: then with those there are.
        }
        pile.work();
    }
    pile.rethrow();
}

}  // namespace passerby::live
