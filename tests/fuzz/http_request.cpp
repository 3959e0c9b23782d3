// Any bytes as HTTP: no beginning of a request is taken for a whole one, and Beast's parser reads of each
// request that we let through just what we do.
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/characters.hpp"
#include "server/http/chunked_body.hpp"
#include "server/http/request_head.hpp"

namespace {

using namespace passerby::http;
namespace beast = boost::beast::http;

constexpr std::size_t head_bytes_max = 4'096;
constexpr ChunkedBody::Bounds bounds{.data_bytes = 4'096, .trimming_bytes = 1'024};

void promise(bool holds) {
    if (!holds) std::abort();
}

HeadReader reader;

// Each beginning of the head is incomplete or refused, and once refused it stays so.
void look_at_beginnings(std::string_view bytes, std::size_t end) {
    bool refused = false;
    for (std::size_t size = 0; size < end; size += 1 + size / 16) {
        const auto state = reader.read(bytes.substr(0, size), head_bytes_max).state;
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

// What Beast finds in one whole message.
class Second : public beast::basic_parser<true> {
  public:
    explicit Second(std::string_view message) {
        eager(true);
        header_limit(UINT32_MAX);
        body_limit(boost::none);
        boost::beast::error_code error;
        read_all =
            put(boost::asio::buffer(message.data(), message.size()), error) == message.size() && is_done();
        read_all = read_all && !error;
    }

    bool read_all = false;
    std::string method, target, body;
    std::vector<std::pair<std::string, std::string>> headers;

  private:
    using Error = boost::beast::error_code;
    using Text = boost::beast::string_view;

    void on_request_impl(beast::verb, Text sent_method, Text sent_target, int, Error&) override {
        method = std::string(sent_method);
        target = std::string(sent_target);
    }
    void on_response_impl(int, Text, int, Error&) override {}
    void on_field_impl(beast::field, Text name, Text value, Error&) override {
        if (!in_trailers_) headers.emplace_back(name, value);
    }
    void on_header_impl(Error&) override { in_trailers_ = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
    std::size_t on_body_impl(Text piece, Error&) override {
        return body.append(piece.data(), piece.size()), piece.size();
    }
    void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text piece, Error&) override {
        return body.append(piece.data(), piece.size()), piece.size();
    }
    void on_finish_impl(Error&) override {}

    bool in_trailers_ = false;
};

// Beast lets `Proxy-Connection` speak for `Connection`, and has HTTP/1.0 go on where both options are there.
bool may_differ_on_going_on(const RequestView& view, const Head& head) {
    return head.http_1_0 || view.header("proxy-connection");
}

void compare(const RequestView& view, const Head& head, const Second& second) {
    promise(second.read_all);
    promise(second.method == (head.head_only ? "HEAD" : view.method));
    const bool absolute = !second.target.starts_with('/') && second.target != "*";
    const std::string target =
        std::string(view.path) + (view.query.empty() ? "" : "?" + std::string(view.query));
    promise(absolute || second.target == target || second.target == target + "?");
    promise(second.headers.size() == view.headers.size() || (absolute && head.http_1_0));
    for (std::size_t i = 0; i < second.headers.size(); ++i) {
        promise(second.headers[i].first == view.headers[i].name);
        const bool replaced = absolute && equals_without_case(view.headers[i].name, "host");
        promise(replaced || second.headers[i].second == view.headers[i].value);
    }
    promise(second.body == view.body);
    promise(may_differ_on_going_on(view, head) || second.keep_alive() == head.keep_alive);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const HeadVerdict verdict = reader.read(bytes, head_bytes_max);
    if (verdict.state != HeadVerdict::State::complete) return 0;
    look_at_beginnings(bytes, verdict.head.bytes);
    std::size_t body = 0;
    const std::string_view rest = bytes.substr(verdict.head.bytes);
    if (!find_body(rest, verdict.head, body)) return 0;
    reader.read(bytes, head_bytes_max);
    RequestView view = reader.request();
    view.body = rest.substr(0, body);
    std::string gathered;
    if (verdict.head.chunked) {
        gather_chunks(view.body, gathered);
        view.body = gathered;
    }
    compare(view, verdict.head, Second(bytes.substr(0, verdict.head.bytes + body)));
    return 0;
}
