// A problem points at members by our names for them, not by a client's.
// refused: could not convert|no known conversion|cannot convert|no matching|conversion from
#include "server/wire/problem.hpp"

using namespace passerby::wire;

Problem wrong(std::string_view member) {
#ifdef MISUSE
    return {.kind = ProblemKind::slots_malformed, .pointer = member};
#else
    return {.kind = ProblemKind::slots_malformed, .pointer = "/slots", .index = member.size()};
#endif
}
