// The few request headers that speak of the visitor, added to what the request itself said.
#pragma once

#include <string_view>

#include "engine/rule_index.hpp"
#include "server/http/message.hpp"
#include "server/wire/decide_request.hpp"

namespace passerby::api {

// `Sec-GPC: 1` and `DNT: 1`, exactly so, are objections, whatever the request says.
void read_objections(const http::RequestView& view, wire::DecideRequest& request);

// What the browser says of its device, where the request says nothing of it.
void derive_device(const http::RequestView& view, wire::DecideRequest& request);

// The headers that an answer depends on, for caches.
inline constexpr std::string_view objection_headers = "Sec-GPC, DNT";
inline constexpr std::string_view objection_and_device_headers =
    "Sec-GPC, DNT, User-Agent, Sec-CH-UA, Sec-CH-UA-Mobile, Sec-CH-UA-Platform";

}  // namespace passerby::api
