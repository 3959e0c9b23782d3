#include "server/api/signals.hpp"

#include "engine/manifest.hpp"
#include "server/api/caching.hpp"

namespace passerby::api {

std::optional<wire::Problem> SignalList::get(const http::RequestView& request, const engine::RuleIndex& rules,
                                             engine::Instant now, http::Response& response) {
    wire::NamedSlots slots;
    if (auto problem = query_reader_.read_slots(request.query, rules, slots)) { return problem; }
    const engine::Manifest& manifest = manifest_of(rules);
    wire::write_manifest(rules, slots.count == 0 ? manifest.of_all() : manifest.of(slots.known),
                         settings_.manifest, response.body);
    allow_caching(now, engine::never_changes, settings_.cache_max, response);
    answer_by_tag(request, response.body, response);
    return std::nullopt;
}

}  // namespace passerby::api
