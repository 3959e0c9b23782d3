// Nor can its name.
// refused: not a constant expression
#include "server/api/label.hpp"

using namespace passerby::api;

Label told(const char* name) {
#ifdef MISUSE
    return {name, 1};
#else
    return {"name", name == nullptr ? 0 : 1};
#endif
}
