// The label of a metric cannot hold what a client said.
// refused: could not convert|no known conversion|cannot convert|no matching|conversion from
#include <string>

#include "server/api/label.hpp"

using namespace passerby::api;

Label told(const std::string& agent) {
#ifdef MISUSE
    return {"agent", agent};
#else
    return {"bytes", static_cast<int>(agent.size())};
#endif
}
