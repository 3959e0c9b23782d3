// A pointer does not pass for a flag.
// refused: no matching (member )?function
#include "engine/signal.hpp"

using namespace passerby::engine;

Offered offer(Signals& signals, const bool* flag) {
#ifdef MISUSE
    return signals.offer(signals::behaviour_returning, flag);
#else
    return signals.offer(signals::behaviour_returning, *flag);
#endif
}
