#include "server/api/visitor_headers.hpp"

#include <algorithm>

#include "server/http/characters.hpp"
#include "server/wire/client_hints.hpp"

namespace passerby::api {

namespace {

// One line that says so is enough, whatever others of that name say beside it.
bool says_one(const http::RequestView& view, std::string_view lower_case_name) {
    return std::any_of(view.headers.begin(), view.headers.end(), [&](const http::Header& header) {
        return header.value == "1" && http::equals_without_case(header.name, lower_case_name);
    });
}

}  // namespace

void read_objections(const http::RequestView& view, wire::DecideRequest& request) {
    request.consent.gpc = request.consent.gpc || says_one(view, "sec-gpc");
    request.consent.dnt = says_one(view, "dnt");
}

void derive_device(const http::RequestView& view, wire::DecideRequest& request) {
    if (request.has_device) { return; }
    const wire::Device device = wire::recognise_device({
        .user_agent = view.header("user-agent").value_or(""),
        .brands = view.header("sec-ch-ua").value_or(""),
        .mobile = view.header("sec-ch-ua-mobile").value_or(""),
        .platform = view.header("sec-ch-ua-platform").value_or(""),
    });
    if (device == wire::Device{}) { return; }
    request.signals.offer(engine::signals::device_type, device.type);
    request.signals.offer(engine::signals::device_os, device.os);
    request.signals.offer(engine::signals::device_browser, device.browser);
}

}  // namespace passerby::api
