// Chunked bodies, whole and split at every byte.
#include "server/http/chunked_body.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace passerby::http {
namespace {

constexpr ChunkedBody::Bounds bounds{.data_bytes = 100, .trimming_bytes = 60};
using State = ChunkedBody::State;

struct Case {
    std::string name;
    std::string bytes;
    Refusal refusal = Refusal::none;
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
    return out << c.name;
}

const std::vector<Case> cases = {
    {"empty", "0\r\n\r\n"},
    {"one", "5\r\nhello\r\n0\r\n\r\n"},
    {"two", "1\r\na\r\nA\r\n0123456789\r\n0\r\n\r\n"},
    {"line_ends_as_data", "2\r\n\r\n\r\n0\r\n\r\n"},
    {"leading_zeros", "0005\r\nhello\r\n000\r\n\r\n"},
    {"extension", "5;a=b;c=\"d e\"\r\nhello\r\n0;f\r\n\r\n"},
    {"extension_with_blanks", "5; a = b ;c\r\nhello\r\n0\r\n\r\n"},
    {"extension_with_quotes", "5;a=\"b\\\"; c\"\r\nhello\r\n0\r\n\r\n"},
    {"trailers", "0\r\nA: b\r\nC: d\r\n\r\n"},
    {"all_that_fits", "64\r\n" + std::string(100, 'a') + "\r\n0\r\n\r\n"},
    {"too_large", "65\r\n", Refusal::body_too_large},
    {"too_large_together", "32\r\n" + std::string(50, 'a') + "\r\n33\r\n", Refusal::body_too_large},
    {"size_of_64_bits", "ffffffffffffffff\r\n", Refusal::body_too_large},
    {"size_past_64_bits", "10000000000000000\r\n", Refusal::bad_chunk},
    {"hex_prefix", "0x5\r\nhello\r\n", Refusal::bad_chunk},
    {"plus", "+5\r\nhello\r\n", Refusal::bad_chunk},
    {"minus", "-5\r\nhello\r\n", Refusal::bad_chunk},
    {"space_before", " 5\r\nhello\r\n", Refusal::bad_chunk},
    {"space_after", "5 \r\nhello\r\n", Refusal::bad_chunk},
    {"space_before_extension", "5 ;a\r\nhello\r\n", Refusal::bad_chunk},
    {"underscore", "1_0\r\n", Refusal::bad_chunk},
    {"no_size", "\r\n", Refusal::bad_chunk},
    {"only_extension", ";a\r\n", Refusal::bad_chunk},
    {"bare_lf_after_size", "5\nhello\r\n0\r\n\r\n", Refusal::bad_chunk},
    {"bare_cr_after_size", "5\rhello\r\n0\r\n\r\n", Refusal::bad_chunk},
    {"bare_lf_after_data", "5\r\nhello\n0\r\n\r\n", Refusal::bad_chunk},
    {"no_line_end_after_data", "5\r\nhello0\r\n\r\n", Refusal::bad_chunk},
    {"more_data_than_said", "5\r\nhello world\r\n0\r\n\r\n", Refusal::bad_chunk},
    {"cr_and_more_after_data", "5\r\nhello\rx0\r\n\r\n", Refusal::bad_chunk},
    {"control_in_extension", "5;a\x01\r\nhello\r\n", Refusal::bad_chunk},
    {"extension_of_nothing", "5;\r\nhello\r\n", Refusal::bad_chunk},
    {"extension_without_name", "5;=b\r\nhello\r\n", Refusal::bad_chunk},
    {"extension_without_value", "5;a=\r\nhello\r\n", Refusal::bad_chunk},
    {"extension_of_two_words", "5;a b\r\nhello\r\n", Refusal::bad_chunk},
    {"extension_with_blank_last", "5;a \r\nhello\r\n", Refusal::bad_chunk},
    {"extension_with_open_quote", "5;a=\"b\r\nhello\r\n", Refusal::bad_chunk},
    {"extension_with_escape_last", "5;a=\"b\\\r\nhello\r\n", Refusal::bad_chunk},
    {"long_extension", "5;" + std::string(80, 'a') + "\r\nhello\r\n", Refusal::bad_chunk},
    {"extensions_too_long_together",
     "1;" + std::string(30, 'a') + "\r\na\r\n1;" + std::string(30, 'b') + "\r\n", Refusal::bad_chunk},
    {"zeros_without_end", std::string(100, '0'), Refusal::bad_chunk},
    {"long_trailers", "0\r\nA: " + std::string(80, 'a') + "\r\n\r\n", Refusal::bad_chunk},
    {"bad_trailer", "0\r\nA b\r\n\r\n", Refusal::bad_chunk},
    {"folded_trailer", "0\r\nA: b\r\n c\r\n\r\n", Refusal::bad_chunk},
    {"trailer_that_frames", "0\r\ncontent-length: 5\r\n\r\n", Refusal::bad_chunk},
    {"trailer_that_closes", "0\r\nConnection: close\r\n\r\n", Refusal::bad_chunk},
    {"bare_lf_at_end", "0\r\n\n", Refusal::bad_chunk},
};

class Chunked : public testing::TestWithParam<Case> {};

State look_whole(const std::string& bytes, ChunkedBody& body) {
    return body.look(bytes, bounds);
}

State look_byte_by_byte(const std::string& bytes, ChunkedBody& body) {
    for (std::size_t size = 1; size <= bytes.size(); ++size) {
        const State state = body.look(std::string_view(bytes).substr(0, size), bounds);
        if (state != State::incomplete) return state;
    }
    return State::incomplete;
}

TEST_P(Chunked, is_judged_the_same_whole_and_split) {
    for (const auto look : {look_whole, look_byte_by_byte}) {
        ChunkedBody body;
        const State state = look(GetParam().bytes, body);
        if (GetParam().refusal == Refusal::none) {
            EXPECT_EQ(state, State::complete);
            EXPECT_EQ(body.bytes(), GetParam().bytes.size());
        } else {
            EXPECT_EQ(state, State::refused);
            EXPECT_EQ(problem::words_of(body.refusal()).detail, problem::words_of(GetParam().refusal).detail);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Cases, Chunked, testing::ValuesIn(cases),
                         [](const auto& test) { return test.param.name; });

TEST(Chunked, ends_before_the_next_request) {
    const std::string bytes = "5\r\nhello\r\n0\r\n\r\n";
    ChunkedBody body;
    EXPECT_EQ(body.look(bytes + "GET / HTTP/1.1\r\n", bounds), State::complete);
    EXPECT_EQ(body.bytes(), bytes.size());
}

TEST(Chunked, is_gathered) {
    const auto gathered = [](std::string_view body) {
        std::string data;
        gather_chunks(body, data);
        return data;
    };
    EXPECT_EQ(gathered("3\r\nhel\r\n02;x=y\r\nlo\r\n0\r\nHost: trailer\r\n\r\n"), "hello");
    EXPECT_EQ(gathered("A\r\n0\r\n\r\n12345\r\n0000\r\n\r\n"), "0\r\n\r\n12345");
    EXPECT_EQ(gathered("0\r\n\r\n"), "");
}

}  // namespace
}  // namespace passerby::http
