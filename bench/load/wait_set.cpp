#include "bench/load/wait_set.hpp"

#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <system_error>

namespace passerby::load {

namespace {

constexpr std::size_t events_max = 512;

}  // namespace

// From now on the kernel wakes this thread, and those that it starts, without its usual 50 µs of slack.
WaitSet::WaitSet() : number_(::epoll_create1(EPOLL_CLOEXEC)), events_(events_max) {
    if (number_ < 0) { throw std::system_error(errno, std::system_category(), "epoll_create1"); }
    ::prctl(PR_SET_TIMERSLACK, 1);
}

WaitSet::~WaitSet() {
    ::close(number_);
}

std::span<const epoll_event> WaitSet::wait(Nanoseconds left, Nanoseconds spin) {
    int count = sleep(std::max<Nanoseconds>(left - spin, 0));
    if (count == 0 && left > 0 && spin > 0) {
        const Nanoseconds until = steady_now() + std::min(left, spin);
        while (count == 0 && steady_now() < until) { count = sleep(0); }
    }
    return {events_.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
}

int WaitSet::sleep(Nanoseconds time) {
    const int size = static_cast<int>(events_.size());
    if (fine_ && time > 0) {
        const timespec limit{static_cast<std::time_t>(time / second), static_cast<long>(time % second)};
        const int count = ::epoll_pwait2(number_, events_.data(), size, &limit, nullptr);
        if (count >= 0 || errno != ENOSYS) { return count; }
        fine_ = false;
    }
    return ::epoll_wait(number_, events_.data(), size, static_cast<int>(time / millisecond));
}

}  // namespace passerby::load
