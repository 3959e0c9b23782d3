// Where a visitor is, by the address of the connection or the one that a trusted proxy forwards: sought only
// where the visitor permits it and the request says nothing of a place itself.
#pragma once

#include <memory>
#include <utility>

#include "engine/purpose.hpp"
#include "engine/rule_index.hpp"
#include "server/api/measures.hpp"
#include "server/http/message.hpp"
#include "server/live/in_force.hpp"
#include "server/place/atlas.hpp"
#include "server/place/network.hpp"
#include "server/wire/decide_request.hpp"

namespace passerby::api {

// What a trusted proxy writes, as caches are told it.
inline constexpr std::string_view forwarding_headers = "Forwarded, X-Forwarded-For";

// What all threads look at.
struct Places {
    explicit Places(std::shared_ptr<const place::Atlas> first) : atlas(std::move(first)) {}

    live::InForce<place::Atlas> atlas;
    place::Networks trusted_proxies;
};

// Owned by one worker. Keeps nothing of a request.
class VisitorPlace {
  public:
    // Both outlive it.
    VisitorPlace(const Places& places, Measures& measures)
        : places_(places), atlas_(places.atlas), measures_(measures) {}

    // Adds what may be known of the place, if any rule reads one, to the request's signals, and marks the
    // answer as this visitor's alone. Nothing that did not come in the request itself is ever told to be
    // withheld or ignored.
    void add(const http::RequestView& view, const engine::RuleIndex& rules, engine::PurposeSet permitted,
             wire::DecideRequest& request, http::Response& response);

  private:
    PlaceOutcome seek(const http::RequestView& view, engine::PurposeSet permitted,
                      wire::DecideRequest& request);

    const Places& places_;
    live::InHand<place::Atlas> atlas_;
    Measures& measures_;
};

}  // namespace passerby::api
