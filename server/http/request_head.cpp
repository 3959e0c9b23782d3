#include "server/http/request_head.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "server/http/characters.hpp"

namespace passerby::http {

namespace {

constexpr std::string_view schemes[] = {"http://", "https://"};

// What says where a message or a connection ends cannot come behind it.
constexpr std::string_view framing_fields[] = {"connection", "proxy-connection", "content-length",
                                               "transfer-encoding"};

HeadVerdict refused(Refusal refusal) {
    return {HeadVerdict::State::refused, refusal, {}};
}

// The part of a line that has come so far cannot be judged by its grammar, but it can be hopeless.
HeadVerdict judge_unfinished(std::string_view line, std::size_t lines, bool full) {
    const bool first = lines == 0;
    if (full) return refused(first ? Refusal::target_too_long : Refusal::head_too_large);
    const std::size_t cr = line.find('\r');
    if (cr != line.npos && cr + 1 < line.size()) return refused(Refusal::bad_line_end);
    if (first && !line.empty() && !is_token(line.front())) return refused(Refusal::bad_request_line);
    return {};
}

Refusal judge_version(std::string_view version) {
    const bool written_well = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                              version[6] == '.' && is_digit(version[7]);
    return written_well ? Refusal::unsupported_version : Refusal::bad_version;
}

// A well-formed number too large for us is a body too large, not a malformed one.
Refusal read_content_length(std::string_view value, std::uint64_t& into) {
    if (value.empty() || !std::all_of(value.begin(), value.end(), is_digit))
        return Refusal::bad_content_length;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), into);
    return read.ec == std::errc{} ? Refusal::none : Refusal::body_too_large;
}

// `a, b`: calls `each` with the members that are not empty. False where one is no token.
template <class Each>
bool each_member(std::string_view list, Each each) {
    for (bool more = true; more;) {
        const std::size_t comma = list.find(',');
        const std::string_view member = trim(list.substr(0, comma));
        if (!std::all_of(member.begin(), member.end(), is_token)) return false;
        if (!member.empty()) each(member);
        more = comma != list.npos;
        if (more) list.remove_prefix(comma + 1);
    }
    return true;
}

}  // namespace

HeadVerdict HeadReader::read(std::string_view bytes, std::size_t head_bytes_max) {
    head_ = {};
    seen_ = {};
    authority_ = {};
    header_count_ = 0;
    return read_lines(bytes.substr(0, head_bytes_max), bytes.size() >= head_bytes_max);
}

HeadVerdict HeadReader::read_lines(std::string_view head, bool full) {
    std::size_t begin = 0;
    for (std::size_t lines = 0;; ++lines) {
        const std::size_t end = head.find('\n', begin);
        if (end == head.npos) return judge_unfinished(head.substr(begin), lines, full);
        if (end == begin || head[end - 1] != '\r') return refused(Refusal::bad_line_end);
        const std::string_view line = head.substr(begin, end - 1 - begin);
        begin = end + 1;
        if (line.empty() && lines > 0) break;
        const Refusal wrong = lines == 0 ? take_request_line(line) : take_field(line);
        if (wrong == Refusal::none) continue;
        // No line with a CR in it passes.
        return refused(line.find('\r') == line.npos ? wrong : Refusal::bad_line_end);
    }
    head_.bytes = begin;
    if (const Refusal wrong = finish(); wrong != Refusal::none) return refused(wrong);
    return {HeadVerdict::State::complete, Refusal::none, head_};
}

Refusal HeadReader::take_request_line(std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first == line.npos ? first : first + 1);
    if (first == 0 || second == line.npos || second == first + 1) return Refusal::bad_request_line;
    method_ = line.substr(0, first);
    if (!std::all_of(method_.begin(), method_.end(), is_token)) return Refusal::bad_request_line;
    const std::string_view version = line.substr(second + 1);
    head_.http_1_0 = version == "HTTP/1.0";
    if (version != "HTTP/1.1" && !head_.http_1_0) return judge_version(version);
    return take_target(line.substr(first + 1, second - first - 1));
}

