// The connections of one thread: accepts, waits, lets each connection work, enforces deadlines.
//
// Belongs to the thread that runs its io_context; create it, listen and drain there (or before it runs).
// Asio waits; the sockets themselves are in a set of our own (see poll.hpp).
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

#include "server/http/handler.hpp"
#include "server/http/limits.hpp"
#include "server/http/socket.hpp"

namespace boost::asio {
class io_context;
}

namespace passerby::http {

// How many connections all servers of a process have together: their limit is one.
struct Occupancy {
    std::atomic<std::size_t> open{0};
};

class Server {
  public:
    // All of these outlive it.
    Server(boost::asio::io_context& context, const Limits& limits, Handler& handler, Occupancy& occupancy);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void listen(Descriptor listening);

    // Takes what is already waiting to be accepted, then nothing more; finishes what is in flight; lets
    // idle connections be for the grace. Calls `done` once none is left.
    void drain(std::chrono::milliseconds idle_grace, std::function<void()> done);
    // Drops all connections and waits for nothing any more: its io_context can run out of work.
    void stop();

  private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace passerby::http
