#include "server/http/poll.hpp"

#include <cerrno>

namespace passerby::http {

namespace {

constexpr std::size_t events_max = 1'024;  // the rest is told at the next turn

epoll_event event_of(Poll::For what, void* token) {
    epoll_event event{};
    if (what == Poll::For::reading) event.events = EPOLLIN;
    if (what == Poll::For::writing) event.events = EPOLLOUT;
    event.data.ptr = token;
    return event;
}

}  // namespace

Poll::Poll() : set_(::epoll_create1(EPOLL_CLOEXEC)), events_(events_max) {
    if (!set_) throw std::system_error(errno, std::system_category(), "epoll_create1");
}

bool Poll::add(const Descriptor& descriptor, For what, void* token) {
    epoll_event event = event_of(what, token);
    return ::epoll_ctl(set_.number(), EPOLL_CTL_ADD, descriptor.number(), &event) == 0;
}

void Poll::change(const Descriptor& descriptor, For what, void* token) {
    epoll_event event = event_of(what, token);
    ::epoll_ctl(set_.number(), EPOLL_CTL_MOD, descriptor.number(), &event);
}

void Poll::remove(const Descriptor& descriptor) {
    ::epoll_ctl(set_.number(), EPOLL_CTL_DEL, descriptor.number(), nullptr);
}

std::span<const epoll_event> Poll::wait(std::chrono::milliseconds at_most) {
    const int count = ::epoll_wait(set_.number(), events_.data(), static_cast<int>(events_.size()),
                                   static_cast<int>(at_most.count()));
    return {events_.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
}

}  // namespace passerby::http
