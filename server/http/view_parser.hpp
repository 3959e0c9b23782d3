// From the checked bytes of one whole request to a RequestView, through Beast's parser.
//
// Owned by one thread and reused: keeps views over the bytes it is given, and gathers the data of a chunked
// body in a buffer of its own. Behind this header nobody sees Beast.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "server/http/limits.hpp"
#include "server/http/message.hpp"

namespace passerby::http {

class ViewParser {
  public:
    struct Parsed {
        RequestView request;  // into the bytes that were parsed; a HEAD is told as the GET that it asks about
        bool keep_alive = false;
        bool http_1_0 = false;
        bool head_only = false;
    };

    // `message` is one request, head and body, as check_head and ChunkedBody let it through. Nothing where
    // Beast still finds a fault. The view lives until the next call or wipe().
    const Parsed* parse(std::string_view message);

    // Overwrites what was gathered of a body.
    void wipe();

  private:
    class Beast;

    void take_target(std::string_view target);
    void put_host();

    Parsed parsed_;
    std::array<Header, limits::headers_max> headers_;
    std::size_t header_count_ = 0;
    std::string_view authority_;  // of an absolute target
    std::string gathered_;
};

}  // namespace passerby::http
