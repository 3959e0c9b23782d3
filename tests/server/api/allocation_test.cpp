// Once warm, a decision allocates nothing: from a body's bytes to its answer's, good, bad or odd.
//
// Every allocation of this program goes through the counters below, those of the libraries included.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "server/api/public_api.hpp"
#include "tests/server/api/shop.hpp"

namespace {
std::atomic<std::size_t> allocations{0};

void* counted(std::size_t bytes, std::size_t alignment) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    void* const memory = alignment > alignof(std::max_align_t)
                             ? std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment)
                             : std::malloc(bytes == 0 ? 1 : bytes);
    if (memory == nullptr) { throw std::bad_alloc(); }
    return memory;
}
}  // namespace

void* operator new(std::size_t bytes) {
    return counted(bytes, 0);
}
void* operator new[](std::size_t bytes) {
    return counted(bytes, 0);
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
    return counted(bytes, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
    return counted(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}

namespace passerby::api {
namespace {

TEST(AllocationTest, TheCounterCounts) {
    const std::size_t before = allocations.load();
    const auto text = std::make_unique<std::string>(100, 'a');
    EXPECT_GE(allocations.load() - before, 2u) << *text;
}

TEST(AllocationTest, ADecisionAllocatesNothingOnceWarm) {
    const auto shop = load_shop();
    const PublicSettings settings;
    Measures measures;
    Readiness readiness;
    PublicApi api(settings, measures, readiness, 1);
    http::Response response;

    const std::string long_set = [] {
        std::string text = R"({"slots":["hero","sidebar","lottery","clock"],"page":{"topics":["t")";
        for (int i = 1; i < 64; ++i) { text += ",\"topic-" + std::to_string(i) + "\""; }
        return text + R"(],"path":"/)" + std::string(2000, 'p') + R"("},"bucket":7})";
    }();
    const std::vector<http::Header> headers = {
        {"User-Agent",
         "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1"},
        {"Sec-GPC", "1"},
        {"If-None-Match", "\"0123456789abcdef\""}};
    const std::vector<Ask> asks = {
        {.headers = headers,
         .body =
             R"({"slots":["hero","sidebar","nowhere"],"location":{"country":"DE"},"behaviour":{"cart_value":80},
                     "consent":{"location":true,"behaviour":true,"at":"2026-10-02"},"page":{"section":"sp\u00f6rt"}})"},
        {.headers = headers, .body = long_set},
        {.body =
             R"({"slots":["lottery"],"user_id":"x","email":["y",{"z":1.5e400}],"bucket":400,"exclude":["quiz"]})"},
        {.body =
             R"({"slots":["hero"],"consent":{"tcf":"x"},"child":true,"time":{"utc_offset":60,"hour":3}})"},
        {.body = R"({"slots":["hero"],)"},
        {.body = R"({"slots":["He ro"]})"},
        {.method = "GET",
         .query = "slot=hero&slot=clock&page.section=%C3%BC&page.topics=a,b",
         .headers = headers},
        {.method = "GET", .query = "slot=hero&location.country=DE&consent=location&consent.at=2026-10-02"},
        {.method = "OPTIONS"},
        {.method = "DELETE"},
        {.method = "GET", .path = "/nowhere"},
    };
    const auto round = [&] {
        for (const Ask& ask : asks) { api.handle(ask.view(), *shop, noon, response); }
    };
    for (int i = 0; i < 50; ++i) { round(); }
    const std::size_t before = allocations.load();
    for (int i = 0; i < 200; ++i) { round(); }
    EXPECT_EQ(allocations.load() - before, 0u);
    EXPECT_EQ(response.status, 404);
}

}  // namespace
}  // namespace passerby::api
