// Answers cut anywhere, and bytes that are none.
#include "bench/load/response_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/chance.hpp"

namespace passerby::load {
namespace {

struct Read {
    int status = 0;
    std::string body;
    bool closes = false;
    friend bool operator==(const Read&, const Read&) = default;
};

// Feeds the bytes in pieces of the given sizes, over and over, and collects what is complete.
struct Reading {
    std::vector<Read> answers;
    bool malformed = false;
    bool begun = false;
};

Reading read_in_pieces(std::string_view bytes, std::size_t piece) {
    ResponseReader reader(ResponseReader::Bodies::kept);
    Reading reading;
    while (!bytes.empty() && !reader.malformed()) {
        std::string_view now = bytes.substr(0, piece);
        bytes.remove_prefix(now.size());
        while (!now.empty() && !reader.malformed()) {
            now.remove_prefix(reader.feed(now));
            if (!reader.complete()) { continue; }
            reading.answers.push_back({reader.status(), std::string(reader.body()), reader.closes()});
            reader.reset();
        }
    }
    reading.malformed = reader.malformed();
    reading.begun = reader.begun();
    return reading;
}

constexpr std::string_view several =
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\nhello"
    "HTTP/1.1 204 No Content\r\n\r\n"
    "HTTP/1.1 200 OK\r\ntransfer-encoding: "
    "Chunked\r\n\r\n3;name=\"v\"\r\nabc\r\n0A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"
    "HTTP/1.1 100 Continue\r\n\r\n"
    "HTTP/1.1 404\r\ncontent-length:0\r\n\r\n"
    "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n"
    "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok"
    "HTTP/1.1 503 Busy\r\nConnection: foo, Close\r\nContent-Length: 1\r\n\r\n!";

TEST(ResponseReader, reads_answers_cut_anywhere) {
    const std::vector<Read> wanted{{200, "hello", false}, {204, "", false}, {200, "abc0123456789", false},
                                   {404, "", false},      {304, "", false}, {200, "ok", false},
                                   {503, "!", true}};
    for (std::size_t piece = 1; piece <= several.size(); ++piece) {
        const Reading reading = read_in_pieces(several, piece);
        ASSERT_FALSE(reading.malformed) << piece;
        ASSERT_EQ(reading.answers, wanted) << piece;
        EXPECT_FALSE(reading.begun);
    }
}

TEST(ResponseReader, knows_an_answer_that_ends_with_its_connection) {
    ResponseReader reader(ResponseReader::Bodies::kept);
    EXPECT_EQ(reader.feed("HTTP/1.0 200 OK\r\n\r\nall of it"), 28u);
    EXPECT_FALSE(reader.complete());
    reader.end();
    EXPECT_TRUE(reader.complete());
    EXPECT_TRUE(reader.closes());
    EXPECT_EQ(reader.body(), "all of it");
}

TEST(ResponseReader, an_answer_cut_by_the_end_is_none) {
    for (std::size_t size = 0; size < 60; ++size) {
        ResponseReader reader(ResponseReader::Bodies::skipped);
        reader.feed(std::string_view("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n0123456789012345678901234")
                        .substr(0, size));
        reader.end();
        EXPECT_TRUE(reader.malformed()) << size;
    }
}

TEST(ResponseReader, keeps_no_body_that_nobody_asked_for) {
    ResponseReader reader(ResponseReader::Bodies::skipped);
    reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    EXPECT_TRUE(reader.complete());
    EXPECT_TRUE(reader.body().empty());
}

TEST(ResponseReader, can_be_used_for_another_connection_from_any_state) {
    for (std::size_t size = 0; size < several.size(); ++size) {
        ResponseReader reader(ResponseReader::Bodies::kept);
        std::string_view cut = several.substr(0, size);
        while (!cut.empty()) {
            cut.remove_prefix(reader.feed(cut));
            if (reader.complete()) { reader.reset(); }
        }
        reader.abandon();
        reader.feed("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        ASSERT_TRUE(reader.complete()) << size;
        ASSERT_EQ(reader.body(), "ok");
    }
}

std::string with_fields(const std::string& fields) {
    return "HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\nhello";
}

TEST(ResponseReader, refuses_what_is_no_answer) {
    const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::vector<std::string> cases{
        "\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.2 200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1 600 OK\r\n\r\n",
        "HTTP/1.1 +20 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1\t200 OK\r\n\r\n",
        "http/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n",
        with_fields("Content-Length: 5\r\nContent-Length: 5"),
        with_fields("Content-Length: 5, 5"),
        with_fields("Content-Length: -5"),
        with_fields("Content-Length: +5"),
        with_fields("Content-Length: 0x5"),
        with_fields("Content-Length: 5 5"),
        with_fields("Content-Length:"),
        with_fields("Content-Length: 99999999999999999999"),
        with_fields("Content-Length: 18446744073709551615"),
        with_fields("Content-Length: 5\r\nTransfer-Encoding: chunked"),
        with_fields("Transfer-Encoding: gzip"),
        with_fields("Transfer-Encoding: gzip, chunked"),
        with_fields("Transfer-Encoding: xchunked"),
        with_fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
        with_fields("Content-Length : 5"),
        with_fields(" Content-Length: 5"),
        with_fields("Content-Length: 5\r\n folded"),
        with_fields("no colon"),
        with_fields(": no name"),
        with_fields("X: a\rb"),
        with_fields("X: a\nContent-Length: 5"),
        with_fields(std::string("X: a\0b", 6)),
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        chunked + "\r\n",
        chunked + "g\r\n",
        chunked + "-1\r\n",
        chunked + " 5\r\nhello\r\n0\r\n\r\n",
        chunked + "5 \r\nhello\r\n0\r\n\r\n",
        chunked + "5\nhello\r\n0\r\n\r\n",
        chunked + "5\r\nhelloX\r\n",
        chunked + "5\r\nhello\n0\r\n\r\n",
        chunked + "5\r\nhello\r\n0\r\n\n",
        chunked + "00000000005\r\nhello\r\n0\r\n\r\n",
        chunked + "5;a\nb\r\nhello\r\n0\r\n\r\n",
        chunked + "0\r\nTrailer: a\nb\r\n\r\n",
        chunked + "1;" + std::string(70'000, 'x') + "\r\nh\r\n0\r\n\r\n",
        chunked + "0\r\nT: " + std::string(70'000, 'x') + "\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x'),
    };
    for (const std::string& bytes : cases) {
        for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{16'384}}) {
            const Reading reading = read_in_pieces(bytes, piece);
            EXPECT_TRUE(reading.malformed) << bytes.substr(0, 80) << " in pieces of " << piece;
            EXPECT_TRUE(reading.answers.empty()) << bytes.substr(0, 80);
        }
    }
}

// Whatever comes: it takes at most what is there, goes on or stops, and how it is cut changes nothing.
TEST(ResponseReader, reads_damaged_answers_alike_however_they_are_cut) {
    engine::Chance chance(20'261'122);
    for (int round = 0; round < 3'000; ++round) {
        std::string bytes(several);
        for (std::uint64_t i = 0, damages = 1 + chance.next() % 3; i < damages; ++i) {
            const std::size_t at = chance.next() % bytes.size();
            switch (chance.next() % 3) {
                case 0: bytes[at] = static_cast<char>(chance.next()); break;
                case 1: bytes.erase(at, 1 + chance.next() % 4); break;
                default: bytes.insert(at, 1, "\r\n:; 09aF"[chance.next() % 9]);
            }
        }
        const Reading whole = read_in_pieces(bytes, bytes.size());
        for (const std::size_t piece : {1u, 2u, 3u, 11u, 64u}) {
            const Reading cut = read_in_pieces(bytes, piece);
            ASSERT_EQ(cut.malformed, whole.malformed) << round << '\n' << bytes;
            ASSERT_EQ(cut.answers, whole.answers) << round << '\n' << bytes;
        }
    }
}

TEST(ResponseReader, reads_many_small_chunks) {
    std::string bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", body;
    for (int i = 0; i < 40'000; ++i) {
        bytes += "1\r\nx\r\n";
        body += 'x';
    }
    const Reading reading = read_in_pieces(bytes + "0\r\n\r\n", 4'096);
    ASSERT_EQ(reading.answers.size(), 1u);
    EXPECT_EQ(reading.answers[0].body, body);
}

}  // namespace
}  // namespace passerby::load
