// The whole server: builds every long-lived object in order, joins them, and takes them apart again.
//
//   options ─▶ rules ─▶ sockets ─▶ workers ─▶ reloader ─▶ control thread: signals, admin listener
//
// Owned by the main thread, which becomes the control thread.
#pragma once

#include <memory>

#include "server/options.hpp"

namespace passerby {

class App {
  public:
    explicit App(const Options& options);
    ~App();
    App(const App&) = delete;
    App& operator=(const App&) = delete;

    // Serves until it is told to stop; the exit code of the process.
    int run();

  private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace passerby
