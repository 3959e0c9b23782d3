// Work that other threads hand to one thread, which wakes it. Run by that thread; anybody may post.
#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include "server/http/socket.hpp"

namespace passerby::http {

class Tasks {
  public:
    Tasks();

    // Readable while something waits to be run.
    const Descriptor& bell() const { return bell_; }

    void post(std::function<void()> task);
    // All that was posted so far, in that order. What finds no memory is given up.
    void run();

  private:
    Descriptor bell_;
    std::mutex guard_;
    std::vector<std::function<void()>> waiting_;
    std::vector<std::function<void()>> taken_;  // being run
};

}  // namespace passerby::http
