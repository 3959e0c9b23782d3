// What all connections of one thread share: its buffers, its reader, its clock. Owned by that thread.
//
// A connection is some tens of bytes because all that is large lies here, used by one connection at a time.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "server/http/chunked_body.hpp"
#include "server/http/handler.hpp"
#include "server/http/limits.hpp"
#include "server/http/moved.hpp"
#include "server/http/occupancy.hpp"
#include "server/http/request_head.hpp"
#include "server/http/tls_desk.hpp"
#include "server/http/wipe.hpp"

namespace passerby::http {

using Ticks = std::uint32_t;  // since the thread began; 250 ms each

// A timeout in ticks, never shorter than it says.
constexpr Ticks ticks_of(std::chrono::milliseconds timeout) {
    return static_cast<Ticks>((timeout + limits::tick - std::chrono::milliseconds{1}) / limits::tick + 1);
}

// How far the request at the front of a connection's bytes has come.
struct Progress {
    bool has_head = false;
    bool said_continue = false;
    Head head;
    ChunkedBody chunks;
};

// What a connection needs while it is served, and until what it was answered has been sent.
struct Seat {
    std::vector<char> input = std::vector<char>(limits::receive_bytes);
    Moved got;              // what came, into `input`
    std::size_t taken = 0;  // of these bytes, by the requests that are answered
    std::string output;     // the answers of one batch
    Progress progress;      // of a connection that has nothing of its own yet

    std::span<char> received() { return std::span(input).first(got.bytes); }
};

struct Desk {
    Desk(const Limits& kept_limits, Handler& whom, Occupancy& shared)
        : limits(kept_limits), handler(whom), occupancy(shared) {}

    // All that a request and its answer may have left here, where their connection could not see to it.
    void forget() {
        wipe(seat->input);
        wipe_and_clear(seat->output);
        wipe_and_clear(response.body);
        wipe_and_clear(gathered);
        too_late = false;
    }

    const Limits& limits;
    Handler& handler;
    Occupancy& occupancy;

    std::array<Seat, limits::seats> seats;
    Seat* seat = seats.data();  // of the connection that is served now
    HeadReader reader;
    std::string gathered;  // the data of a chunked body
    Response response;
    TlsDesk tls;

    std::string date;  // as the Date line has it
    Ticks now = 0;
    std::chrono::steady_clock::time_point turn_began;  // when the sockets of this turn were found ready
    bool too_late = false;                             // for what comes now: there is no time for it
    bool draining = false;
    Ticks idle_until = 0;  // while draining: idle connections are closed from then on
};

}  // namespace passerby::http
