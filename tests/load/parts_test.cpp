// The smaller parts: requests, amounts, slices, what /proc says.
#include <gtest/gtest.h>

#include <stdexcept>

#include "bench/load/quantity.hpp"
#include "bench/load/request_set.hpp"
#include "bench/load/slices.hpp"
#include "bench/load/usage.hpp"

namespace passerby::load {
namespace {

TEST(RequestSet, makes_posts_and_gets_of_lines) {
    const Target target = Target::resolve("http://127.0.0.1:8080/v1/decide");
    RequestSet requests(target, {"X-Test: 1"});
    requests.add_lines("{\"a\":\"ü\"}\r\n\n/v1/decide?slot=hero\n");
    ASSERT_EQ(requests.size(), 2u);
    EXPECT_EQ(
        requests[0],
        "POST /v1/decide HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nContent-Type: application/json\r\nX-Test: 1\r\n"
        "Content-Length: 10\r\n\r\n{\"a\":\"ü\"}");
    EXPECT_EQ(requests[1], "GET /v1/decide?slot=hero HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nX-Test: 1\r\n\r\n");
}

TEST(RequestSet, lets_fields_of_its_own_be_replaced_but_not_the_length) {
    const Target target = Target::resolve("http://127.0.0.1/");
    RequestSet requests(target, {"host: shop.example", "Content-type: text/plain"});
    requests.add_post("x");
    EXPECT_EQ(
        requests[0],
        "POST / HTTP/1.1\r\nhost: shop.example\r\nContent-type: text/plain\r\nContent-Length: 1\r\n\r\nx");
    for (const char* field :
         {"Content-Length: 5", "transfer-encoding: chunked", "none", ": x", "A: b\r\nC: d"}) {
        EXPECT_THROW(RequestSet(target, {field}), std::runtime_error) << field;
    }
    EXPECT_THROW(requests.add_lines("/a b\n"), std::runtime_error);
    EXPECT_THROW(RequestSet(target, {}).add_lines("\n"), std::runtime_error);
}

TEST(Target, is_an_http_address) {
    EXPECT_EQ(Target::resolve("http://127.0.0.1:81").path, "/");
    EXPECT_EQ(Target::resolve("http://127.0.0.1?a=b#c").path, "/?a=b");
    EXPECT_EQ(Target::resolve("http://[::1]:81/x").address.ss_family, AF_INET6);
    EXPECT_EQ(Target::resolve("http://[::1]:81/x").host, "[::1]:81");
    EXPECT_FALSE(Target::resolve("http://127.0.0.1/").tls);
    EXPECT_TRUE(Target::resolve("https://127.0.0.1/").tls);
    EXPECT_EQ(Target::resolve("https://[::1]/").name, "::1");
    for (const char* url : {"ftp://127.0.0.1/", "https://", "127.0.0.1", "http://", "http://:80/",
                            "http://127.0.0.1/a b", "http://127.0.0.1:no/"}) {
        EXPECT_THROW(Target::resolve(url), std::runtime_error) << url;
    }
}

TEST(Quantity, is_read_with_its_unit) {
    EXPECT_EQ(read_rate("500"), 500);
    EXPECT_EQ(read_rate("1.5k"), 1'500);
    EXPECT_EQ(read_rate("2M"), 2e6);
    EXPECT_EQ(read_duration("250us"), 250 * microsecond);
    EXPECT_EQ(read_duration("1.5s"), 1'500 * millisecond);
    EXPECT_EQ(read_duration("2m"), 120 * second);
    for (const char* text : {"", "0", "-1", "k", "5x", "inf", "nan", "1e99"}) {
        EXPECT_FALSE(read_rate(text)) << text;
    }
    for (const char* text : {"", "5", "-1s", "s", "25h", "nans"}) {
        EXPECT_FALSE(read_duration(text)) << text;
    }
}

TEST(Quantity, is_shown_with_three_digits) {
    EXPECT_EQ(show_duration(999), "999 ns");
    EXPECT_EQ(show_duration(85'230), "85.2 µs");
    EXPECT_EQ(show_duration(1'254'000), "1.25 ms");
    EXPECT_EQ(show_duration(300 * millisecond), "300 ms");
    EXPECT_EQ(show_duration(12 * second), "12.0 s");
    EXPECT_EQ(show_count(0), "0");
    EXPECT_EQ(show_count(999), "999");
    EXPECT_EQ(show_count(1'234'567), "1,234,567");
}

TEST(Slices, keep_those_that_we_have_not_spoilt) {
    Slices slices(second, 2 * second, 100 * millisecond);
    for (Nanoseconds at = second; at < 2 * second; at += 10 * millisecond) {
        slices.at(at)->corrected.add(at - second);
        ++slices.at(at)->intended;
    }
    EXPECT_EQ(slices.at(second - 1), nullptr);
    EXPECT_EQ(slices.at(2 * second), nullptr);
    EXPECT_EQ(slices.kept(millisecond).slices, 10u);
    slices.note_lag(1'350 * millisecond, 120 * millisecond);  // away from 1.23 s until 1.35 s
    slices.note_lag(1'999 * millisecond, 500 * microsecond);
    const auto kept = slices.kept(millisecond);
    EXPECT_EQ(kept.slices, 8u);
    EXPECT_EQ(kept.of, 10u);
    EXPECT_EQ(kept.corrected.count(), 80u);
    EXPECT_EQ(kept.corrected.count_until(199 * millisecond), 20u);
    EXPECT_EQ(kept.corrected.count_until(395 * millisecond), 20u);
}

TEST(Slices, bear_lags_that_begin_before_and_end_after_them) {
    Slices slices(second, 2 * second, 300 * millisecond);  // the last one is shorter
    for (const Nanoseconds at : {1'000, 1'300, 1'600, 1'900}) { ++slices.at(at * millisecond)->intended; }
    slices.note_lag(500 * millisecond, 400 * millisecond);
    slices.note_lag(3 * second, 500 * millisecond);
    EXPECT_EQ(slices.kept(millisecond).slices, 4u);
    slices.note_lag(3 * second, 10 * second);
    EXPECT_EQ(slices.kept(millisecond).slices, 0u);
}

TEST(Usage, reads_what_the_kernel_says) {
    const auto process = read_process_stat(
        "42 (a) b (c)) S 1 42 42 0 -1 4194560 500 0 0 0 250 50 7 8 20 0 3 0 100 1000 200 0 0\n");
    ASSERT_TRUE(process);
    EXPECT_DOUBLE_EQ(process->user_s / process->system_s, 5);
    EXPECT_FALSE(read_process_stat(""));
    EXPECT_FALSE(read_process_stat("42 (a) S 1"));
    const auto machine = read_machine_stat("cpu  10 20 30 400 5 6 7 22 1 2\ncpu0 1 2 3\n");
    ASSERT_TRUE(machine);
    EXPECT_DOUBLE_EQ(machine->all, 500);
    EXPECT_DOUBLE_EQ(machine->stolen, 22);
    EXPECT_FALSE(read_machine_stat("intr 5"));
    EXPECT_TRUE(Usage::now({1}).server);
    EXPECT_FALSE(Usage::now({}).server);
}

}  // namespace
}  // namespace passerby::load
