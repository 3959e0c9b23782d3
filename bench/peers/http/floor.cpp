// The floor under every server: one thread, epoll by hand, and always the same answer. It looks for nothing
// in a request but its end, so that nothing which really answers can be much quicker.
//
//   floor PORT BYTES      listens on 127.0.0.1; each answer has a body of so many bytes of JSON
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Connection {
    int socket = -1;
    std::string rest;  // the beginning of a request
};

std::size_t number_of(std::string_view text) {
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// How long the request at the front is; 0 where it is not whole.
std::size_t request_size(std::string_view bytes) {
    constexpr std::string_view head_end = "\r\n\r\n", length = "\r\nContent-Length: ";
    const std::size_t end = bytes.find(head_end);
    if (end == std::string_view::npos) { return 0; }
    const std::size_t field = bytes.substr(0, end).find(length);
    const std::size_t body =
        field == std::string_view::npos ? 0 : number_of(bytes.substr(field + length.size()));
    const std::size_t size = end + head_end.size() + body;
    return size <= bytes.size() ? size : 0;
}

std::string constant_answer(std::size_t body_bytes) {
    std::string body = R"({"decisions": {}, "filler": ")";
    body.resize(body_bytes > body.size() + 2 ? body_bytes - 2 : body.size(), 'x');
    body += "\"}";
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\nDate: Sun, 22 Nov 2026 00:00:00 GMT\r\n\r\n" + body;
}

int listen_on(std::uint16_t port) {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0), on = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool bound = ::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    if (!bound || ::listen(listener, 4'096) != 0) {
        std::perror("floor");
        std::exit(2);
    }
    return listener;
}

class Floor {
  public:
    Floor(std::uint16_t port, std::size_t body_bytes)
        : listener_(listen_on(port)),
          set_(::epoll_create1(0)),
          answer_(constant_answer(body_bytes)),
          input_(64 << 10) {
        watch(listener_, nullptr);
    }

    [[noreturn]] void serve() {
        std::array<epoll_event, 512> events{};
        for (;;) {
            const int count = ::epoll_wait(set_, events.data(), static_cast<int>(events.size()), -1);
            for (int i = 0; i < count; ++i) {
                void* const token = events[static_cast<std::size_t>(i)].data.ptr;
                token == nullptr ? accept() : answer(*static_cast<Connection*>(token));
            }
        }
    }

  private:
    void watch(int socket, Connection* connection) const {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = connection;
        ::epoll_ctl(set_, EPOLL_CTL_ADD, socket, &event);
    }

    void accept() const {
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC), on = 1;
        if (socket < 0) { return; }
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(socket, new Connection{socket, {}});
    }

    void answer(Connection& connection) {
        const ssize_t count = ::recv(connection.socket, input_.data(), input_.size(), 0);
        if (count <= 0) {
            ::close(connection.socket);
            delete &connection;
            return;
        }
        std::string_view bytes(input_.data(), static_cast<std::size_t>(count));
        if (!connection.rest.empty()) { bytes = connection.rest.append(bytes); }
        output_.clear();
        while (const std::size_t size = request_size(bytes)) {
            output_ += answer_;
            bytes.remove_prefix(size);
        }
        std::string rest(bytes);
        connection.rest.swap(rest);
        if (!output_.empty()) {
            [[maybe_unused]] const auto sent =
                ::send(connection.socket, output_.data(), output_.size(), MSG_NOSIGNAL);
        }
    }

    int listener_, set_;
    std::string answer_, output_;
    std::vector<char> input_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: floor PORT BYTES\n", stderr);
        return 2;
    }
    Floor(static_cast<std::uint16_t>(number_of(argv[1])), number_of(argv[2])).serve();
}
