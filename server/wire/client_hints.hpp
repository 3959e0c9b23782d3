// What a browser says of itself in headers, reduced at once to the three closed lists of `device.*`.
//
// Three words of ours are all that is left of the headers: no version, no model, nothing to tell two
// visitors of the same kind apart.
#pragma once

#include <string_view>

namespace passerby::wire {

struct ClientHints {
    std::string_view user_agent;
    std::string_view brands;    // Sec-CH-UA
    std::string_view mobile;    // Sec-CH-UA-Mobile: ?0 or ?1
    std::string_view platform;  // Sec-CH-UA-Platform: "Android", in quotes
};

// Values of device.type, device.os and device.browser; all empty where nothing was said.
struct Device {
    std::string_view type, os, browser;
    friend bool operator==(const Device&, const Device&) = default;
};

Device recognise_device(const ClientHints& hints);

}  // namespace passerby::wire
