#include "server/api/admin_guard.hpp"

#include <algorithm>

namespace passerby::api {

namespace {

using wire::Problem;
using wire::ProblemKind;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char left, char right) { return lower(left) == lower(right); });
}

// `[::1]:8081` and `localhost:8081` without their ports; nothing where more than a port follows the name.
std::string_view without_port(std::string_view host) {
    const auto bracket = host.starts_with('[') ? host.find(']') : host.npos;
    const auto end = bracket == host.npos ? std::min(host.find(':'), host.size()) : bracket + 1;
    const auto port = host.substr(end);
    const bool is_port =
        port.empty() || (port.front() == ':' && port.find_first_not_of("0123456789", 1) == port.npos);
    return is_port ? host.substr(0, end) : std::string_view{};
}

// 127.0.0.0/8 as dotted digits; nothing that a name server could answer.
bool is_loopback_address(std::string_view host) {
    if (host == "[::1]") { return true; }
    if (!host.starts_with("127.")) { return false; }
    return std::count(host.begin(), host.end(), '.') == 3 &&
           std::all_of(host.begin(), host.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

// `application/json`, with or without parameters.
bool is_json(std::string_view media_type) {
    auto essence = media_type.substr(0, media_type.find(';'));
    essence = essence.substr(0, essence.find_last_not_of(" \t") + 1);
    return same_name(essence, "application/json");
}

// The listener's own pages call it by the name they came from.
bool is_own_origin(std::string_view origin, std::string_view host) {
    for (std::string_view scheme : {"http://", "https://"}) {
        if (origin.starts_with(scheme)) { return same_name(origin.substr(scheme.size()), host); }
    }
    return false;
}

}  // namespace

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    unsigned difference = a.size() == b.size() ? 0 : 1;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const char other = b.empty() ? '\0' : b[i % b.size()];
        difference |=
            static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(other));
    }
    return difference == 0;
}

std::optional<Problem> AdminGuard::check(const http::RequestView& request, Role needed) const {
    const auto host = request.header("host").value_or("");
    if (!is_our_host(without_port(host))) { return Problem{ProblemKind::wrong_host}; }
    const auto origin = request.header("origin");
    if (origin && !is_own_origin(*origin, host)) { return Problem{ProblemKind::foreign_origin}; }
    if (!settings_.tokens.empty()) {
        const Token* const token = find_token(request.header("authorization").value_or(""));
        if (token == nullptr) { return Problem{ProblemKind::unauthorized}; }
        if (token->role < needed) { return Problem{ProblemKind::forbidden}; }
    }
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (!reads && !is_json(request.header("content-type").value_or(""))) {
        return Problem{ProblemKind::not_json_media};
    }
    return std::nullopt;
}

bool AdminGuard::is_our_host(std::string_view host) const {
    if (same_name(host, "localhost") || is_loopback_address(host)) { return true; }
    return std::any_of(settings_.hosts.begin(), settings_.hosts.end(),
                       [&](const std::string& ours) { return same_name(host, without_port(ours)); });
}

// Looks at every token, whether one fits or not.
const Token* AdminGuard::find_token(std::string_view authorization) const {
    constexpr std::string_view scheme = "Bearer ";
    if (authorization.size() <= scheme.size() || !same_name(authorization.substr(0, scheme.size()), scheme)) {
        return nullptr;
    }
    const std::string_view sent = authorization.substr(scheme.size());
    const Token* found = nullptr;
    for (const Token& token : settings_.tokens) {
        if (equal_in_constant_time(sent, token.secret)) { found = &token; }
    }
    return found;
}

}  // namespace passerby::api
