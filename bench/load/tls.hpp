// TLS as a client: what a run trusts, and the one conversation of a connection. Both look to a connection
// like the calls of a socket: a count, 0 at the end, or −1 with the reason in errno.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <string_view>

extern "C" {
struct ssl_ctx_st;
struct ssl_st;
}

namespace passerby::load {

// Immutable; shared by all threads.
class TlsClient {
  public:
    struct Trust {
        std::string certificates;  // a file in PEM form; empty: what the system trusts
        bool checks = true;        // whose certificate the server shows
    };
    // Throws std::runtime_error, with words for the command line.
    TlsClient(const Trust& trust, std::string host);

    const std::string& host() const { return host_; }
    ssl_ctx_st* context() const { return context_.get(); }

  private:
    struct Freeing {
        void operator()(ssl_ctx_st* context) const;
    };
    std::unique_ptr<ssl_ctx_st, Freeing> context_;
    std::string host_;
};

class TlsLink {
  public:
    TlsLink(const TlsClient& client, int descriptor);

    // 1 once the server has proven who it is.
    ssize_t greet();
    // All that has come, as far as it fits: less than `size` is all that there was.
    ssize_t receive(char* into, std::size_t size);
    ssize_t send(std::string_view bytes);

  private:
    ssize_t fail(int result);

    struct Freeing {
        void operator()(ssl_st* ssl) const;
    };
    std::unique_ptr<ssl_st, Freeing> ssl_;
};

}  // namespace passerby::load
