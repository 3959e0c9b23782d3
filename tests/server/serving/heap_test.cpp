// What serving asks of the heap, from a socket to the rules and back: nothing for a request, little for a
// connection. The server runs as it does in a worker; the asking thread is another one.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "server/api/public_api.hpp"
#include "server/api_handler.hpp"
#include "server/http/server.hpp"
#include "tests/server/api/shop.hpp"
#include "tests/server/serving/heap_counter.hpp"

namespace passerby {
namespace {

class Serving {
  public:
    Serving()
        : api_(settings_, measures_, readiness_, 1),
          handler_(api_, rules_, measures_),
          server_(limits_, handler_, occupancy_) {
        std::error_code error;
        http::Descriptor listening = http::listen_on(*http::Address::parse("127.0.0.1:0"), error);
        address_ = http::Address::of(listening);
        server_.listen(std::move(listening));
        thread_ = std::thread([this] { server_.run(); });
    }
    ~Serving() {
        server_.post([this] { server_.stop(); });
        thread_.join();
    }
    // How often the serving thread has asked the heap so far.
    std::size_t asked() {
        std::promise<std::size_t> told;
        server_.post([&] { told.set_value(asked_by_this_thread()); });
        return told.get_future().get();
    }
    std::uint64_t open() const {
        return measures_.connections_opened.read() - measures_.connections_closed.read();
    }
    const http::Address& address() const { return address_; }

  private:
    const http::Limits limits_;
    const api::PublicSettings settings_;
    const live::LiveRules rules_{api::load_shop()};
    api::Measures measures_;
    api::Readiness readiness_;
    api::PublicApi api_;
    ApiHandler<api::PublicApi> handler_;
    http::Occupancy occupancy_;
    http::Server server_;
    http::Address address_;
    std::thread thread_;
};

class Visitor {
  public:
    explicit Visitor(const Serving& serving) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const http::Address& address = serving.address();
        EXPECT_EQ(::connect(socket_.number(), address.data(), address.size()), 0);
    }
    // The status of the last of so many answers; 0 where the connection ends before.
    int ask(std::string_view bytes, int answers = 1) {
        EXPECT_EQ(::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(bytes.size()));
        int status = 0;
        for (int i = 0; i < answers; ++i) status = take_answer();
        return status;
    }

  private:
    int take_answer() {
        std::size_t end = 0;
        while ((end = text().find("\r\n\r\n")) == text().npos) {
            if (!receive()) return 0;
        }
        const std::size_t size = end + 4 + number_after("\r\nContent-Length: ");
        const int status = static_cast<int>(number_after("HTTP/1.1 "));
        while (held_ < size) {
            if (!receive()) return 0;
        }
        std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(size),
                  buffer_.begin() + static_cast<std::ptrdiff_t>(held_), buffer_.begin());
        held_ -= size;
        return status;
    }
    std::string_view text() const { return {buffer_.data(), held_}; }
    std::size_t number_after(std::string_view name) const {
        const std::size_t at = text().find(name) + name.size();
        std::size_t number = 0;
        std::from_chars(buffer_.data() + at, buffer_.data() + held_, number);
        return number;
    }
    bool receive() {
        const ssize_t count = ::recv(socket_.number(), buffer_.data() + held_, buffer_.size() - held_, 0);
        held_ += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
        return count > 0;
    }
    http::Descriptor socket_;
    std::array<char, 64u << 10> buffer_{};
    std::size_t held_ = 0;
};

std::string post(const std::string& body) {
    return "POST /v1/decide HTTP/1.1\r\nHost: h\r\nSec-GPC: 1\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

// 600 bytes in all.
std::string full_request() {
    std::string body =
        R"({"slots":["hero","sidebar","clock"],"location":{"country":"DE"},"behaviour":{"cart_value":80},)"
        R"("consent":{"location":true,"behaviour":true,"at":"2026-10-02"},"page":{"section":"sport","topics":["t"]},)"
        R"("bucket":7,"device":{"type":"phone"},"exclude":[")";
    while (post(body + R"("]})").size() < 600) body += 'x';
    return post(body + R"("]})");
}

