#include "server/supervisor.hpp"

#include <fmt/format.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>

namespace passerby {

namespace {

std::string_view setting(const char* name) {
    const char* value = ::secure_getenv(name);
    return value ? value : std::string_view{};
}

std::uint64_t number(const char* name) {
    const std::string_view text = setting(name);
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// Connected, so that nobody else can be written to later; -1 where that fails.
int connect_to(std::string_view path) {
    ::sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path) return -1;
    std::copy(path.begin(), path.end(), address.sun_path);
    if (path.front() == '@') address.sun_path[0] = '\0';  // a name that is no file
    const auto size = static_cast<::socklen_t>(offsetof(::sockaddr_un, sun_path) + path.size());
    const int opened = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (opened >= 0 && ::connect(opened, reinterpret_cast<const ::sockaddr*>(&address), size) != 0) {
        ::close(opened);
        return -1;
    }
    return opened;
}

}  // namespace

Supervisor::Supervisor() : socket_(connect_to(setting("NOTIFY_SOCKET"))) {
    const std::uint64_t watched = number("WATCHDOG_PID");
    if (watched != 0 && watched != static_cast<std::uint64_t>(::getpid())) return;  // a parent's
    patience_ = std::chrono::milliseconds{number("WATCHDOG_USEC") / 1'000};
}

Supervisor::~Supervisor() {
    if (socket_ >= 0) ::close(socket_);
}

void Supervisor::ready(std::string_view status) const {
    std::string line(status);
    // A file's name may hold anything; here a line's end would begin another word of the protocol.
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c < ' ' && c >= 0; }, '?');
    say(fmt::format("READY=1\nSTATUS={}\n", line));
}

void Supervisor::reloading() const {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    say(fmt::format("RELOADING=1\nMONOTONIC_USEC={}\n",
                    std::chrono::duration_cast<std::chrono::microseconds>(since).count()));
}

void Supervisor::stopping() const {
    say("STOPPING=1\nSTATUS=draining\n");
}

void Supervisor::alive() const {
    say("WATCHDOG=1\n");
}

void Supervisor::say(const std::string& lines) const {
    if (socket_ >= 0) ::send(socket_, lines.data(), lines.size(), MSG_NOSIGNAL);
}

}  // namespace passerby
