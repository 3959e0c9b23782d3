// The other end of a connection, as its socket knows it.
#pragma once

#include "server/http/message.hpp"
#include "server/http/socket.hpp"

namespace passerby::http {

class SocketPeer final : public Peer {
  public:
    explicit SocketPeer(const Descriptor& socket) : socket_(socket) {}
    bool tell_address(std::span<unsigned char, 16> into) const override;

  private:
    const Descriptor& socket_;
};

}  // namespace passerby::http
