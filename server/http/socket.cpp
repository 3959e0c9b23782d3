#include "server/http/socket.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace passerby::http {

namespace {

constexpr int backlog = 4'096;  // bursts wait here; the system caps it further

std::error_code last_error() {
    return {errno, std::system_category()};
}

Descriptor open_bound(const Address& address, std::initializer_list<int> options, std::error_code& error) {
    Descriptor opened(::socket(address.data()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    bool well = static_cast<bool>(opened);
    for (const int option : options) {
        const int on = 1;
        well = well && ::setsockopt(opened.number(), SOL_SOCKET, option, &on, sizeof on) == 0;
    }
    well = well && ::bind(opened.number(), address.data(), address.size()) == 0;
    if (!well) error = last_error();
    return well ? std::move(opened) : Descriptor{};
}

bool parse_port(std::string_view text, std::uint16_t& port) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
    return !text.empty() && read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

}  // namespace

void Descriptor::close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
}

std::optional<Address> Address::parse(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    std::uint16_t port = 0;
    if (colon == text.npos || !parse_port(text.substr(colon + 1), port)) return std::nullopt;
    std::string host(text.substr(0, colon));
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";
    if (host == "*") host = "0.0.0.0";

    Address address;
    if (!bracketed && ::inet_pton(AF_INET, host.c_str(), &address.storage_.v4.sin_addr) == 1) {
        address.storage_.v4.sin_family = AF_INET;
        address.storage_.v4.sin_port = htons(port);
        return address;
    }
    if (bracketed && ::inet_pton(AF_INET6, host.c_str(), &address.storage_.v6.sin6_addr) == 1) {
        address.storage_.v6.sin6_family = AF_INET6;
        address.storage_.v6.sin6_port = htons(port);
        return address;
    }
    return std::nullopt;
}

Address Address::of(const Descriptor& bound) {
    Address address;
    socklen_t size = sizeof address.storage_;
    ::getsockname(bound.number(), reinterpret_cast<sockaddr*>(&address.storage_), &size);
    return address;
}

socklen_t Address::size() const {
    return data()->sa_family == AF_INET ? sizeof storage_.v4 : sizeof storage_.v6;
}

bool Address::loopback() const {
    if (data()->sa_family == AF_INET) return (ntohl(storage_.v4.sin_addr.s_addr) >> 24) == 127;
    return IN6_IS_ADDR_LOOPBACK(&storage_.v6.sin6_addr);
}

std::string Address::text() const {
    std::array<char, INET6_ADDRSTRLEN> host{};
    if (data()->sa_family == AF_INET) {
        ::inet_ntop(AF_INET, &storage_.v4.sin_addr, host.data(), host.size());
        return fmt::format("{}:{}", host.data(), ntohs(storage_.v4.sin_port));
    }
    ::inet_ntop(AF_INET6, &storage_.v6.sin6_addr, host.data(), host.size());
    return fmt::format("[{}]:{}", host.data(), ntohs(storage_.v6.sin6_port));
}

std::error_code find_taken(const Address& address) {
    std::error_code error;
    open_bound(address, {SO_REUSEADDR}, error);
    return error;
}

Descriptor listen_on(const Address& address, std::error_code& error) {
    Descriptor bound = open_bound(address, {SO_REUSEADDR, SO_REUSEPORT}, error);
    if (!bound) return bound;
    // Accepted sockets inherit it: answers go out at once, pipelined or not.
    const int on = 1;
    ::setsockopt(bound.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::listen(bound.number(), backlog) != 0) {
        error = last_error();
        return {};
    }
    return bound;
}

}  // namespace passerby::http
