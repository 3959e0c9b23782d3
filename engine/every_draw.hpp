// Every way the draws of one decision can fall, one after another: for whoever must know that something
// holds whatever chance does.
//
//     EveryDraw every;
//     Chance chance(every);
//     do { decide(…, chance, …); } while (every.next());
//
// What chance never draws (a weight of 0 does not exist) is not among them. Owned by one thread.
#pragma once

#include <cstddef>
#include <vector>

namespace passerby::engine {

class EveryDraw {
  public:
    // Of so many options, the one of this round.
    std::size_t draw(std::size_t options);
    // The next round; false once all were seen.
    bool next();

  private:
    struct Fork {
        std::size_t taken, options;
    };
    std::vector<Fork> path_;
    std::size_t depth_ = 0;  // draws of this round so far
};

}  // namespace passerby::engine
