// A class derived from Context comes no nearer to its making.
// refused: private
#include "engine/context.hpp"

using namespace passerby::engine;

#ifdef MISUSE
class Wider : public Context {
  public:
    explicit Wider(const Signals& signals)
        : Context(signals, PurposeSet{Purpose::history}, Instant{}, std::nullopt, never_changes) {}
};
#else
class Wider {
  public:
    explicit Wider(const Context& admitted) : context(admitted) {}
    const Context& context;
};
#endif

bool knows(const Wider& wider) {
    return sizeof(wider) > 0;
}
