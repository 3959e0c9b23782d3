// One decision in its steps, with or without a trace; decide() and explain() are its two callers.
#pragma once

#include "engine/choose.hpp"
#include "engine/decide.hpp"
#include "engine/workspace.hpp"

namespace passerby::engine {

class Deciding {
  public:
    Deciding(const RuleIndex& index, const Context& context, const Request& request, Chance& chance,
             Workspace& workspace);

    // Calls `trace` back for what choosing passes over; `trace.slot(id)` before each slot.
    template <class Trace>
    Decision run(Trace& trace);

  private:
    template <class Trace>
    void draft_all(Instant now, Draft& draft, Trace& trace);
    template <class Trace>
    void draft_slot(SlotId slot, Instant now, Draft& draft, Trace& trace);
    void draft_pick(const Pick& pick, SlotId slot, Draft& draft);
    void draft_told(const Pick& pick, SlotId slot, Draft& draft);
    void draft_fallback(ContentId content, Draft& draft);

    std::optional<Instant> valid_until();
    Instant next_boundary(Instant after) const;
    Instant exact_change();
    Instant next_new_offset(Instant after) const;

    const CompiledRules& rules_;
    const Context& context_;
    const Request& request_;
    Luck luck_;
    Workspace& workspace_;
};

}  // namespace passerby::engine
