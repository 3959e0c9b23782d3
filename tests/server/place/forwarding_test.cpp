// Who a request is from, behind proxies: what each header may say, and what nobody can make it say.
#include "server/place/forwarding.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

namespace passerby::place {
namespace {

using Lines = std::vector<std::string_view>;

const Networks trusted = {*Network::parse("10.0.0.0/8"), *Network::parse("fd00::/8"),
                          *Network::parse("203.0.113.7")};

// The client's address as its bytes; nothing where it is not known.
std::optional<AddressBytes> client(const Networks& whom, std::string_view peer, const Lines& forwarded,
                                   const Lines& listed) {
    IpAddress address;
    EXPECT_TRUE(address.read(peer)) << peer;
    if (!find_client(whom, {forwarded, listed}, address)) { return std::nullopt; }
    return address.bytes();
}

std::optional<AddressBytes> bytes_of(std::string_view text) {
    IpAddress address;
    if (!address.read(text)) { return std::nullopt; }
    return address.bytes();
}

struct Case {
    const char* what;
    std::string_view peer;
    Lines forwarded, listed;
    std::string_view client;  // empty: not known
};

const Case cases[] = {
    {"no proxy", "8.8.8.8", {}, {}, "8.8.8.8"},
    {"a stranger says to be elsewhere", "8.8.8.8", {"for=9.9.9.9"}, {"9.9.9.9"}, "8.8.8.8"},
    {"a stranger names a proxy of ours", "8.8.8.8", {}, {"9.9.9.9, 10.0.0.1"}, "8.8.8.8"},
    {"a proxy that says nothing", "10.0.0.1", {}, {}, ""},
    {"one proxy", "10.0.0.1", {}, {"9.9.9.9"}, "9.9.9.9"},
    {"one proxy, IPv6", "fd00::1", {}, {"2a00:1450::1"}, "2a00:1450::1"},
    {"one proxy, in the form of IPv6", "::ffff:10.0.0.1", {}, {"9.9.9.9"}, "9.9.9.9"},
    {"two proxies", "10.0.0.1", {}, {"9.9.9.9, 10.0.0.2"}, "9.9.9.9"},
    {"a proxy of one address", "10.0.0.1", {}, {"9.9.9.9,203.0.113.7"}, "9.9.9.9"},
    {"the client wrote one more", "10.0.0.1", {}, {"1.1.1.1, 9.9.9.9"}, "9.9.9.9"},
    {"the client wrote a proxy of ours", "10.0.0.1", {}, {"1.1.1.1, 10.0.0.9, 9.9.9.9"}, "9.9.9.9"},
    {"the client wrote rubbish", "10.0.0.1", {}, {"\"((,,;=%, 9.9.9.9, 10.0.0.2"}, "9.9.9.9"},
    {"lines are joined in order", "10.0.0.1", {}, {"1.1.1.1", "9.9.9.9", "10.0.0.2"}, "9.9.9.9"},
    {"a proxy of a stranger's", "10.0.0.1", {}, {"1.1.1.1, 192.168.0.1"}, "192.168.0.1"},
    {"all of them are proxies", "10.0.0.1", {}, {"10.0.0.3, 10.0.0.2"}, ""},
    {"an empty header", "10.0.0.1", {}, {""}, ""},
    {"an empty element", "10.0.0.1", {}, {"9.9.9.9,,10.0.0.2"}, ""},
    {"an empty last element", "10.0.0.1", {}, {"9.9.9.9, "}, ""},
    {"an empty first element", "10.0.0.1", {}, {"9.9.9.9", ",10.0.0.2"}, ""},
    {"a name", "10.0.0.1", {}, {"9.9.9.9, localhost"}, ""},
    {"malformed where it counts", "10.0.0.1", {}, {"9.9.9.9, 8.8.8, 10.0.0.2"}, ""},
    {"with a port", "10.0.0.1", {}, {"9.9.9.9:443"}, "9.9.9.9"},
    {"IPv6 with a port", "10.0.0.1", {}, {"[2a00::1]:443"}, "2a00::1"},
    {"IPv6 in brackets", "10.0.0.1", {}, {"[2a00::1]"}, "2a00::1"},
    {"an open bracket", "10.0.0.1", {}, {"[2a00::1"}, ""},
    {"IPv4 in brackets", "10.0.0.1", {}, {"[9.9.9.9]"}, ""},
    {"a port that is none", "10.0.0.1", {}, {"9.9.9.9:x"}, ""},
    {"a port too long", "10.0.0.1", {}, {"9.9.9.9:123456"}, ""},
    {"a zone", "10.0.0.1", {}, {"fe80::1%eth0"}, ""},
    {"blanks", "10.0.0.1", {}, {"\t 9.9.9.9 \t,  10.0.0.2 "}, "9.9.9.9"},
    {"a blank within", "10.0.0.1", {}, {"9.9.9.9 8.8.8.8"}, ""},

    {"Forwarded", "10.0.0.1", {"for=9.9.9.9"}, {}, "9.9.9.9"},
    {"Forwarded, whole", "10.0.0.1", {"by=_us;For=9.9.9.9;proto=https;host=\"a,b\\\"\""}, {}, "9.9.9.9"},
    {"quoted", "10.0.0.1", {"for=\"9.9.9.9\""}, {}, "9.9.9.9"},
    {"quoted with a port", "10.0.0.1", {"for=\"9.9.9.9:47011\""}, {}, "9.9.9.9"},
    {"quoted IPv6", "10.0.0.1", {"for=\"[2a00::1]\""}, {}, "2a00::1"},
    {"quoted IPv6, port", "10.0.0.1", {"for=\"[2a00::1]:47011\""}, {}, "2a00::1"},
    {"quoted IPv6, hidden port", "10.0.0.1", {"for=\"[2a00::1]:_p-1\""}, {}, "2a00::1"},
    {"IPv6 without quotes", "10.0.0.1", {"for=[2a00::1]"}, {}, ""},
    {"IPv6 without brackets", "10.0.0.1", {"for=\"2a00::1\""}, {}, ""},
    {"a port without quotes", "10.0.0.1", {"for=9.9.9.9:80"}, {}, ""},
    {"unknown", "10.0.0.1", {"for=unknown"}, {}, ""},
    {"hidden", "10.0.0.1", {"for=_hidden"}, {}, ""},
    {"hidden behind us", "10.0.0.1", {"for=9.9.9.9, for=_hidden"}, {}, ""},
    {"hidden before the client", "10.0.0.1", {"for=_hidden, for=9.9.9.9, for=10.0.0.2"}, {}, "9.9.9.9"},
    {"nobody named", "10.0.0.1", {"for=9.9.9.9, by=10.0.0.1"}, {}, ""},
    {"two named at once", "10.0.0.1", {"for=9.9.9.9;for=8.8.8.8"}, {}, ""},
    {"two named at once, alike", "10.0.0.1", {"for=9.9.9.9;FOR=9.9.9.9"}, {}, ""},
    {"no value", "10.0.0.1", {"for="}, {}, ""},
    {"no name", "10.0.0.1", {"=9.9.9.9"}, {}, ""},
    {"no pair", "10.0.0.1", {"9.9.9.9"}, {}, ""},
    {"an open end", "10.0.0.1", {"for=9.9.9.9;"}, {}, ""},
    {"blanks between pairs", "10.0.0.1", {"for=9.9.9.9 ; proto=https"}, {}, "9.9.9.9"},
    {"blanks around the sign", "10.0.0.1", {"for = 9.9.9.9"}, {}, ""},
    {"a text that does not end", "10.0.0.1", {"for=\"9.9.9.9"}, {}, ""},
    {"a text that does not begin", "10.0.0.1", {"for=9.9.9.9\""}, {}, ""},
    {"a text and more", "10.0.0.1", {"for=\"9.9.9.9\"x"}, {}, ""},
    {"a backslash in the address", "10.0.0.1", {"for=\"9.9.9\\.9\""}, {}, ""},
    {"a comma in a text", "10.0.0.1", {"for=1.1.1.1, for=9.9.9.9;by=\"a, for=8.8.8.8\""}, {}, "9.9.9.9"},
    {"the client opened a text", "10.0.0.1", {"for=\"1.1.1.1, for=9.9.9.9"}, {}, "9.9.9.9"},
    {"the client opened a text, on a line",
     "10.0.0.1",
     {"for=1.1.1.1;x=\"", "for=\"[2a00::1]\""},
     {},
     "2a00::1"},
    {"the client ended in a backslash", "10.0.0.1", {"for=1.1.1.1;x=\"\\, for=\"9.9.9.9\""}, {}, "9.9.9.9"},
    {"pairs out of a text", "10.0.0.1", {"for=9.9.9.9;by=\";for=8.8.8.8\""}, {}, "9.9.9.9"},

    {"both alike", "10.0.0.1", {"for=9.9.9.9"}, {"1.1.1.1, 9.9.9.9"}, "9.9.9.9"},
    {"both alike, in two forms", "10.0.0.1", {"for=\"[::ffff:9.9.9.9]\""}, {"9.9.9.9:80"}, "9.9.9.9"},
    {"one lets the client's pass", "10.0.0.1", {"for=1.1.1.1"}, {"9.9.9.9"}, ""},
    {"… or the other", "10.0.0.1", {"for=9.9.9.9"}, {"1.1.1.1"}, ""},
    {"one of both is malformed", "10.0.0.1", {"for=9.9.9.9"}, {"x"}, ""},
    {"one of both is hidden", "10.0.0.1", {"for=_x"}, {"9.9.9.9"}, ""},
};

TEST(Forwarding, tells_who_asks) {
    for (const Case& test : cases) {
        EXPECT_EQ(client(trusted, test.peer, test.forwarded, test.listed), bytes_of(test.client))
            << test.what;
    }
}

TEST(Forwarding, believes_nobody_where_nobody_is_trusted) {
    for (const Case& test : cases) {
        EXPECT_EQ(client({}, test.peer, test.forwarded, test.listed), bytes_of(test.peer)) << test.what;
    }
}

TEST(Forwarding, has_an_end) {
    const auto hops = [](std::size_t count) {
        std::string text = "9.9.9.9";
        for (std::size_t i = 1; i < count; ++i) { text += ",10.0.0.2"; }
        return text;
    };
    const std::string most = hops(hops_max), more = hops(hops_max + 1);
    EXPECT_EQ(client(trusted, "10.0.0.1", {}, {most}), bytes_of("9.9.9.9"));
    EXPECT_EQ(client(trusted, "10.0.0.1", {}, {more}), std::nullopt);
}

// Proxies in a row, each of which notes who asked it, in forms as they are; the client puts anything before.
// The answer is known from how the row was made.
class Row {
  public:
    explicit Row(unsigned seed) : random_(seed) {}

