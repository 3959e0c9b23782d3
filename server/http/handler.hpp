// Whom a server hands its requests, and tells what became of connections. Called on the server's thread.
#pragma once

#include <cstdint>

#include "server/http/message.hpp"

namespace passerby::http {

// Why a connection was not taken.
enum class TurnedAway : std::uint8_t { limit, descriptors, memory, handshake };

class Handler {
  public:
    virtual ~Handler() = default;

    // Fills in `response`, which has been started. The request lives only during the call.
    virtual void handle(const RequestView& request, Response& response) = 0;

    // Whether this one is handled even where there is no time for others: it costs as little as refusing it.
    virtual bool is_urgent(const RequestView&) const { return false; }

    // A request was refused before it could be handled, with this status.
    virtual void on_refused(int status) = 0;
    virtual void on_opened() = 0;
    virtual void on_closed() = 0;
    virtual void on_turned_away(TurnedAway reason) = 0;
};

}  // namespace passerby::http
