// Nor letters that are known when the program runs.
// refused: not a constant expression
#include "server/api/label.hpp"

using namespace passerby::api;

Label told(const char* agent) {
#ifdef MISUSE
    return {"agent", agent};
#else
    return {"agent", agent == nullptr ? LabelValue("none") : LabelValue("some")};
#endif
}
