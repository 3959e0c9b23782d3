// The connections of one thread: accepts, waits, lets each connection work, enforces deadlines.
//
// Belongs to the thread that runs it (or, before it runs, to whoever made it): everything but post() is
// called there. It waits in a set of sockets of its own and needs no loop of anybody else; hosted_server.hpp
// is for a thread that has one.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

#include "server/http/handler.hpp"
#include "server/http/limits.hpp"
#include "server/http/occupancy.hpp"
#include "server/http/socket.hpp"
#include "server/http/tls_identity.hpp"

namespace passerby::http {

class Server {
  public:
    // All of these outlive it.
    Server(const Limits& limits, Handler& handler, Occupancy& occupancy);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void listen(Descriptor listening);
    // Connections accepted from now on speak TLS, with the identity that the door shows; it outlives this.
    void speak_tls(const TlsDoor& door);

    // Turn after turn, until it is stopped.
    void run();
    // Waits until there is something to do, but no longer than that, and does it. False once it is stopped.
    bool take_turn(std::chrono::milliseconds patience);
    // The set it waits in: readable while there is something to do other than a tick.
    int set() const;

    // From any thread: runs between two turns.
    void post(std::function<void()> task);

    // Takes what is already waiting to be accepted, then nothing more; finishes what is in flight; lets
    // idle connections be for the grace. Calls `done` once none is left.
    void drain(std::chrono::milliseconds idle_grace, std::function<void()> done);
    // Drops all connections; there are no further turns.
    void stop();

  private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace passerby::http
