// What a Scratch holds: every buffer that deciding reuses. Owned by one thread.
#pragma once

#include <vector>

#include "engine/choose.hpp"
#include "engine/draft.hpp"
#include "engine/evidence.hpp"
#include "engine/held.hpp"
#include "engine/routes.hpp"
#include "engine/why.hpp"

namespace passerby::engine {

struct Workspace {
    Evidence evidence;
    Landing landing;
    Routes routes;
    Held held;
    ChoosingBuffers choosing;
    Reasons reasons;
    Draft draft, later_draft;
    std::vector<Offset> seen_offsets;  // of the site's clock, while the next change is looked for
    std::vector<RuleId> matches;
};

}  // namespace passerby::engine
