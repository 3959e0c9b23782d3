// Runs the tasks of a compile on some threads, of which the caller is one.
#pragma once

#include "engine/tasks.hpp"

namespace passerby::live {

class TaskThreads final : public engine::Tasks {
  public:
    explicit TaskThreads(std::size_t threads) : threads_(threads) {}

    void run(std::size_t count, const std::function<void(std::size_t)>& task) override;

  private:
    std::size_t threads_;
};

}  // namespace passerby::live
