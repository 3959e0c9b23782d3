#include "server/api/visitor_headers.hpp"

#include "server/wire/client_hints.hpp"

namespace passerby::api {

void read_objections(const http::RequestView& view, wire::DecideRequest& request) {
    request.consent.gpc = request.consent.gpc || view.header("sec-gpc") == "1";
    request.consent.dnt = view.header("dnt") == "1";
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
