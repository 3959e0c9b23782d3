// TLS as no client of a script can speak it: new keys amid requests, renegotiation, and the bound on buffers.
#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "server/http/server.hpp"
#include "server/http/tls_desk.hpp"
#include "server/http/tls_identity.hpp"

namespace passerby::http {
namespace {

using namespace std::chrono_literals;

class Echo : public Handler {
  public:
    void handle(const RequestView& request, Response& response) override {
        response.content_type = "text/plain";
        response.body.append(request.path);
    }
    void on_refused(int) override {}
    void on_opened() override {}
    void on_closed() override {}
    void on_turned_away(TurnedAway reason) override {
        if (reason == TurnedAway::handshake) ++failed_handshakes;
    }
    std::atomic<int> failed_handshakes{0};
};

// A pair of files for as long as the test runs.
class Pair {
  public:
    Pair() {
        const std::string folder = std::filesystem::temp_directory_path() / "passerby-tls-XXXXXX";
        std::string name = folder;
        folder_ = ::mkdtemp(name.data());
        EVP_PKEY* const key = EVP_EC_gen("P-256");
        X509* const certificate = ::X509_new();
        ::ASN1_INTEGER_set(::X509_get_serialNumber(certificate), 1);
        ::X509_gmtime_adj(::X509_getm_notBefore(certificate), 0);
        ::X509_gmtime_adj(::X509_getm_notAfter(certificate), 3'600);
        ::X509_set_pubkey(certificate, key);
        ::X509_sign(certificate, key, ::EVP_sha256());
        write(certificate_file(), [&](FILE* file) { ::PEM_write_X509(file, certificate); });
        write(key_file(),
              [&](FILE* file) { ::PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr); });
        ::X509_free(certificate);
        ::EVP_PKEY_free(key);
    }
    ~Pair() { std::filesystem::remove_all(folder_); }

    std::string certificate_file() const { return folder_ + "/crt"; }
    std::string key_file() const { return folder_ + "/key"; }

  private:
    template <class Writing>
    static void write(const std::string& name, Writing writing) {
        FILE* const file = std::fopen(name.c_str(), "w");
        writing(file);
        std::fclose(file);
    }
    std::string folder_;
};

class Serving {
  public:
    Serving() {
        std::signal(SIGPIPE, SIG_IGN);
        const auto loaded = TlsIdentity::load(pair_.certificate_file(), pair_.key_file());
        EXPECT_EQ(loaded.wrong, TlsIdentity::Wrong::nothing);
        door_.show(loaded.identity);
        std::error_code error;
        Descriptor listening = listen_on(*Address::parse("127.0.0.1:0"), error);
        address_ = Address::of(listening);
        server_ = std::make_unique<Server>(limits_, echo, occupancy_);
        server_->speak_tls(door_);
        server_->listen(std::move(listening));
        thread_ = std::thread([this] { server_->run(); });
    }
    ~Serving() {
        server_->post([this] { server_->stop(); });
        thread_.join();
    }
    const Address& address() const { return address_; }

    Echo echo;

