#include "server/http/chunked_body.hpp"

#include <algorithm>
#include <charconv>

#include "server/http/characters.hpp"
#include "server/http/request_head.hpp"

namespace passerby::http {

namespace {

constexpr std::size_t size_digits_max = 16;  // leading zeros included

void skip_blanks(std::string_view& text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
}

bool skip(std::string_view& text, char wanted) {
    if (!text.starts_with(wanted)) return false;
    text.remove_prefix(1);
    return true;
}

bool skip_token(std::string_view& text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_token);
    const auto size = static_cast<std::size_t>(end - text.begin());
    text.remove_prefix(size);
    return size > 0;
}

bool skip_quoted(std::string_view& text) {
    if (!skip(text, '"')) return false;
    while (!text.empty() && !text.starts_with('"')) {
        skip(text, '\\');
        if (text.empty() || !is_field_character(text.front())) return false;
        text.remove_prefix(1);
    }
    return skip(text, '"');
}

// What may stand behind a size: `;NAME` or `;NAME=VALUE`, any number of times, with blanks between the parts.
bool is_extension(std::string_view text) {
    if (!text.empty() && (is_blank(text.front()) || is_blank(text.back()))) return false;
    while (!text.empty()) {
        skip_blanks(text);
        if (!skip(text, ';')) return false;
        skip_blanks(text);
        if (!skip_token(text)) return false;
        skip_blanks(text);
        if (!skip(text, '=')) continue;
        skip_blanks(text);
        if (!skip_token(text) && !skip_quoted(text)) return false;
    }
    return true;
}

}  // namespace

ChunkedBody::State ChunkedBody::refuse(Refusal refusal) {
    refusal_ = refusal;
    return State::refused;
}

ChunkedBody::State ChunkedBody::look(std::string_view body, const Bounds& bounds) {
    for (;;) {
        const std::size_t before = at_;
        const Part part = part_;
        const State state = part_ == Part::data ? look_at_data(body) : look_at_line(body, bounds);
        if (state != State::incomplete || (at_ == before && part_ == part)) return state;
    }
}

// Moves on once the chunk and the CR LF behind it are there.
ChunkedBody::State ChunkedBody::look_at_data(std::string_view body) {
    const std::string_view rest = body.substr(at_);
    if (rest.size() > chunk_bytes_ && rest[chunk_bytes_] != '\r') return refuse(Refusal::bad_chunk);
    if (rest.size() < chunk_bytes_ + 2) return State::incomplete;
    if (rest[chunk_bytes_ + 1] != '\n') return refuse(Refusal::bad_chunk);
    at_ += chunk_bytes_ + 2;
    part_ = Part::size;
    return State::incomplete;
}

ChunkedBody::State ChunkedBody::look_at_line(std::string_view body, const Bounds& bounds) {
    const std::string_view rest = body.substr(at_);
    const std::size_t end = rest.find('\n');
    if (end == rest.npos) {
        const std::size_t cr = rest.find('\r');
        const bool hopeless = rest.size() > bounds.trimming_bytes + size_digits_max ||
                              (cr != rest.npos && cr + 1 < rest.size()) ||
                              (part_ == Part::size && !rest.empty() && !is_hex(rest.front()));
        return hopeless ? refuse(Refusal::bad_chunk) : State::incomplete;
    }
    if (end == 0 || rest[end - 1] != '\r') return refuse(Refusal::bad_chunk);
    const std::string_view line = rest.substr(0, end - 1);
    at_ += end + 1;
    return part_ == Part::size ? take_size(line, bounds) : take_trailer(line, bounds);
}

ChunkedBody::State ChunkedBody::take_size(std::string_view line, const Bounds& bounds) {
    const auto past_digits = std::find_if_not(line.begin(), line.end(), is_hex);
    const auto digits = static_cast<std::size_t>(past_digits - line.begin());
    const std::string_view extension = line.substr(digits);
    const std::size_t leading_zeros = std::min(line.find_first_not_of('0'), digits);
    trimming_bytes_ += extension.size() + leading_zeros;
    if (digits == 0 || digits > size_digits_max || trimming_bytes_ > bounds.trimming_bytes ||
        !is_extension(extension)) {
        return refuse(Refusal::bad_chunk);
    }
    std::uint64_t size = 0;
    std::from_chars(line.data(), line.data() + digits, size, 16);
    if (size > bounds.data_bytes - data_bytes_) return refuse(Refusal::body_too_large);
    chunk_bytes_ = size;
    data_bytes_ += chunk_bytes_;
    part_ = chunk_bytes_ == 0 ? Part::trailers : Part::data;
    return State::incomplete;
}

ChunkedBody::State ChunkedBody::take_trailer(std::string_view line, const Bounds& bounds) {
    if (line.empty()) return State::complete;
    trimming_bytes_ += line.size() + 2;
    if (trimming_bytes_ > bounds.trimming_bytes || check_trailer_line(line) != Refusal::none) {
        return refuse(Refusal::bad_chunk);
    }
    return State::incomplete;
}

void gather_chunks(std::string_view body, std::string& into) {
    for (;;) {
        std::uint64_t size = 0;
        std::from_chars(body.data(), body.data() + body.size(), size, 16);
        if (size == 0) return;
        body.remove_prefix(body.find('\n') + 1);
        into.append(body.substr(0, size));
        body.remove_prefix(size + 2);
    }
}

}  // namespace passerby::http
