// A Context has no members to be named from outside.
// refused: (designated|no matching|could not convert|non-aggregate)
#include "engine/context.hpp"

using namespace passerby::engine;

bool knows(const Signals& signals, const ConsentGate& gate) {
#ifdef MISUSE
    const Context context{.signals_ = &signals, .permitted_ = PurposeSet{Purpose::history}};
#else
    const Context context{gate.admit(signals, {}, Instant{}, std::nullopt)};
#endif
    return context.knows(signals::behaviour_visits);
}
