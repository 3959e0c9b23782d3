#include "server/http/peer.hpp"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include <algorithm>

namespace passerby::http {

bool SocketPeer::tell_address(std::span<unsigned char, 16> into) const {
    union {
        sockaddr any;
        sockaddr_in v4;
        sockaddr_in6 v6;
    } told{};
    socklen_t size = sizeof told;
    const bool known = ::getpeername(socket_.number(), &told.any, &size) == 0;
    const bool v4 = known && told.any.sa_family == AF_INET, v6 = known && told.any.sa_family == AF_INET6;
    if (v4) {
        constexpr unsigned char mapped[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
        std::copy(std::begin(mapped), std::end(mapped), into.begin());
        ::memcpy(into.last<4>().data(), &told.v4.sin_addr, 4);
    } else if (v6) {
        ::memcpy(into.data(), &told.v6.sin6_addr, into.size());
    }
    ::explicit_bzero(&told, sizeof told);
    return v4 || v6;
}

}  // namespace passerby::http
