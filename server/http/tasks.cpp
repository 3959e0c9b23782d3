#include "server/http/tasks.hpp"

#include <sys/eventfd.h>

#include <cerrno>
#include <new>
#include <system_error>
#include <utility>

namespace passerby::http {

namespace {

constexpr std::size_t room = 64;  // more never wait; until then posting what is small takes no memory

}  // namespace

Tasks::Tasks() : bell_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (!bell_) throw std::system_error(errno, std::system_category(), "eventfd");
    waiting_.reserve(room);
    taken_.reserve(room);
}

void Tasks::post(std::function<void()> task) {
    {
        const std::lock_guard lock(guard_);
        waiting_.push_back(std::move(task));
    }
    ::eventfd_write(bell_.number(), 1);
}

void Tasks::run() {
    eventfd_t rung = 0;
    ::eventfd_read(bell_.number(), &rung);
    {
        const std::lock_guard lock(guard_);
        taken_.swap(waiting_);
    }
    for (const auto& task : taken_) {
        try {
            task();
        } catch (const std::bad_alloc&) {}  // lost; those behind it are not
    }
    taken_.clear();
}

}  // namespace passerby::http
