// Any bytes as HTTP: the strict checks and the parser behind them agree on where a request ends, and no
// beginning of a request is taken for a whole one.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/http/chunked_body.hpp"
#include "server/http/strict_head.hpp"
#include "server/http/view_parser.hpp"

namespace {

using namespace passerby::http;

constexpr std::size_t head_bytes_max = 4'096;
constexpr ChunkedBody::Bounds bounds{.data_bytes = 4'096, .trimming_bytes = 1'024};

void promise(bool holds) {
    if (!holds) std::abort();
}

// Each beginning of the head is incomplete or refused, and once refused it stays so.
void look_at_beginnings(std::string_view bytes, std::size_t end) {
    bool refused = false;
    for (std::size_t size = 0; size < end; size += 1 + size / 16) {
        const auto state = check_head(bytes.substr(0, size), head_bytes_max).state;
        promise(state != HeadVerdict::State::complete);
        promise(!refused || state == HeadVerdict::State::refused);
        refused = state == HeadVerdict::State::refused;
    }
    promise(!refused);
}

// The body's size, or nothing while it is not all there or cannot be.
bool find_body(std::string_view rest, const Head& head, std::size_t& size) {
    if (!head.chunked) {
        size = head.content_length;
        return rest.size() >= size;
    }
    ChunkedBody whole, by_pieces;
    const auto state = whole.look(rest, bounds);
    auto last = ChunkedBody::State::incomplete;
    for (std::size_t seen = 1; seen <= rest.size() && last == ChunkedBody::State::incomplete; ++seen) {
        last = by_pieces.look(rest.substr(0, seen), bounds);
    }
    promise(state == last);
    promise(state != ChunkedBody::State::complete || whole.bytes() == by_pieces.bytes());
    size = whole.bytes();
    return state == ChunkedBody::State::complete;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const HeadVerdict verdict = check_head(bytes, head_bytes_max);
    if (verdict.state != HeadVerdict::State::complete) return 0;
    look_at_beginnings(bytes, verdict.head.bytes);
    std::size_t body = 0;
    if (!find_body(bytes.substr(verdict.head.bytes), verdict.head, body)) return 0;
    static ViewParser parser;
    const auto* parsed = parser.parse(bytes.substr(0, verdict.head.bytes + body));
    if (parsed == nullptr) return 0;
    promise(parsed->request.path.starts_with('/') || parsed->request.path == "*");
    promise(parsed->request.body.size() <= body);
    if (!verdict.head.chunked) promise(parsed->request.body.size() == body);
    return 0;
}
