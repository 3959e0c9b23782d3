// Sockets as values: an open descriptor that closes itself, addresses, and listening.
#pragma once

#include <netinet/in.h>

#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace passerby::http {

class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        close();
        number_ = std::exchange(other.number_, -1);
        return *this;
    }

    int number() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }
    void close();

  private:
    int number_ = -1;
};

// An IPv4 or IPv6 address and a port.
class Address {
  public:
    // `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`, `*:8080`; port 0 lets the system choose.
    static std::optional<Address> parse(std::string_view text);
    // Where a bound socket is, the system's choice of port included.
    static Address of(const Descriptor& bound);

    bool loopback() const;
    std::string text() const;  // as parse() reads it

    const sockaddr* data() const { return reinterpret_cast<const sockaddr*>(&storage_); }
    socklen_t size() const;

  private:
    union Storage {
        sockaddr_in v4;
        sockaddr_in6 v6;
    };
    Storage storage_{};
};

// Whether nobody listens there yet. Without it two processes would share a port in silence, each getting
// some of the connections: listeners of one process share theirs on purpose.
std::error_code find_taken(const Address& address);

// A non-blocking listening socket that others of this process may listen beside.
Descriptor listen_on(const Address& address, std::error_code& error);

}  // namespace passerby::http
