// Any bytes on a connection of the real server: whatever a peer sends, each request that the server takes is
// answered, what it answers is whole, and after a last answer nothing more is said. How the bytes are cut
// into packets changes nothing.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/ensure.hpp"
#include "server/http/server.hpp"

namespace passerby::http {
namespace {

using engine::ensure;

constexpr std::chrono::milliseconds no_patience{0};

// Answers with what it was asked, and counts.
class Echo : public Handler {
  public:
    void handle(const RequestView& request, Response& response) override {
        ++handled;
        response.body.append(request.method).append(" ").append(request.path).append("?");
        response.body.append(request.query).append(" ").append(request.body);
        for (const Header& header : request.headers) {
            response.body.append(header.name).append(":").append(header.value);
        }
        requests.append(response.body).append("\n");
    }
    void on_refused(int status) override {
        ++refused;
        ensure(status >= 400 && status <= 505, "a refusal has the status of one");
    }
    void on_opened() override { ++open; }
    void on_closed() override { --open; }
    void on_turned_away(TurnedAway) override { ensure(false, "there is room"); }

    void start() {
        handled = refused = 0;
        requests.clear();
    }

    int handled = 0, refused = 0, open = 0;
    std::string requests;
};

Limits small_limits() {
    Limits limits;
    limits.header_bytes = 1'024;
    limits.body_bytes = 1'024;
    return limits;
}

// A server on a socket without a name, worked by this thread.
class Serving {
  public:
    Serving() : server_(limits_, echo, occupancy_) {
        Descriptor listening(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        ::sockaddr_un any{};
        any.sun_family = AF_UNIX;
        ::bind(listening.number(), reinterpret_cast<const ::sockaddr*>(&any), sizeof any.sun_family);
        size_ = sizeof address_;
        ::getsockname(listening.number(), reinterpret_cast<::sockaddr*>(&address_), &size_);
        ensure(::listen(listening.number(), 16) == 0, "the system lets us listen");
        server_.listen(std::move(listening));
    }

    Descriptor connect() const {
        Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        const auto* address = reinterpret_cast<const ::sockaddr*>(&address_);
        ensure(::connect(socket.number(), address, size_) == 0, "the server listens");
        return socket;
    }
    void work() { server_.take_turn(no_patience); }

    Echo echo;

  private:
    const Limits limits_ = small_limits();
    Occupancy occupancy_;
    Server server_;
    ::sockaddr_un address_{};
    ::socklen_t size_ = 0;
};

void take(const Descriptor& socket, std::string& answers) {
    char buffer[16 << 10];
    for (;;) {
        const ssize_t count = ::recv(socket.number(), buffer, sizeof buffer, 0);
        if (count <= 0) return;
        answers.append(buffer, static_cast<std::size_t>(count));
    }
}

// What comes back when the bytes are sent in packets of that size and nothing follows.
std::string answers_to(Serving& serving, std::string_view bytes, std::size_t packet) {
    const Descriptor socket = serving.connect();
    std::string answers;
    for (std::size_t at = 0; at < bytes.size(); at += packet) {
        const auto part = bytes.substr(at, packet);
        if (::send(socket.number(), part.data(), part.size(), MSG_NOSIGNAL) < 0) break;
        serving.work();
        take(socket, answers);
    }
    ::shutdown(socket.number(), SHUT_WR);
    while (serving.echo.open == 0) serving.work();
    for (int turns = 0; serving.echo.open > 0; ++turns) {
        ensure(turns < 1'000, "a connection whose peer is done comes to its end");
        serving.work();
        take(socket, answers);
    }
    take(socket, answers);
    return answers;
}

std::optional<std::size_t> content_length(std::string_view head) {
    const auto at = head.find("\r\nContent-Length: ");
    if (at == head.npos) return std::nullopt;
    std::size_t length = 0;
    std::from_chars(head.data() + at + 18, head.data() + head.size(), length);
    return length;
}

// The answers' count but for `100 Continue`; each is whole, and only the last may close.
int count_answers(std::string_view answers, bool heads_have_content) {
    int count = 0;
    bool closed = false;
    while (!answers.empty()) {
        ensure(!closed, "nothing comes after the last answer");
        ensure(answers.starts_with("HTTP/1.1 "), "an answer begins where the one before ended");
        const auto end = answers.find("\r\n\r\n");
        ensure(end != answers.npos, "a head is whole");
        const std::string_view head = answers.substr(0, end + 2);
        answers.remove_prefix(end + 4);
        if (head.starts_with("HTTP/1.1 100 ")) continue;
        ++count;
        closed = head.find("\r\nConnection: close\r\n") != head.npos;
        const std::size_t length = content_length(head).value_or(0);
        if (!heads_have_content) return count;  // where contents lie cannot be told without the requests
        ensure(length <= answers.size(), "a content is whole");
        answers.remove_prefix(length);
    }
    return count;
}

// What the server took of those bytes: the requests, and whether it refused what followed.
std::string taken_from(Serving& serving, std::string_view bytes, std::size_t packet) {
    Echo& echo = serving.echo;
    echo.start();
    const std::string answers = answers_to(serving, bytes, packet);
    const int asked = echo.handled + echo.refused;
    ensure(echo.refused <= 1, "a connection that is refused ends");
    if (bytes.find("HEAD ") == bytes.npos) {
        ensure(count_answers(answers, true) == asked, "each request is answered once");
    } else {
        ensure(asked == 0 || count_answers(answers, false) == 1, "what is asked is answered");
    }
    return echo.requests + (echo.refused > 0 ? "refused" : "");
}

void check(std::string_view bytes) {
    static Serving serving;
    const std::size_t packet = bytes.empty() ? 1 : 1 + static_cast<unsigned char>(bytes.back()) % 64;
    // Why something is refused may differ: of two faults the one that is there first counts.
    ensure(taken_from(serving, bytes, bytes.size() + 1) == taken_from(serving, bytes, packet),
           "packets change nothing");
}

}  // namespace
}  // namespace passerby::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    passerby::http::check({reinterpret_cast<const char*>(data), size});
    return 0;
}
