// Why a request is refused before it reaches the API. The words for it are those of all problems.
#pragma once

#include "server/problem/kind.hpp"

namespace passerby::http {

using Refusal = problem::Kind;

}  // namespace passerby::http
