#include "bench/load/target.hpp"

#include <netdb.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace passerby::load {

namespace {

constexpr std::string_view plain = "http://", secure = "https://";

[[noreturn]] void refuse(std::string_view url, const std::string& why) {
    throw std::runtime_error("`" + std::string(url) + "`: " + why);
}

// The host, without the brackets of an IPv6 address, and the port.
std::pair<std::string, std::string> split_authority(const std::string& authority, const char* usual_port) {
    const std::size_t bracket = authority.rfind(']');
    const std::size_t colon = authority.find(':', bracket == std::string::npos ? 0 : bracket);
    std::string host = authority.substr(0, colon);
    if (bracket != std::string::npos && host.front() == '[') { host = host.substr(1, bracket - 1); }
    return {host, colon == std::string::npos ? usual_port : authority.substr(colon + 1)};
}

}  // namespace

Target Target::resolve(std::string_view url) {
    const bool tls = url.starts_with(secure);
    if (!tls && !url.starts_with(plain)) { refuse(url, "begins with http:// or https://"); }
    if (std::any_of(url.begin(), url.end(), [](char c) { return c <= ' ' || c == 0x7f; })) {
        refuse(url, "has spaces or control characters in it");
    }
    const std::string_view rest = url.substr((tls ? secure : plain).size());
    const std::size_t slash = std::min(rest.find_first_of("/?#"), rest.size());
    Target target;
    target.url = url;
    target.host = rest.substr(0, slash);
    target.path = rest.substr(slash, rest.find('#') - slash);
    if (!target.path.starts_with('/')) { target.path.insert(0, "/"); }
    const auto [host, port] = split_authority(target.host, tls ? "443" : "80");
    target.name = host;
    target.tls = tls;
    addrinfo hints{}, *found = nullptr;
    hints.ai_socktype = SOCK_STREAM;
    const int error = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
    if (host.empty() || error != 0) { refuse(url, error == 0 ? "has no host" : ::gai_strerror(error)); }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(found, &::freeaddrinfo);
    std::memcpy(&target.address, found->ai_addr, found->ai_addrlen);
    target.address_size = found->ai_addrlen;
    return target;
}

}  // namespace passerby::load
