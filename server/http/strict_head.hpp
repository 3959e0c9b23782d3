// What RFC 9112 says a server must refuse, as one pure function over the bytes of a head.
//
// The parser behind it is lenient where proxies and servers have disagreed and been tricked (request
// smuggling): so nothing reaches it that this check has not passed. Looks at every byte once; allocates
// nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "server/http/refusal.hpp"

namespace passerby::http {

struct Head {
    std::size_t bytes = 0;  // up to and including the empty line
    std::uint64_t content_length = 0;
    bool chunked = false;
    bool expects_continue = false;
};

struct HeadVerdict {
    enum class State : std::uint8_t { incomplete, complete, refused };
    State state = State::incomplete;
    Refusal refusal = Refusal::none;
    Head head;  // of a complete one
};

// `bytes` begin with the request line and may go on past the head. Bytes that can never become a head are
// refused as soon as their line has come, not when the head is complete.
HeadVerdict check_head(std::string_view bytes, std::size_t head_bytes_max);

// One line `NAME: VALUE` of a head, without its line end.
Refusal check_field_line(std::string_view line);
// … and one behind a chunked body, which may be less.
Refusal check_trailer_line(std::string_view line);

}  // namespace passerby::http
