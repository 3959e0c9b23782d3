// A Context cannot be kept past its request by copying it.
// refused: deleted
#include "engine/context.hpp"

using namespace passerby::engine;

bool knows(const Context& admitted) {
#ifdef MISUSE
    const Context context = admitted;
#else
    const Context& context = admitted;
#endif
    return context.knows(signals::behaviour_visits);
}
