// The server over real sockets of this machine: framing, pipelining, limits, refusals, draining.
#include "server/http/server.hpp"

#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <vector>

namespace passerby::http {
namespace {

using namespace std::chrono_literals;

// Answers with what it was asked, so that a test sees what arrived.
class Echo : public Handler {
  public:
    void handle(const RequestView& request, Response& response) override {
        if (request.path == "/large") {
            response.body.assign(4u << 20, 'x');
            return;
        }
        if (request.path == "/slow") std::this_thread::sleep_for(1ms);
        response.content_type = "text/plain";
        response.body.append(request.method).append(" ").append(request.path);
        if (!request.body.empty()) response.body.append(" ").append(request.body);
        ++handled;
    }
    void on_refused(int status) override { refused = status; }
    void on_opened() override { ++opened; }
    void on_closed() override { ++closed; }
    void on_turned_away(TurnedAway) override { ++turned_away; }

    std::atomic<int> handled{0}, refused{0}, opened{0}, closed{0}, turned_away{0};
};

Limits small_limits() {
    Limits limits;
    limits.header_bytes = 1024;
    limits.body_bytes = 2048;
    limits.head_timeout = limits.body_timeout = limits.idle_timeout = 300ms;
    return limits;
}

// A server on a thread of its own.
class Serving {
  public:
    explicit Serving(Limits limits = {}) : limits_(limits) {
        std::error_code error;
        Descriptor listening = listen_on(*Address::parse("127.0.0.1:0"), error);
        address_ = Address::of(listening);
        server_ = std::make_unique<Server>(limits_, echo, occupancy_);
        server_->listen(std::move(listening));
        thread_ = std::thread([this] { server_->run(); });
    }
    ~Serving() {
        server_->post([this] { server_->stop(); });
        thread_.join();
    }
    std::future<void> drain(std::chrono::milliseconds grace) {
        auto drained = std::make_shared<std::promise<void>>();
        server_->post([this, grace, drained] { server_->drain(grace, [drained] { drained->set_value(); }); });
        return drained->get_future();
    }
    const Address& address() const { return address_; }

    Echo echo;

