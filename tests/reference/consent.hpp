// What the visitor permits, from the request's own consent record and the headers that object.
#pragma once

#include <set>
#include <string>

#include "tests/reference/visit.hpp"

namespace passerby::reference {

struct Permissions {
    std::set<std::string> granted;  // purposes, and the two of vocabulary.cpp that stand unless taken away
    std::set<std::string> refresh;  // purposes said yes to, too long ago to count
};

Permissions permissions(const Tree& request, Instant now, Headers headers);

}  // namespace passerby::reference
