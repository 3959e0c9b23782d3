// A Context cannot be built from signals and permissions of one's own choosing.
// refused: private
#include "engine/context.hpp"

using namespace passerby::engine;

bool knows(const Signals& signals, const ConsentGate& gate) {
#ifdef MISUSE
    const Context context(signals, PurposeSet{Purpose::history}, Instant{}, std::nullopt, never_changes);
#else
    const Context context = gate.admit(signals, {}, Instant{}, std::nullopt);
#endif
    return context.knows(signals::behaviour_visits);
}
