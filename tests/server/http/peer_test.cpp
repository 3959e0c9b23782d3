// Who is at the other end of a socket, as the system tells it.
#include "server/http/peer.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>

namespace passerby::http {
namespace {

using Bytes = std::array<unsigned char, 16>;

// Both ends of a connection over the address.
struct Pair {
    Descriptor client, server;
};

Pair connect_over(const char* text) {
    std::error_code error;
    const Descriptor listening = listen_on(*Address::parse(text), error);
    if (error) return {};
    const Address bound = Address::of(listening);
    Pair pair{Descriptor(::socket(bound.data()->sa_family, SOCK_STREAM, 0)), {}};
    if (::connect(pair.client.number(), bound.data(), bound.size()) != 0) return {};
    while (!pair.server) pair.server = Descriptor(::accept(listening.number(), nullptr, nullptr));
    return pair;
}

TEST(SocketPeer, tells_addresses_of_both_kinds_in_one_form) {
    Bytes told{};
    const Pair four = connect_over("127.0.0.1:0");
    ASSERT_TRUE(four.server);
    EXPECT_TRUE(SocketPeer(four.server).tell_address(told));
    EXPECT_EQ(told, (Bytes{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1}));
    const Pair six = connect_over("[::1]:0");
    if (!six.server) GTEST_SKIP() << "there is no IPv6 here";
    EXPECT_TRUE(SocketPeer(six.server).tell_address(told));
    EXPECT_EQ(told, (Bytes{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
}

TEST(SocketPeer, tells_nothing_of_who_has_none) {
    Bytes told{};
    EXPECT_FALSE(SocketPeer(Descriptor{}).tell_address(told));
    std::array<int, 2> ends{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
    const Descriptor one(ends[0]), other(ends[1]);
    EXPECT_FALSE(SocketPeer(one).tell_address(told));
    EXPECT_EQ(told, Bytes{});
}

}  // namespace
}  // namespace passerby::http