    std::string client_text, answer;
    std::vector<std::string> forwarded, listed;

    void make() {
        const auto proxies = 1 + random_() % 4;
        client_text = pick({"9.9.9.9", "2a00:1450:4001::7", "1.2.3.4", "2606:4700::1111"});
        answer = client_text;
        std::string said = "for=" + written(client_text), listing = listed_as(client_text);
        for (std::size_t i = 1; i < proxies; ++i) {
            const std::string proxy = pick({"10.1.1.1", "fd00::5", "203.0.113.7"});
            said += pick({",", ", ", " ,\t", "\n"}) + element(proxy);
            listing += pick({",", ", ", " ,\t", "\n"}) + listed_as(proxy);
        }
        forwarded = lines(rubbish() + said);
        listed = lines(rubbish() + listing);
    }

  private:
    std::string pick(std::initializer_list<const char*> from) {
        return from.begin()[random_() % from.size()];
    }

    std::string written(const std::string& address) {
        const bool v6 = address.find(':') != address.npos;
        const std::string host = v6 ? "[" + address + "]" : address;
        const std::string port = pick({"", "", ":80", ":_x"});
        return v6 || !port.empty() || random_() % 2 == 0 ? "\"" + host + port + "\"" : host;
    }
    std::string element(const std::string& address) {
        return pick({"", "proto=https;", "by=\"a,b;c\";", "host=\"x\\\"\";", "by=_x ; "}) +
               pick({"for=", "For=", "FOR="}) + written(address) +
               pick({"", ";proto=http", "; by=\"[::1]\""});
    }
    std::string listed_as(const std::string& address) {
        const bool v6 = address.find(':') != address.npos;
        return pick({"", ""}) + (v6 && random_() % 2 == 0 ? "[" + address + "]:80" : address);
    }
    std::string rubbish() {
        if (random_() % 3 == 0) { return ""; }
        constexpr std::string_view letters = "for=9.1,;\"\\[]: _x\n\t%(";
        std::string text;
        for (auto left = random_() % 30; left > 0; --left) { text += letters[random_() % letters.size()]; }
        return text + pick({",", "\n"});
    }
    static std::vector<std::string> lines(const std::string& text) {
        std::vector<std::string> all(1);
        for (const char c : text) {
            if (c == '\n') {
                all.emplace_back();
            } else {
                all.back() += c;
            }
        }
        return all;
    }

    std::mt19937 random_;
};

TEST(Forwarding, nobody_can_say_to_be_somebody_else) {
    for (unsigned seed = 0; seed < 30'000; ++seed) {
        Row row(seed);
        row.make();
        const Lines forwarded(row.forwarded.begin(), row.forwarded.end());
        const Lines listed(row.listed.begin(), row.listed.end());
        const auto expected = bytes_of(row.answer);
        ASSERT_EQ(client(trusted, "10.0.0.1", forwarded, {}), expected) << seed;
        ASSERT_EQ(client(trusted, "10.0.0.1", {}, listed), expected) << seed;
        ASSERT_EQ(client(trusted, "10.0.0.1", forwarded, listed), expected) << seed;
    }
}

}  // namespace
}  // namespace passerby::place
