// A request's query string into the same DecideRequest that a JSON body fills: for pages without JSON,
// includes and shared caches.
//
// Parameters are the members of the body, dotted: `page.section=sport`. Sets are comma-separated, `slot` and
// `exclude` may come again and again. What is none of ours is counted and not looked at.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/wire/decide_request.hpp"
#include "server/wire/problem.hpp"

namespace passerby::wire {

// The slots that a query names, without anything else.
struct NamedSlots {
    std::size_t count = 0;              // those that the rule set lacks included, and repeated ones
    std::vector<engine::SlotId> known;  // each once
};

// Owned by one worker; owns the decoded bytes, into which the request's views point.
class QueryReader {
  public:
    // Nothing: it was read. A problem: nothing in `request` counts.
    std::optional<Problem> read(std::string_view query, const engine::RuleIndex& rules,
                                DecideRequest& request);
    // Other parameters are not looked at, and none has to come.
    std::optional<Problem> read_slots(std::string_view query, const engine::RuleIndex& rules,
                                      NamedSlots& slots);
    // Overwrites the decoded bytes; the views into them are gone.
    void forget();

  private:
    class Walk;
    template <class Take>  // void(name, std::optional<value>)
    void each_parameter(std::string_view query, Take take);

    std::string decoded_;
    std::vector<std::string_view> members_;  // of the set being read
};

}  // namespace passerby::wire