  private:
    Pair pair_;
    TlsDoor door_;
    Limits limits_;
    Occupancy occupancy_;
    Address address_;
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

// Waits for everything, five seconds at most.
class Client {
  public:
    Client(const Serving& serving, int version)
        : socket_(::socket(AF_INET, SOCK_STREAM, 0)),
          context_(::SSL_CTX_new(::TLS_client_method()), ::SSL_CTX_free),
          ssl_(::SSL_new(context_.get()), ::SSL_free) {
        const timeval patience{5, 0};
        ::setsockopt(socket_.number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        const int on = 1;
        ::setsockopt(socket_.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ::connect(socket_.number(), serving.address().data(), serving.address().size());
        SSL_set_max_proto_version(ssl_.get(), version);
        ::SSL_set_fd(ssl_.get(), socket_.number());
        shook_hands = ::SSL_connect(ssl_.get()) == 1;
    }
    SSL* ssl() const { return ssl_.get(); }

    void ask(const std::string& path) {
        const std::string request = "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
        EXPECT_EQ(::SSL_write(ssl(), request.data(), static_cast<int>(request.size())),
                  static_cast<int>(request.size()));
    }
    // Whether an answer with that path as its body comes.
    bool hear(const std::string& path) {
        char buffer[4096];
        while (!heard_.ends_with("\r\n\r\n" + path)) {
            const int count = ::SSL_read(ssl(), buffer, sizeof buffer);
            if (count <= 0) return false;
            heard_.append(buffer, static_cast<std::size_t>(count));
        }
        return true;
    }

    bool shook_hands = false;

  private:
    Descriptor socket_;
    std::unique_ptr<SSL_CTX, decltype(&::SSL_CTX_free)> context_;
    std::unique_ptr<SSL, decltype(&::SSL_free)> ssl_;
    std::string heard_;
};

TEST(TlsTest, NewKeysAmidRequestsAreTaken) {
    const Serving serving;
    const Client untouched(serving, TLS1_3_VERSION);
    Client client(serving, TLS1_3_VERSION);
    ASSERT_TRUE(client.shook_hands);
    for (int i = 0; i < 50; ++i) {
        const int kind = i % 2 == 0 ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED;
        ASSERT_EQ(::SSL_key_update(client.ssl(), kind), 1);
        ASSERT_EQ(::SSL_do_handshake(client.ssl()), 1);  // sends it, in a record of its own
        if (i % 3 == 0) std::this_thread::sleep_for(2ms);
        const std::string path = "/" + std::to_string(i);
        client.ask(path);
        ASSERT_TRUE(client.hear(path)) << i;
    }
}

TEST(TlsTest, NobodyNegotiatesTwice) {
    const Serving serving;
    Client client(serving, TLS1_2_VERSION);
    ASSERT_TRUE(client.shook_hands);
    EXPECT_EQ(::SSL_get_current_compression(client.ssl()), nullptr);
    client.ask("/first");
    EXPECT_TRUE(client.hear("/first"));
    ::SSL_renegotiate(client.ssl());
    EXPECT_NE(::SSL_do_handshake(client.ssl()), 1);
    Client next(serving, TLS1_2_VERSION);
    next.ask("/next");
    EXPECT_TRUE(next.hear("/next"));
}

TEST(TlsTest, MoreSessionsThanKeepBuffersAreServedAlike) {
    Serving serving;
    std::vector<std::unique_ptr<Client>> clients;
    for (std::size_t i = 0; i < limits::warm_sessions_max + 50; ++i) {
        clients.push_back(std::make_unique<Client>(serving, TLS1_3_VERSION));
        ASSERT_TRUE(clients.back()->shook_hands);
    }
    for (const std::string path : {"/once", "/again", "/after a rest"}) {
        const std::string asked = path.substr(0, path.find(' '));
        if (asked != path) std::this_thread::sleep_for(3 * limits::tick);
        for (const auto& client : clients) { client->ask(asked); }
        for (const auto& client : clients) { ASSERT_TRUE(client->hear(asked)); }
    }
    clients.resize(10);
    for (const auto& client : clients) {
        client->ask("/left");
        ASSERT_TRUE(client->hear("/left"));
    }
    EXPECT_EQ(serving.echo.failed_handshakes, 0);
}

TEST(TlsTest, APairThatIsNoneIsToldByItsFault) {
    using Wrong = TlsIdentity::Wrong;
    const Pair first, second;
    const auto wrong_of = [](const std::string& certificate, const std::string& key) {
        const auto loaded = TlsIdentity::load(certificate, key);
        EXPECT_EQ(loaded.identity == nullptr, loaded.wrong != Wrong::nothing);
        return loaded.wrong;
    };
    EXPECT_EQ(wrong_of(first.certificate_file(), first.key_file()), Wrong::nothing);
    EXPECT_EQ(wrong_of(first.certificate_file(), second.key_file()), Wrong::key_of_another);
    EXPECT_EQ(wrong_of("/nowhere", first.key_file()), Wrong::certificate_unreadable);
    EXPECT_EQ(wrong_of(first.certificate_file(), "/nowhere"), Wrong::key_unreadable);
    EXPECT_EQ(wrong_of(first.key_file(), first.key_file()), Wrong::certificate_unusable);
    EXPECT_EQ(wrong_of(first.certificate_file(), first.certificate_file()), Wrong::key_unusable);
    EXPECT_EQ(code_of(Wrong::key_of_another), "key-mismatch");
}

}  // namespace
}  // namespace passerby::http
