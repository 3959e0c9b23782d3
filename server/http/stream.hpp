// What a connection reads from and writes to: its socket. Never waits.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "server/http/socket.hpp"

namespace passerby::http {

// What became of asking for bytes, or of handing some over.
struct Moved {
    enum class State : std::uint8_t { some, later, ended, failed };
    State state;
    std::size_t bytes = 0;

    bool failed() const { return state == State::failed; }
    bool later() const { return state == State::later; }
};

class Stream {
  public:
    explicit Stream(Descriptor socket) : socket_(std::move(socket)) {}

    // `ended`: the peer will send nothing more.
    Moved receive(std::span<char> into);
    Moved send(std::string_view bytes);
    // Tells the peer that nothing more will be sent.
    Moved::State finish();
    // Takes what the peer still sends and shows it to nobody; only once finished.
    Moved drop(std::span<char> scratch);

    const Descriptor& socket() const { return socket_; }

  private:
    Descriptor socket_;
};

}  // namespace passerby::http
