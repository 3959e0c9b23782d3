// Addresses: read as the system reads them, cut before anybody sees them, and told apart from those of
// nobody.
#include "server/place/ip_address.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <array>
#include <new>
#include <random>
#include <string>

#include "server/place/network.hpp"

namespace passerby::place {
namespace {

std::string text_of(const IpAddress& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(AF_INET6, address.bytes().data(), text.data(), text.size());
    return text.data();
}

// What the system's own reader makes of it.
bool system_reads(const std::string& text, AddressBytes& bytes) {
    bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    return ::inet_pton(AF_INET, text.c_str(), &bytes[12]) == 1 ||
           ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

void expect_as_the_system(const std::string& text) {
    IpAddress ours;
    AddressBytes theirs;
    const bool valid = system_reads(text, theirs);
    ASSERT_EQ(ours.read(text), valid) << text;
    ASSERT_EQ(ours.bytes(), valid ? theirs : AddressBytes{}) << text;
}

TEST(IpAddress, is_read_as_the_system_reads_it) {
    for (const char* text : {"192.0.2.1",
                             "0.0.0.0",
                             "255.255.255.255",
                             "256.0.0.1",
                             "1.2.3",
                             "1.2.3.4.5",
                             "01.2.3.4",
                             "1.2.3.4 ",
                             "",
                             ":",
                             "::",
                             ":::",
                             "::1",
                             "1::",
                             "1:",
                             ":1",
                             "1::2::3",
                             "1:2:3:4:5:6:7:8",
                             "1:2:3:4:5:6:7::",
                             "::2:3:4:5:6:7:8",
                             "1::3:4:5:6:7:8",
                             "1:2:3:4:5:6:7:8:9",
                             "1:2:3:4:5:6:7",
                             "12345::",
                             "::g",
                             "::1.2.3.4",
                             "::ffff:1.2.3.4",
                             "1:2:3:4:5:6:1.2.3.4",
                             "1:2:3:4:5:6:7:1.2.3.4",
                             "::1.2.3.4:5",
                             "::1.2.3",
                             "fe80::1%lo",
                             "[::1]",
                             "2001:DB8::A",
                             "1.2.3.4::",
                             "::.1"}) {
        expect_as_the_system(text);
    }
}

// Random texts of the letters that addresses are made of, and valid ones with a letter changed.
TEST(IpAddress, is_read_as_the_system_reads_it_whatever_comes) {
    std::mt19937 random(5);
    constexpr std::string_view letters = "0123456789abcdefABF::::....gx%[ ";
    int valid = 0;
    for (int i = 0; i < 200'000; ++i) {
        std::string text;
        if (i % 2 == 0) {
            for (auto left = random() % 20; left > 0; --left) { text += letters[random() % letters.size()]; }
        } else {
            AddressBytes bytes{};
            for (auto& byte : bytes) { byte = static_cast<unsigned char>(random() % 3 == 0 ? random() : 0); }
            std::array<char, INET6_ADDRSTRLEN> written{};
            const int family = random() % 2 == 0 ? AF_INET : AF_INET6;
            text = ::inet_ntop(family, bytes.data(), written.data(), written.size());
            if (random() % 2 == 0) { text[random() % text.size()] = letters[random() % letters.size()]; }
        }
        expect_as_the_system(text);
        AddressBytes ignored;
        valid += system_reads(text, ignored);
    }
    EXPECT_GT(valid, 50'000);
}

TEST(IpAddress, is_cut_to_a_network) {
    struct Case {
        const char *whole, *cut;
    };
    for (const auto& [whole, cut] :
         {Case{"198.51.100.77", "::ffff:198.51.100.0"}, Case{"::ffff:198.51.100.77", "::ffff:198.51.100.0"},
          Case{"2a00:1450:4001:82b::200e", "2a00:1450:4001::"},
          Case{"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff::"}, Case{"::1", "::"}}) {
        IpAddress address;
        ASSERT_TRUE(address.read(whole));
        address.truncate();
        EXPECT_EQ(text_of(address), cut) << whole;
    }
}

TEST(IpAddress, tells_who_is_on_the_open_internet) {
    for (const char* text : {"0.1.2.3",
                             "10.0.0.1",
                             "100.64.0.1",
                             "100.127.255.255",
                             "127.0.0.1",
                             "169.254.1.1",
                             "172.16.0.1",
                             "172.31.0.1",
                             "192.0.0.8",
                             "192.0.2.1",
                             "192.168.1.1",
                             "198.18.0.1",
                             "198.19.0.1",
                             "198.51.100.1",
                             "203.0.113.9",
                             "224.0.0.1",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "fe80::1",
                             "fc00::1",
                             "fd12::1",
                             "ff02::1",
                             "2001:db8::1",
                             "2002:808::1",
                             "2001::1",
                             "64:ff9b::808:808",
                             "3fff::1",
                             "::ffff:10.1.1.1",
                             "100::1"}) {
        IpAddress address;
        ASSERT_TRUE(address.read(text));
        EXPECT_FALSE(address.is_public()) << text;
    }
    for (const char* text :
         {"1.1.1.1", "100.63.255.255", "100.128.0.0", "172.32.0.1", "223.255.255.255", "::ffff:8.8.8.8",
          "2001:200::1", "2a00:1450:4001:82b::200e", "2606:4700::1111", "3ffe::1"}) {
        IpAddress address;
        ASSERT_TRUE(address.read(text));
        EXPECT_TRUE(address.is_public()) << text;
    }
}

TEST(IpAddress, overwrites_itself) {
    alignas(IpAddress) std::array<unsigned char, sizeof(IpAddress)> room{};
    auto* const address = new (room.data()) IpAddress;
    ASSERT_TRUE(address->read("2a00:1450:4001:82b::200e"));
    EXPECT_NE(room, decltype(room){});
    address->~IpAddress();
    EXPECT_EQ(room, decltype(room){});
}

TEST(Network, has_what_is_in_it) {
    struct Case {
        const char *network, *address;
        bool has;
    };
    for (const auto& [text, inside, has] :
         {Case{"10.0.0.0/8", "10.255.0.1", true}, Case{"10.0.0.0/8", "11.0.0.0", false},
          Case{"10.1.2.3/8", "10.9.9.9", true}, Case{"10.0.0.0/8", "::ffff:10.0.0.1", true},
          Case{"192.0.2.1", "192.0.2.1", true}, Case{"192.0.2.1", "192.0.2.2", false},
          Case{"0.0.0.0/0", "8.8.8.8", true}, Case{"0.0.0.0/0", "2a00::1", false},
          Case{"::/0", "8.8.8.8", true}, Case{"fd00::/8", "fdff::1", true},
          Case{"fd00::/8", "fc00::1", false}, Case{"192.0.2.128/25", "192.0.2.127", false},
          Case{"192.0.2.128/25", "192.0.2.255", true}, Case{"2a00::/17", "2a00:7fff::", true},
          Case{"2a00::/17", "2a00:8000::", false}}) {
        const auto network = Network::parse(text);
        IpAddress address;
        ASSERT_TRUE(network && address.read(inside)) << text;
        EXPECT_EQ(network->has(address), has) << text << " " << inside;
    }
}

TEST(Network, is_written_in_one_way) {
    for (const char* text : {"", "/8", "10.0.0.0/33", "fd00::/129", "10.0.0/8", "10.0.0.0/", "10.0.0.0/8/8",
                             "10.0.0.0/-1", "10.0.0.0/ 8", "10.0.0.0/8x", "example.org"}) {
        EXPECT_FALSE(Network::parse(text)) << text;
    }
}

}  // namespace
}  // namespace passerby::place
