// The head of a request, read as strictly as RFC 9112 asks of a server, in one look at each byte.
//
// Proxies and servers that disagree about a head have been tricked (request smuggling): so there is one
// reader here, what it does not let through nobody sees, and a second opinion (Beast's parser) is asked in
// the tests.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "server/http/limits.hpp"
#include "server/http/message.hpp"
#include "server/http/refusal.hpp"

namespace passerby::http {

// What says where the message and the connection end.
struct Head {
    std::size_t bytes = 0;  // up to and including the empty line
    std::uint64_t content_length = 0;
    bool chunked = false;
    bool expects_continue = false;
    bool keep_alive = true;  // the peer wants to ask again
    bool http_1_0 = false;
    bool head_only = false;  // a HEAD, told as the GET that it asks about
};

struct HeadVerdict {
    enum class State : std::uint8_t { incomplete, complete, refused };
    State state = State::incomplete;
    Refusal refusal = Refusal::none;
    Head head;  // of a complete one
};

// Owned by one thread and reused. Allocates nothing.
class HeadReader {
  public:
    // `bytes` begin with the request line and may go on past the head. Bytes that can never become a head are
    // refused as soon as their line has come, not when the head is complete.
    HeadVerdict read(std::string_view bytes, std::size_t head_bytes_max);

    // What the last read() found complete, without its body: views into the bytes that it was given.
    RequestView request() const;

  private:
    HeadVerdict read_lines(std::string_view head, bool full);
    Refusal take_request_line(std::string_view line);
    Refusal take_target(std::string_view target);
    Refusal take_field(std::string_view line);
    Refusal take_framing(const Header& header);
    Refusal finish();
    void split_target(std::string_view target);
    void put_host();

    struct Seen {
        bool host, content_length, transfer_encoding, close, kept;
    };

    Head head_;
    Seen seen_{};
    std::string_view method_, path_, query_;
    std::string_view authority_;  // of an absolute target
    std::array<Header, limits::headers_max> headers_;
    std::size_t header_count_ = 0;
};

// One line `NAME: VALUE` of a head, without its line end; the value without blanks around it.
Refusal read_field_line(std::string_view line, Header& into);
// … and one behind a chunked body, which may be less.
Refusal check_trailer_line(std::string_view line);

}  // namespace passerby::http
