// Why a choice was made, in words for the visitor: the part of "Shown because …" that one test gives.
#pragma once

#include <string>

#include "engine/rule_set.hpp"

namespace passerby::engine {

// "you are in Germany, Austria or Switzerland": what one operator of a test says, its `negated` aside, which
// the caller minds (a `not` around a `{not: …}` says it after all). Bounded in length, whatever the author
// wrote.
std::string phrase(const Signal& signal, const Operator& op);

}  // namespace passerby::engine
