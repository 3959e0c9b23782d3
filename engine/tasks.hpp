// Work in independent pieces. The engine has no threads: whoever has some runs the pieces side by side.
#pragma once

#include <cstddef>
#include <functional>

namespace passerby::engine {

class Tasks {
  public:
    virtual ~Tasks() = default;
    // Calls task(0) … task(count − 1), each once, in any order and by any thread, and returns when all are
    // done. What a task throws comes out of here, once no task runs any more.
    virtual void run(std::size_t count, const std::function<void(std::size_t)>& task) = 0;
};

// By whoever calls, one after the other.
class TasksInTurn final : public Tasks {
  public:
    void run(std::size_t count, const std::function<void(std::size_t)>& task) override {
        for (std::size_t number = 0; number < count; ++number) { task(number); }
    }
};

}  // namespace passerby::engine
