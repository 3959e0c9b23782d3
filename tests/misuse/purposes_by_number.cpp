// Permissions cannot be made of a number.
// refused: (private|no matching|could not convert|no viable)
#include "engine/purpose.hpp"

using namespace passerby::engine;

bool covers() {
#ifdef MISUSE
    const PurposeSet all(0x3Fu);
#else
    const PurposeSet all{Purpose::location, Purpose::behaviour};
#endif
    return all.has(Purpose::history);
}
