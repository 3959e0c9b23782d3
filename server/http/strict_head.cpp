#include "server/http/strict_head.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "server/http/characters.hpp"
#include "server/http/limits.hpp"

namespace passerby::http {

namespace {

// What the framing of a message and its Host depend on, gathered line by line.
struct Fields {
    std::size_t count = 0;
    std::size_t hosts = 0;
    std::size_t content_lengths = 0;
    std::size_t transfer_encodings = 0;
    bool http_1_0 = false;
    Head head;
};

Refusal check_version(std::string_view version, Fields& fields) {
    if (version == "HTTP/1.1") return Refusal::none;
    if (version == "HTTP/1.0") return fields.http_1_0 = true, Refusal::none;
    const bool written_well = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                              version[6] == '.' && is_digit(version[7]);
    return written_well ? Refusal::unsupported_version : Refusal::bad_version;
}

Refusal check_target(std::string_view method, std::string_view target) {
    if (!std::all_of(target.begin(), target.end(), is_target)) return Refusal::bad_target;
    if (method == "CONNECT") return Refusal::bad_target;  // nobody tunnels through us
    if (target.front() == '/') return Refusal::none;
    if (target == "*" && method == "OPTIONS") return Refusal::none;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (begins_without_case(target, scheme)) {
            const std::string_view rest = target.substr(scheme.size());
            const std::string_view authority = rest.substr(0, rest.find_first_of("/?"));
            return is_authority(authority) ? Refusal::none : Refusal::bad_target;
        }
    }
    return Refusal::bad_target;
}

Refusal check_request_line(std::string_view line, Fields& fields) {
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first == line.npos ? first : first + 1);
    if (first == 0 || second == line.npos || second == first + 1) return Refusal::bad_request_line;
    const std::string_view method = line.substr(0, first);
    if (!std::all_of(method.begin(), method.end(), is_token)) return Refusal::bad_request_line;
    if (const Refusal wrong = check_version(line.substr(second + 1), fields); wrong != Refusal::none) {
        return wrong;
    }
    return check_target(method, line.substr(first + 1, second - first - 1));
}

Refusal take_host(std::string_view value, Fields& fields) {
    return ++fields.hosts == 1 && is_authority(value) ? Refusal::none : Refusal::bad_host;
}

// A well-formed number too large for us is a body too large, not a malformed one.
Refusal take_content_length(std::string_view value, Fields& fields) {
    if (++fields.content_lengths > 1 || value.empty() || !std::all_of(value.begin(), value.end(), is_digit)) {
        return Refusal::bad_content_length;
    }
    const auto read = std::from_chars(value.data(), value.data() + value.size(), fields.head.content_length);
    return read.ec == std::errc{} ? Refusal::none : Refusal::body_too_large;
}

Refusal take_transfer_encoding(std::string_view value, Fields& fields) {
    fields.head.chunked = ++fields.transfer_encodings == 1 && equals_without_case(value, "chunked");
    return fields.head.chunked ? Refusal::none : Refusal::bad_transfer_encoding;
}

Refusal take_expect(std::string_view value, Fields& fields) {
    fields.head.expects_continue = equals_without_case(value, "100-continue");
    return fields.head.expects_continue ? Refusal::none : Refusal::bad_expectation;
}

struct Watched {
    std::string_view name;
    Refusal (*take)(std::string_view value, Fields& fields);
};
constexpr Watched watched[] = {
    {"host", take_host},
    {"expect", take_expect},
    {"content-length", take_content_length},
    {"transfer-encoding", take_transfer_encoding},
};

// What says where a message or a connection ends cannot come behind it.
constexpr std::string_view framing_fields[] = {"connection", "proxy-connection", "content-length",
                                               "transfer-encoding"};

Refusal take_field(std::string_view line, Fields& fields) {
    if (const Refusal wrong = check_field_line(line); wrong != Refusal::none) return wrong;
    if (++fields.count > limits::headers_max) return Refusal::head_too_large;
    const std::size_t colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    for (const Watched& field : watched) {
        if (equals_without_case(name, field.name)) return field.take(trim(line.substr(colon + 1)), fields);
    }
    return Refusal::none;
}

// What can only be said once all fields are there.
Refusal check_together(Fields& fields) {
    if (fields.http_1_0) fields.head.expects_continue = false;  // it would not know what we mean
    if (fields.hosts == 0 && !fields.http_1_0) return Refusal::bad_host;
    if (fields.transfer_encodings > 0 && (fields.content_lengths > 0 || fields.http_1_0)) {
        return Refusal::bad_transfer_encoding;
    }
    return Refusal::none;
}

HeadVerdict refused(Refusal refusal) {
    return {HeadVerdict::State::refused, refusal, {}};
}

// The part of a line that has come so far cannot be judged by its grammar, but it can be hopeless.
HeadVerdict check_unfinished(std::string_view line, std::size_t lines, bool full) {
    const bool first = lines == 0;
    if (full) return refused(first ? Refusal::target_too_long : Refusal::head_too_large);
    const std::size_t cr = line.find('\r');
    if (cr != line.npos && cr + 1 < line.size()) return refused(Refusal::bad_line_end);
    if (first && !line.empty() && !is_token(line.front())) return refused(Refusal::bad_request_line);
    return {};
}

}  // namespace

Refusal check_field_line(std::string_view line) {
    if (is_blank(line.front())) return Refusal::folded_field;
    std::size_t colon = 0;
    while (colon < line.size() && is_token(line[colon])) ++colon;
    const bool well = colon > 0 && colon < line.size() && line[colon] == ':' &&
                      are_field_characters(line.substr(colon + 1));
    return well ? Refusal::none : Refusal::bad_field;
}

Refusal check_trailer_line(std::string_view line) {
    if (const Refusal wrong = check_field_line(line); wrong != Refusal::none) return wrong;
    const std::string_view name = line.substr(0, line.find(':'));
    const bool frames =
        std::any_of(std::begin(framing_fields), std::end(framing_fields),
                    [name](std::string_view field) { return equals_without_case(name, field); });
    return frames ? Refusal::bad_field : Refusal::none;
}

HeadVerdict check_head(std::string_view bytes, std::size_t head_bytes_max) {
    const std::string_view head = bytes.substr(0, head_bytes_max);
    Fields fields;
    std::size_t lines = 0;
    for (std::size_t begin = 0;; ++lines) {
        const std::size_t end = head.find('\n', begin);
        if (end == head.npos) {
            return check_unfinished(head.substr(begin), lines, bytes.size() >= head_bytes_max);
        }
        const std::string_view line = head.substr(begin, end - begin);
        if (!line.ends_with('\r')) return refused(Refusal::bad_line_end);
        const std::string_view text = line.substr(0, line.size() - 1);
        begin = end + 1;
        if (text.empty() && lines > 0) {
            const Refusal wrong = check_together(fields);
            if (wrong != Refusal::none) return refused(wrong);
            fields.head.bytes = begin;
            return {HeadVerdict::State::complete, Refusal::none, fields.head};
        }
        const Refusal wrong = lines == 0 ? check_request_line(text, fields) : take_field(text, fields);
        if (wrong == Refusal::none) continue;
        // No line with a CR in it passes.
        return refused(text.find('\r') == text.npos ? wrong : Refusal::bad_line_end);
    }
}

}  // namespace passerby::http
