// The reusable buffers of one worker: whatever a decision needs beyond its arguments.
// Owned by one thread; warm after a few decisions, and from then on nothing is allocated.
#pragma once

#include <memory>

namespace passerby::engine {

struct Workspace;  // see workspace.hpp

class Scratch {
  public:
    Scratch();
    ~Scratch();
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;

    // Overwrites what the last decision was made from; its views are gone.
    void forget();

    Workspace& workspace() { return *workspace_; }

  private:
    std::unique_ptr<Workspace> workspace_;
};

}  // namespace passerby::engine
