#include "server/api/visitor_place.hpp"

#include <array>
#include <optional>
#include <span>

#include "server/http/characters.hpp"
#include "server/place/forwarding.hpp"

namespace passerby::api {

namespace {

// All lines of one header, in order. More than anybody has are too many to be believed.
class HeaderLines {
  public:
    HeaderLines(const http::RequestView& view, std::string_view lower_case_name) {
        for (const http::Header& header : view.headers) {
            if (!http::equals_without_case(header.name, lower_case_name)) { continue; }
            too_many_ = count_ == lines_.size();
            if (too_many_) { return; }
            lines_[count_++] = header.value;
        }
    }
    bool too_many() const { return too_many_; }
    std::span<const std::string_view> lines() const { return std::span(lines_).first(count_); }

  private:
    std::array<std::string_view, place::hops_max> lines_;
    std::size_t count_ = 0;
    bool too_many_ = false;
};

bool find_client(const http::RequestView& view, const place::Networks& trusted, place::IpAddress& address) {
    if (view.peer == nullptr || !view.peer->tell_address(address.bytes())) { return false; }
    if (trusted.empty()) { return true; }
    const HeaderLines forwarded(view, "forwarded"), listed(view, "x-forwarded-for");
    if (forwarded.too_many() || listed.too_many()) { return !place::any_has(trusted, address); }
    return place::find_client(trusted, {forwarded.lines(), listed.lines()}, address);
}

bool read_places(const engine::RuleIndex& rules) {
    return rules.reads(engine::signals::location_country) || rules.reads(engine::signals::location_region) ||
           rules.reads(engine::signals::location_city);
}

void offer(wire::DecideRequest& request, engine::SignalId id, std::string_view text) {
    if (!text.empty()) { request.signals.offer(id, text); }
}

}  // namespace

void VisitorPlace::add(const http::RequestView& view, const engine::RuleIndex& rules,
                       engine::PurposeSet permitted, wire::DecideRequest& request, http::Response& response) {
    if (request.has_location || !permitted.has(engine::Purpose::location) || !read_places(rules)) { return; }
    request.only_shared = false;
    if (!places_.trusted_proxies.empty()) { response.field("Vary", forwarding_headers); }
    measures_.places[static_cast<std::size_t>(seek(view, permitted, request))].add();
}

PlaceOutcome VisitorPlace::seek(const http::RequestView& view, engine::PurposeSet permitted,
                                wire::DecideRequest& request) {
    place::IpAddress address;
    if (!find_client(view, places_.trusted_proxies, address)) { return PlaceOutcome::no_address; }
    place::Place place;
    const place::Found found = atlas_.now().find(address, place);
    if (found == place::Found::not_public) { return PlaceOutcome::not_public; }
    if (found == place::Found::nothing) { return PlaceOutcome::nothing; }
    offer(request, engine::signals::location_country, place.country);
    if (permitted.has(engine::Purpose::exact_location)) {
        offer(request, engine::signals::location_region, place.region());
        offer(request, engine::signals::location_city, place.city);
    }
    return PlaceOutcome::found;
}

}  // namespace passerby::api