  private:
    Limits limits_;
    Occupancy occupancy_;
    Address address_;
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

class Client {
  public:
    explicit Client(const Serving& serving) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        const Address& address = serving.address();
        connected_ = ::connect(socket_.number(), address.data(), address.size()) == 0;
        const int on = 1;  // each send is a packet
        ::setsockopt(socket_.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    bool connected() const { return connected_; }
    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t count = ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    void finish() { ::shutdown(socket_.number(), SHUT_WR); }
    // Until the server closes, or nothing comes for five seconds.
    std::string read_all() {
        std::string all;
        while (read_some(all)) {}
        return all;
    }
    // One whole answer.
    std::string read_answer() {
        std::string all;
        while (all.find("\r\n\r\n") == all.npos && read_some(all)) {}
        const std::size_t head = all.find("\r\n\r\n") + 4;
        const std::size_t at = all.find("Content-Length: ");
        const std::size_t size = at == all.npos ? 0 : std::stoul(all.substr(at + 16));
        while (all.size() < head + size && read_some(all)) {}
        return all;
    }
    // Until `count` answers with bodies of `body` have come.
    std::string read_until(std::string_view end) {
        std::string all;
        while (!all.ends_with(end) && read_some(all)) {}
        return all;
    }

  private:
    bool read_some(std::string& all) {
        pollfd waiting{socket_.number(), POLLIN, 0};
        if (::poll(&waiting, 1, 5'000) != 1) return false;
        char buffer[16 << 10];
        const ssize_t count = ::recv(socket_.number(), buffer, sizeof buffer, 0);
        if (count > 0) all.append(buffer, static_cast<std::size_t>(count));
        return count > 0;
    }
    Descriptor socket_;
    bool connected_ = false;
};

std::string get(const std::string& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
}
std::string post(const std::string& path, const std::string& body) {
    return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}
const std::string last = "GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
    return count;
}

TEST(Server, answers_and_keeps_the_connection) {
    Serving serving;
    Client client(serving);
    client.send(get("/a"));
    EXPECT_NE(client.read_until("GET /a").find("HTTP/1.1 200 OK\r\nDate: "), std::string::npos);
    client.send(post("/b", "hello"));
    EXPECT_TRUE(client.read_until("POST /b hello").ends_with("POST /b hello"));
    client.send(last);
    const std::string answer = client.read_all();
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("GET /last"));
}

TEST(Server, answers_pipelined_requests_in_order) {
    Serving serving;
    Client client(serving);
    std::string requests;
    for (int i = 0; i < 500; ++i) requests += post("/" + std::to_string(i), "x");
    client.send(requests + last);
    const std::string answers = client.read_all();
    EXPECT_EQ(count_of(answers, "HTTP/1.1 200 OK"), 501u);
    std::size_t before = 0;
    for (int i = 0; i < 500; ++i) {
        const std::size_t at = answers.find("POST /" + std::to_string(i) + " x");
        ASSERT_NE(at, std::string::npos) << i;
        ASSERT_GE(at, before) << i;
        before = at;
    }
}

TEST(Server, takes_requests_byte_by_byte) {
    Serving serving;
    Client client(serving);
    const std::string chunked =
        "\r\nPOST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: "
        "chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    for (const char byte : get("/a") + post("/b", "hello") + chunked + last) client.send({&byte, 1});
    const std::string answers = client.read_all();
    EXPECT_NE(answers.find("GET /a"), std::string::npos);
    EXPECT_NE(answers.find("POST /b hello"), std::string::npos);
    EXPECT_NE(answers.find("POST /c abcde"), std::string::npos);
    EXPECT_TRUE(answers.ends_with("GET /last"));
}

TEST(Server, answers_who_half_closes) {
    Serving serving;
    Client client(serving);
    client.send(get("/a"));
    client.finish();
    EXPECT_TRUE(client.read_all().ends_with("GET /a"));
    Client cut(serving);
    cut.send("GET /a HTTP/1.1\r\nHo");
    cut.finish();
    EXPECT_TRUE(cut.read_all().starts_with("HTTP/1.1 400 "));
}

TEST(Server, says_continue_to_who_waits_for_it) {
    Serving serving;
    Client client(serving);
    client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("hi");
    EXPECT_TRUE(client.read_until("POST /a hi").starts_with("HTTP/1.1 200 OK"));
}

TEST(Server, leaves_the_body_out_of_head) {
    Serving serving;
    Client client(serving);
    client.send("HEAD /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    const std::string answer = client.read_all();
    EXPECT_NE(answer.find("Content-Length: 6\r\n"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

struct Refused {
    std::string name;
    std::string bytes;
    int status;
};
class ServerRefuses : public testing::TestWithParam<Refused> {};

TEST_P(ServerRefuses, with_its_status_and_closes) {
    Serving serving(small_limits());
    Client client(serving);
    client.send(GetParam().bytes);
    const std::string answer = client.read_all();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::to_string(GetParam().status) + " ")) << answer;
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
    EXPECT_EQ(serving.echo.refused, GetParam().status);
    EXPECT_EQ(serving.echo.handled, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, ServerRefuses,
    testing::Values(Refused{"no_host", "GET / HTTP/1.1\r\n\r\n", 400},
                    Refused{"rubbish", "\x16\x03\x01 rubbish", 400},
                    Refused{"large_head", "GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(2000, 'a'), 431},
                    Refused{"large_body", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2049\r\n\r\n", 413},
                    Refused{"large_body_sent", post("/", std::string(100'000, 'a')), 413},
                    Refused{"large_chunk",
                            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n801\r\n", 413},
                    Refused{"bad_chunk",
                            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\n", 400},
                    Refused{"bad_expectation", "GET / HTTP/1.1\r\nHost: h\r\nExpect: tea\r\n\r\n", 417},
                    Refused{"bad_version", "GET / HTTP/3.0\r\nHost: h\r\n\r\n", 505},
                    Refused{"slow_head", "GET / HTTP/1.1\r\nHost", 408},
                    Refused{"slow_body", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nh", 408},
                    Refused{"slow_chunk",
                            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe", 408}),
    [](const auto& test) { return test.param.name; });

TEST(Server, refuses_a_head_without_a_body) {
    Serving serving(small_limits());
    for (const char* request : {"HEAD / HTTP/1.1\r\n\r\n", "HEAD / HTTP/1.1\r\nHo"}) {
        Client client(serving);
        client.send(request);
        const std::string answer = client.read_all();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 4")) << answer;
        EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
    }
}

TEST(Server, smuggles_nothing_behind_a_refusal) {
    Serving serving;
    Client client(serving);
    client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\nContent-Length: 5\r\n\r\n" +
                get("/a"));
    EXPECT_EQ(count_of(client.read_all(), "HTTP/1.1 "), 1u);
    EXPECT_EQ(serving.echo.handled, 0);
}

TEST(Server, lets_idle_connections_go) {
    Serving serving(small_limits());
    Client client(serving);
    client.send(get("/a"));
    EXPECT_TRUE(client.read_all().ends_with("GET /a"));  // and then the end, before the five seconds
}

TEST(Server, turns_away_beyond_the_limit_of_connections) {
    Limits limits;
    limits.connections = 2;
    Serving serving(limits);
    Client first(serving), second(serving);
    first.send(get("/a"));
    second.send(get("/a"));
    first.read_until("GET /a");
    second.read_until("GET /a");
    Client third(serving);
    third.send(get("/a"));
    const std::string answer = third.read_all();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
    EXPECT_NE(answer.find("Retry-After: "), std::string::npos);
    first.send(get("/b"));
    EXPECT_TRUE(first.read_until("GET /b").ends_with("GET /b"));
    EXPECT_EQ(serving.echo.turned_away, 1);
}

TEST(Server, holds_no_more_of_partial_requests_than_its_limit) {
    Limits limits;
    limits.held_bytes = 200'000;
    Serving serving(limits);
    const std::string half = post("/a", std::string(60'000, 'a')).substr(0, 40'000);
    std::vector<std::unique_ptr<Client>> crowd;
    for (int i = 0; i < 10; ++i) {
        crowd.push_back(std::make_unique<Client>(serving));
        crowd.back()->send(half);
        Client other(serving);  // whole requests go on, and so do small ones in parts
        const std::string small = post("/b", "hello");
        other.send(small.substr(0, 30));
        std::this_thread::sleep_for(10ms);
        other.send(small.substr(30));
        EXPECT_TRUE(other.read_answer().ends_with("POST /b hello"));
    }
    for (auto& client : crowd) client->send(std::string(30'000, 'a'));
    int refused = 0, served = 0;
    for (auto& client : crowd) {
        const std::string answer = client->read_answer();
        refused += answer.starts_with("HTTP/1.1 503 ") ? 1 : 0;
        served += answer.starts_with("HTTP/1.1 200 ") ? 1 : 0;
    }
    EXPECT_EQ(refused + served, 10);
    EXPECT_GE(refused, 5);
    EXPECT_GE(served, 1);
    crowd.clear();
    Client after(serving);
    after.send(post("/c", std::string(60'000, 'a')));
    EXPECT_TRUE(after.read_answer().starts_with("HTTP/1.1 200 "));
}

// A crowd that asks again as soon as it is answered, until somebody has been refused.
TEST(Server, refuses_under_overload_and_keeps_the_connection) {
    Serving serving;
    std::vector<std::unique_ptr<Client>> crowd;
    for (int i = 0; i < 100; ++i) crowd.push_back(std::make_unique<Client>(serving));
    std::size_t served = 0, refused = 0;
    for (int round = 0; round < 100 && refused == 0; ++round) {
        for (auto& client : crowd) client->send(post("/slow", "x"));
        for (auto& client : crowd) {
            const std::string answer = client->read_answer();
            served += count_of(answer, "HTTP/1.1 200 OK");
            refused += count_of(answer, "HTTP/1.1 503 ");
            if (answer.starts_with("HTTP/1.1 503 ")) {
                EXPECT_NE(answer.find("Retry-After: 1\r\n"), answer.npos);
                EXPECT_EQ(answer.find("Connection: close"), answer.npos);
            }
        }
    }
    EXPECT_GT(refused, 0u);
    EXPECT_GT(served, 0u);
    std::string answer;
    for (int i = 0; i < 100 && !answer.starts_with("HTTP/1.1 200 OK"); ++i) {
        std::this_thread::sleep_for(50ms);
        crowd.front()->send(get("/again"));
        answer = crowd.front()->read_answer();
    }
    EXPECT_TRUE(answer.ends_with("GET /again"));
}

TEST(Server, waits_for_slow_readers_and_keeps_the_order) {
    Serving serving;
    Client client(serving);
    client.send(get("/large") + get("/large") + get("/a") + last);
    std::this_thread::sleep_for(300ms);  // the kernel's buffers fill up
    const std::string answers = client.read_all();
    EXPECT_EQ(count_of(answers, "HTTP/1.1 200 OK"), 4u);
    EXPECT_GT(answers.size(), 2u * (4u << 20));
    EXPECT_TRUE(answers.ends_with("GET /last"));
}

TEST(Server, drains_without_losing_what_is_in_flight) {
    Serving serving;
    Client idle(serving), half(serving), waiting(serving);
    idle.send(get("/a"));
    idle.read_until("GET /a");
    half.send("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe");
    waiting.send(get("/a"));
    waiting.read_until("GET /a");
    std::future<void> drained = serving.drain(10s);
    idle.send(get("/c"));
    const std::string answer = idle.read_all();
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    EXPECT_TRUE(answer.ends_with("GET /c"));
    half.send("llo");
    EXPECT_TRUE(half.read_all().ends_with("POST /b hello"));
    waiting.finish();
    EXPECT_EQ(drained.wait_for(5s), std::future_status::ready);
    EXPECT_FALSE(Client(serving).connected());
    EXPECT_EQ(serving.echo.opened, serving.echo.closed);
}

TEST(Address, reads_what_operators_write) {
    EXPECT_EQ(Address::parse("127.0.0.1:8080")->text(), "127.0.0.1:8080");
    EXPECT_EQ(Address::parse("[::1]:0")->text(), "[::1]:0");
    EXPECT_EQ(Address::parse("*:80")->text(), "0.0.0.0:80");
    EXPECT_TRUE(Address::parse("localhost:1")->loopback());
    EXPECT_TRUE(Address::parse("[::1]:1")->loopback());
    EXPECT_FALSE(Address::parse("0.0.0.0:1")->loopback());
    for (const char* bad : {"", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "::1:80",
                            "h:80", "127.0.0.1:8o", "[127.0.0.1]:80", "127.0.0.1:-1", "127.0.0.1: 1"}) {
        EXPECT_FALSE(Address::parse(bad)) << bad;
    }
}

TEST(Address, knows_that_somebody_listens_there) {
    Serving serving;
    EXPECT_EQ(find_taken(serving.address()), std::errc::address_in_use);
}

}  // namespace
}  // namespace passerby::http
