#include "server/http/tasks.hpp"

#include <sys/eventfd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace passerby::http {

Tasks::Tasks() : bell_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (!bell_) throw std::system_error(errno, std::system_category(), "eventfd");
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
    std::vector<std::function<void()>> taken;
    {
        const std::lock_guard lock(guard_);
        taken.swap(waiting_);
    }
    for (const auto& task : taken) task();
}

}  // namespace passerby::http
