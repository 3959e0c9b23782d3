// There is no empty Context to be filled later.
// refused: no matching (function|constructor)
#include "engine/context.hpp"

using namespace passerby::engine;

bool knows(const Signals& signals, const ConsentGate& gate) {
#ifdef MISUSE
    const Context context;
#else
    const Context context = gate.admit(signals, {}, Instant{}, std::nullopt);
#endif
    return context.knows(signals::behaviour_visits);
}