struct Asked {
    const char* name;
    std::string bytes;
    int answers, status;
};

std::vector<Asked> kinds() {
    const std::string full = full_request();
    const std::string get =
        "GET /v1/decide?slot=hero&slot=clock&page.section=sport HTTP/1.1\r\nHost: h\r\n\r\n";
    std::string batch;
    for (int i = 0; i < 16; ++i) batch += i % 2 == 0 ? full : get;
    const std::string chunked =
        "POST /v1/decide HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        "8\r\n{\"slots\"\r\nA;x=y\r\n:[\"hero\"]}\r\n0\r\nA: b\r\n\r\n";
    return {{"a full request", full, 1, 200},
            {"a GET", get, 1, 200},
            {"malformed JSON", post(R"({"slots":["hero"],)"), 1, 400},
            {"another path", "GET /nowhere HTTP/1.1\r\nHost: h\r\n\r\n", 1, 404},
            {"another method", "DELETE /v1/decide HTTP/1.1\r\nHost: h\r\n\r\n", 1, 405},
            {"a chunked body", chunked, 1, 200},
            {"a batch of 16", batch, 16, 200}};
}

TEST(HeapTest, TheCounterCounts) {
    const std::size_t asked = asked_by_this_thread(), in_use = bytes_in_use();
    const auto text = std::make_unique<std::string>(100, 'a');
    EXPECT_EQ(asked_by_this_thread() - asked, 2u) << *text;
    EXPECT_GE(bytes_in_use() - in_use, 100 + sizeof *text);
}

TEST(HeapTest, ARequestAsksForNothingOnceWarm) {
    Serving serving;
    Visitor visitor(serving);
    for (const Asked& kind : kinds()) {
        const auto round = [&](int times) {
            for (int i = 0; i < times; ++i) {
                ASSERT_EQ(visitor.ask(kind.bytes, kind.answers), kind.status) << kind.name;
            }
        };
        round(20);
        const std::size_t before = serving.asked();
        round(500);
        EXPECT_EQ(serving.asked() - before, 0u) << kind.name;
    }
}

TEST(HeapTest, AConnectionAsksOnce) {
    Serving serving;
    const std::string request = full_request();
    const auto round = [&](std::size_t times) {
        for (std::size_t i = 0; i < times; ++i) ASSERT_EQ(Visitor(serving).ask(request), 200);
    };
    round(20);
    const std::size_t before = serving.asked();
    round(500);
    EXPECT_LE(serving.asked() - before, 500u);
}

// As many as the system gives descriptors for, both ends of each being in this program.
std::size_t crowd_size() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return std::min<std::size_t>(limit.rlim_max / 2 - 50, 5'000);
}

TEST(HeapTest, AnIdleConnectionHolds256BytesAtMost) {
    Serving serving;
    const std::size_t crowd = crowd_size();
    const std::string request = full_request();
    std::vector<http::Descriptor> idle;
    idle.reserve(crowd);
    const auto visitor = std::make_unique<Visitor>(serving);
    visitor->ask(request);
    const std::size_t before = bytes_in_use();
    for (std::size_t i = 0; i < crowd; ++i) {
        http::Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        ASSERT_EQ(::connect(socket.number(), serving.address().data(), serving.address().size()), 0);
        ASSERT_EQ(::send(socket.number(), request.data(), request.size(), 0),
                  static_cast<ssize_t>(request.size()));
        char answer[4096];
        ASSERT_GT(::recv(socket.number(), answer, sizeof answer, 0), 0);
        idle.push_back(std::move(socket));
    }
    EXPECT_EQ(serving.open(), crowd + 1);
    const std::size_t each = (bytes_in_use() - before) / crowd;
    RecordProperty("bytes_each", static_cast<int>(each));
    std::printf("an idle connection holds %zu bytes\n", each);
    EXPECT_LE(each, 256u);
    EXPECT_GE(each, 16u);  // or else nothing was counted
}

}  // namespace
}  // namespace passerby
