// Nor by moving it.
// refused: deleted
#include <utility>

#include "engine/context.hpp"

using namespace passerby::engine;

bool knows(Context&& admitted) {
#ifdef MISUSE
    const Context context = std::move(admitted);
#else
    const Context& context = std::move(admitted);
#endif
    return context.knows(signals::behaviour_visits);
}
