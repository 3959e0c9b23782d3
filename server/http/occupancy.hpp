// What all servers of a process hold together: the limits on it are of the process, not of a thread.
// May be used by any thread.
#pragma once

#include <atomic>
#include <cstddef>

namespace passerby::http {

struct Occupancy {
    std::atomic<std::size_t> open{0};        // connections
    std::atomic<std::size_t> held_bytes{0};  // of partial requests, and of answers that nobody takes
};

// One connection's part of the bytes. Given back when it goes. Owned by one thread.
class HeldBytes {
  public:
    explicit HeldBytes(Occupancy& occupancy) : all_(occupancy.held_bytes) {}
    ~HeldBytes() { become(0); }
    HeldBytes(const HeldBytes&) = delete;
    HeldBytes& operator=(const HeldBytes&) = delete;

    void become(std::size_t bytes) {
        if (bytes != own_) all_.fetch_add(bytes - own_, std::memory_order_relaxed);
        own_ = bytes;
    }
    std::size_t own() const { return own_; }

  private:
    std::atomic<std::size_t>& all_;
    std::size_t own_ = 0;
};

}  // namespace passerby::http
