// The set of sockets one thread waits for. Owned by that thread.
//
// It is an epoll set of our own, which Asio in turn waits for as for one descriptor: so a request costs one
// receive and one send, and nothing is re-armed in between.
#pragma once

#include <sys/epoll.h>

#include <cstdint>
#include <span>
#include <vector>

#include "server/http/socket.hpp"

namespace passerby::http {

class Poll {
  public:
    enum class For : std::uint8_t { reading, writing };

    Poll();

    int number() const { return set_.number(); }
    // False where the kernel has no memory for one more.
    bool add(const Descriptor& descriptor, For what, void* token);
    void change(const Descriptor& descriptor, For what, void* token);
    void remove(const Descriptor& descriptor);

    // All that is ready now; never waits. Valid until the next call.
    std::span<const epoll_event> ready();

  private:
    Descriptor set_;
    std::vector<epoll_event> events_;
};

}  // namespace passerby::http
