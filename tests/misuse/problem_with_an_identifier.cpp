// And names only those identifiers that stand on our list.
// refused: could not convert|no known conversion|cannot convert|no matching|conversion from
#include <array>
#include <string_view>

#include "server/wire/problem.hpp"

using namespace passerby::wire;

Problem wrong(const std::array<std::string_view, 1>& members) {
#ifdef MISUSE
    return {.kind = ProblemKind::undeclared_members, .identifiers = members};
#else
    static constexpr std::array<OwnText, 1> ours = {"email"};
    return {.kind = ProblemKind::undeclared_members, .identifiers = ours, .others = members.size()};
#endif
}
