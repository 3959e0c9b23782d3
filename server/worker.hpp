// One serving thread and all it owns: its listener, its connections, its buffers, its counters.
//
// Workers share nothing but the rules in force and the number of connections. Made, drained and stopped by
// the control thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "server/api/public_api.hpp"
#include "server/http/server.hpp"
#include "server/http/socket.hpp"
#include "server/live/live_rules.hpp"

namespace passerby {

class Worker {
  public:
    // What all workers look at; outlives them.
    struct Shared {
        const http::Limits& limits;
        const api::PublicSettings& settings;
        const live::LiveRules& rules;
        const api::Readiness& readiness;
        http::Occupancy& occupancy;
        const http::TlsDoor* tls;  // null: plain text
    };

    Worker(const Shared& shared, api::Measures& measures, http::Descriptor listening,
           std::uint64_t chance_seed);
    ~Worker();  // stops at once, where it was not stopped before
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void start();
    void notice_rules();
    // `then` and `done` are called on the worker's thread.
    void answer(std::function<void()> then);
    void drain(std::chrono::milliseconds idle_grace, std::function<void()> done);
    void stop();

  private:
    class Thread;
    std::unique_ptr<Thread> thread_;
};

}  // namespace passerby
