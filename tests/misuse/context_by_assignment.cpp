// One visitor's Context cannot take the place of another's.
// refused: deleted
#include "engine/context.hpp"

using namespace passerby::engine;

bool knows(Context& narrow, const Context& wide) {
#ifdef MISUSE
    narrow = wide;
#endif
    return narrow.knows(signals::behaviour_visits) && wide.knows(signals::behaviour_visits);
}
