// Why a choice was made, in words for the visitor: the part of "Shown because …" that one test gives.
#pragma once

#include <string>

#include "engine/rule_set.hpp"

namespace passerby::engine {

// "you are in Germany, Austria or Switzerland". One operator of one test that held; empty for a negated
// one, which tells what the visitor is not. Bounded in length, whatever the author wrote.
std::string phrase(const Signal& signal, const Operator& op);

}  // namespace passerby::engine
