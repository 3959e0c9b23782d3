// What a Context permits cannot be changed after the gate.
// refused: private
#include "engine/context.hpp"

using namespace passerby::engine;

bool knows(Context& context) {
#ifdef MISUSE
    context.permitted_ = PurposeSet{Purpose::history};
#endif
    return context.permitted().has(Purpose::history);
}
