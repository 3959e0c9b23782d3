// After an answer nothing of the request is left in this process: not its bytes, not a copy of them.
#include <gtest/gtest.h>
#include <string.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/api/public_api.hpp"
#include "tests/canary/writable_memory.hpp"
#include "tests/server/api/shop.hpp"

namespace passerby::api {
namespace {

// Looks through all memory that this process can write. The mark is kept upside down (every bit flipped), so
// that looking for it makes no further copy.
class MemorySearch {
  public:
    explicit MemorySearch(std::string flipped) : flipped_(std::move(flipped)) {}

    std::size_t count() {
        std::size_t found = 0;
        memory_.read(flipped_.size() - 1, [&](std::string_view bytes, std::uint64_t, const std::string&) {
            found += count_in(bytes);
        });
        return found;
    }

  private:
    std::size_t count_in(std::string_view here) const {
        std::size_t found = 0;
        const char first = static_cast<char>(~flipped_.front());
        for (auto at = here.find(first); at != here.npos; at = here.find(first, at + 1)) {
            const auto candidate = here.substr(at, flipped_.size());
            found +=
                std::equal(candidate.begin(), candidate.end(), flipped_.begin(), flipped_.end(),
                           [](char plain, char flipped) { return plain == static_cast<char>(~flipped); });
        }
        return found;
    }

    std::string flipped_;
    canary::WritableMemory memory_{"self"};
};

// `canary-` and more, upside down. Sixteen bytes: the longest text that the engine takes apart in words.
std::string flipped_mark() {
    std::string mark;
    for (const char c : {'c', 'a', 'n', 'a', 'r', 'y', '-', '7', 'f', '3', 'q', '9', 'x', 'w', 'k', 'z'}) {
        mark += static_cast<char>(~c);
    }
    return mark;
}

class ForgettingTest : public testing::Test {
  protected:
    void SetUp() override {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        GTEST_SKIP() << "sanitizers keep what was freed, and map more memory than anybody can search";
#endif
        // The dynamic linker stores the vector registers on the stack when a function is first called: with
        // the search's own functions bound beforehand, it cannot store there what was last copied.
        search_.count();
    }

    // The text with each `@` replaced by the mark, in memory that is wiped after use.
    void handle(std::string_view method, std::string_view query, std::string_view body,
                std::string_view path = "/v1/decide") {
        std::string real_query = with_mark(query);
        std::string real_body = with_mark(body);
        api_.handle({.method = method, .path = path, .query = real_query, .headers = {}, .body = real_body},
                    *shop_, noon, response_);
        for (std::string* text : {&real_query, &real_body, &response_.body, &response_.fields}) {
            ::explicit_bzero(text->data(), text->capacity());
        }
    }
    static std::string with_mark(std::string_view text) {
        std::string out;
        out.reserve(4096);  // never moved, so that no copy stays behind
        for (const char c : text) {
            if (c != '@') {
                out += c;
                continue;
            }
            for (const char byte : flipped_mark()) { out += static_cast<char>(~byte); }
        }
        return out;
    }

    std::shared_ptr<const engine::RuleIndex> shop_ = load_shop();
    PublicSettings settings_;
    Measures measures_;
    Readiness readiness_;
    PublicApi api_{settings_, measures_, readiness_, 1};
    http::Response response_;
    MemorySearch search_{flipped_mark()};
};

TEST_F(ForgettingTest, TheSearchFindsWhatIsThere) {
    std::string kept = with_mark("@");
    EXPECT_GE(search_.count(), 1u);
    ::explicit_bzero(kept.data(), kept.capacity());
    EXPECT_EQ(search_.count(), 0u);
}

TEST_F(ForgettingTest, NothingOfAQuestionForSignalsStays) {
    handle("GET", "slot=@&@=x&slot=%41@", "", "/v1/signals");
    EXPECT_EQ(search_.count(), 0u);
}

TEST_F(ForgettingTest, NothingOfABodyStays) {
    handle(
        "POST", "",
        R"({"slots":["hero","@"],"page":{"section":"@","topics":["@","b"],"path":"/@"},"x@":"@","user_id":["@"],
        "behaviour":{"searches":["@"]},"consent":{"behaviour":true,"at":"@","tcf":"@"},"exclude":["@"],"manifest":"@"})");
    EXPECT_EQ(search_.count(), 0u);
    handle("POST", "",
           R"({"slots":["hero"],"page":{"section":"@\u00e9","type":"\u0041 @"},"\n@":"\t@","x":"@"})");
    EXPECT_EQ(search_.count(), 0u);
}

TEST_F(ForgettingTest, NothingOfABadBodyStays) {
    for (const char* body : {R"({"slots":["@"],"page":{"section":"@\q"}})", R"({"slots":["@!"]})", R"(["@"])",
                             "@", R"({"slots":["hero"],"page":{"section":"\n@"},)"}) {
        handle("POST", "", body);
        EXPECT_EQ(search_.count(), 0u) << body;
    }
}

TEST_F(ForgettingTest, NothingOfAQueryStays) {
    handle("GET", "slot=hero&slot=@&page.section=%41@&page.topics=@,@&@=@&consent=@&user_id=@", "");
    EXPECT_EQ(search_.count(), 0u);
    handle("GET", "page.section=@", "");
    EXPECT_EQ(search_.count(), 0u);
}

}  // namespace
}  // namespace passerby::api
