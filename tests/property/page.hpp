// A page that asked for the manifest and sends nothing else: reads the JSON of `GET /v1/signals` and reduces
// requests by it, with nothing but what server/API.md says.
#pragma once

#include "tests/reference/tree.hpp"

namespace passerby::property {

struct Page {
    reference::Tree manifest;
    bool folds = true;       // compares as rules do; else by ASCII lower case, as simple clients may
    bool sends_own = false;  // a listed value in its own spelling, not in the list's

    // The request must hold nothing that the server would ignore.
    reference::Tree reduce(const reference::Tree& request) const;
};

}  // namespace passerby::property
