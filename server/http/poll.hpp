// The set of sockets one thread waits for. Owned by that thread.
//
// An epoll set: a request costs one receive and one send, and nothing is re-armed in between. The set is
// itself a descriptor, which becomes readable as soon as something in it is ready.
#pragma once

#include <sys/epoll.h>

#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

#include "server/http/socket.hpp"

namespace passerby::http {

class Poll {
  public:
    enum class For : std::uint8_t { nothing, reading, writing };

    Poll();

    int number() const { return set_.number(); }
    // False where the kernel has no memory for one more.
    bool add(const Descriptor& descriptor, For what, void* token);
    void change(const Descriptor& descriptor, For what, void* token);
    void remove(const Descriptor& descriptor);

    // What is ready, or becomes ready first within that time. Valid until the next call.
    std::span<const epoll_event> wait(std::chrono::milliseconds at_most);

  private:
    Descriptor set_;
    std::vector<epoll_event> events_;
};

}  // namespace passerby::http