Refusal HeadReader::take_target(std::string_view target) {
    if (!std::all_of(target.begin(), target.end(), is_target)) return Refusal::bad_target;
    if (method_ == "CONNECT") return Refusal::bad_target;  // nobody tunnels through us
    head_.head_only = method_ == "HEAD";
    if (head_.head_only) method_ = "GET";
    if (target.front() == '/' || (target == "*" && method_ == "OPTIONS")) {
        return split_target(target), Refusal::none;
    }
    for (const std::string_view scheme : schemes) {
        if (!begins_without_case(target, scheme)) continue;
        const std::string_view rest = target.substr(scheme.size());
        authority_ = rest.substr(0, rest.find_first_of("/?"));
        if (!is_authority(authority_)) return Refusal::bad_target;
        return split_target(rest.substr(authority_.size())), Refusal::none;
    }
    return Refusal::bad_target;
}

void HeadReader::split_target(std::string_view target) {
    const std::size_t mark = target.find('?');
    path_ = target.substr(0, mark);
    query_ = mark == target.npos ? std::string_view{} : target.substr(mark + 1);
    if (path_.empty()) path_ = "/";
}

Refusal HeadReader::take_field(std::string_view line) {
    Header header;
    if (const Refusal wrong = read_field_line(line, header); wrong != Refusal::none) return wrong;
    if (header_count_ == headers_.size()) return Refusal::head_too_large;
    headers_[header_count_++] = header;
    return take_framing(header);
}

// The few fields that say how this message is to be read.
Refusal HeadReader::take_framing(const Header& header) {
    const auto [name, value] = header;
    if (equals_without_case(name, "host")) {
        return !std::exchange(seen_.host, true) && is_authority(value) ? Refusal::none : Refusal::bad_host;
    }
    if (equals_without_case(name, "content-length")) {
        if (std::exchange(seen_.content_length, true)) return Refusal::bad_content_length;
        return read_content_length(value, head_.content_length);
    }
    if (equals_without_case(name, "transfer-encoding")) {
        head_.chunked =
            !std::exchange(seen_.transfer_encoding, true) && equals_without_case(value, "chunked");
        return head_.chunked ? Refusal::none : Refusal::bad_transfer_encoding;
    }
    if (equals_without_case(name, "connection")) {
        const bool list = each_member(value, [this](std::string_view option) {
            seen_.close |= equals_without_case(option, "close");
            seen_.kept |= equals_without_case(option, "keep-alive");
        });
        return list ? Refusal::none : Refusal::bad_field;
    }
    if (equals_without_case(name, "expect")) {
        head_.expects_continue = equals_without_case(value, "100-continue");
        return head_.expects_continue ? Refusal::none : Refusal::bad_expectation;
    }
    return Refusal::none;
}

// What can only be said once all fields are there.
Refusal HeadReader::finish() {
    if (!seen_.host && !head_.http_1_0) return Refusal::bad_host;
    if (head_.chunked && (seen_.content_length || head_.http_1_0)) return Refusal::bad_transfer_encoding;
    if (head_.http_1_0) head_.expects_continue = false;  // it would not know what we mean
    head_.keep_alive = !seen_.close && (seen_.kept || !head_.http_1_0);
    if (!authority_.empty()) put_host();
    return Refusal::none;
}

// `http://host/path?query` is asked of us like `/path?query` with that host, whatever the Host line says.
void HeadReader::put_host() {
    for (Header& header : std::span(headers_).first(header_count_)) {
        if (equals_without_case(header.name, "host")) {
            header.value = authority_;
            return;
        }
    }
    if (header_count_ < headers_.size()) headers_[header_count_++] = {"Host", authority_};
}

RequestView HeadReader::request() const {
    return {.method = method_,
            .path = path_,
            .query = query_,
            .headers = std::span(headers_).first(header_count_),
            .body = {}};
}

Refusal read_field_line(std::string_view line, Header& into) {
    std::size_t colon = 0;
    while (colon < line.size() && is_token(line[colon])) ++colon;
    if (colon == 0 && is_blank(line.front())) return Refusal::folded_field;
    if (colon == 0 || colon == line.size() || line[colon] != ':') return Refusal::bad_field;
    into = {line.substr(0, colon), trim(line.substr(colon + 1))};
    return are_field_characters(into.value) ? Refusal::none : Refusal::bad_field;
}

Refusal check_trailer_line(std::string_view line) {
    Header header;
    if (const Refusal wrong = read_field_line(line, header); wrong != Refusal::none) return wrong;
    const bool frames = std::any_of(std::begin(framing_fields), std::end(framing_fields),
                                    [&](auto field) { return equals_without_case(header.name, field); });
    return frames ? Refusal::bad_field : Refusal::none;
}

}  // namespace passerby::http
