#include "server/http/view_parser.hpp"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>

#include "server/http/characters.hpp"
#include "server/http/wipe.hpp"

namespace passerby::http {

namespace beast = boost::beast;

namespace {

std::string_view standard(beast::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

// Beast tells what it finds by calling these; `out_` keeps the views.
class ViewParser::Beast : public beast::http::basic_parser<true> {
  public:
    explicit Beast(ViewParser& out) : out_(out) {
        eager(true);
        header_limit(UINT32_MAX);  // both limits have been held already
        body_limit(boost::none);
    }

  private:
    using Error = beast::error_code;
    using Text = beast::string_view;

    void on_request_impl(beast::http::verb, Text method, Text target, int version, Error&) override {
        out_.parsed_.request.method = standard(method);
        out_.parsed_.http_1_0 = version == 10;
        out_.take_target(standard(target));
    }
    void on_response_impl(int, Text, int, Error&) override {}
    void on_field_impl(beast::http::field, Text name, Text value, Error& error) override {
        if (in_trailers_) return;
        if (out_.header_count_ == out_.headers_.size()) {
            error = beast::http::error::header_limit;
            return;
        }
        out_.headers_[out_.header_count_++] = {standard(name), standard(value)};
    }
    void on_header_impl(Error&) override { in_trailers_ = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
    std::size_t on_body_impl(Text body, Error&) override {
        out_.parsed_.request.body = standard(body);  // whole: all of it is in one buffer
        return body.size();
    }
    void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text body, Error&) override {
        out_.gathered_.append(body.data(), body.size());
        return body.size();
    }
    void on_finish_impl(Error&) override {
        if (chunked()) out_.parsed_.request.body = out_.gathered_;
    }

    ViewParser& out_;
    bool in_trailers_ = false;
};

// `http://host/path?query` is asked of us like `/path?query` with that host, whatever the Host line says.
void ViewParser::take_target(std::string_view target) {
    if (!target.starts_with('/') && target != "*") {
        const std::string_view rest = target.substr(target.find("//") + 2);
        authority_ = rest.substr(0, rest.find_first_of("/?"));
        target = rest.substr(authority_.size());
    }
    const std::size_t mark = target.find('?');
    parsed_.request.path = target.substr(0, mark);
    parsed_.request.query = mark == target.npos ? std::string_view{} : target.substr(mark + 1);
    if (parsed_.request.path.empty()) parsed_.request.path = "/";
}

void ViewParser::put_host() {
    for (Header& header : std::span(headers_).first(header_count_)) {
        if (equals_without_case(header.name, "host")) {
            header.value = authority_;
            return;
        }
    }
    if (header_count_ < headers_.size()) headers_[header_count_++] = {"Host", authority_};
}

const ViewParser::Parsed* ViewParser::parse(std::string_view message) {
    parsed_ = {};
    header_count_ = 0;
    authority_ = {};
    wipe();
    Beast parser(*this);
    beast::error_code error;
    const std::size_t taken = parser.put(boost::asio::buffer(message.data(), message.size()), error);
    if (error || !parser.is_done() || taken != message.size()) return nullptr;
    if (!authority_.empty()) put_host();
    parsed_.request.headers = {headers_.data(), header_count_};
    parsed_.keep_alive = parser.keep_alive();
    parsed_.head_only = parsed_.request.method == "HEAD";
    if (parsed_.head_only) parsed_.request.method = "GET";
    return &parsed_;
}

void ViewParser::wipe() {
    wipe_and_clear(gathered_);
}

}  // namespace passerby::http
