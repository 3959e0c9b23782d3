#include "bench/load/response_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace passerby::load {

namespace {

constexpr std::size_t head_bytes_max = 64u << 10;
constexpr std::size_t frame_bytes_max = 64u << 10;  // an extension, the trailers
constexpr std::uint64_t body_bytes_max = std::uint64_t{1} << 40;
constexpr int size_digits_max = 10;
constexpr std::string_view line_end = "\r\n", head_end = "\r\n\r\n";

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool same_word(std::string_view text, std::string_view lower_case) {
    return text.size() == lower_case.size() && std::equal(text.begin(), text.end(), lower_case.begin(),
                                                          [](char a, char b) { return lower(a) == b; });
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) { return {}; }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool lists(std::string_view list, std::string_view lower_case) {
    for (std::size_t at = 0; at <= list.size();) {
        const std::size_t comma = std::min(list.find(',', at), list.size());
        if (same_word(trimmed(list.substr(at, comma - at)), lower_case)) { return true; }
        at = comma + 1;
    }
    return false;
}

std::optional<std::uint64_t> read_length(std::string_view text) {
    std::uint64_t length = 0;
    const char* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, length);
    if (text.empty() || error != std::errc() || at != end || length > body_bytes_max) { return std::nullopt; }
    return length;
}

constexpr std::array<bool, 256> token_bytes = [] {
    std::array<bool, 256> table{};
    for (unsigned char c = '!'; c < 0x7f; ++c) {
        table[c] =
            std::string_view("\"(),/:;<=>?@[\\]{}").find(static_cast<char>(c)) == std::string_view::npos;
    }
    return table;
}();

bool is_token(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(),
                                        [](char c) { return token_bytes[static_cast<unsigned char>(c)]; });
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') { return c - '0'; }
    const char low = lower(c);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

}  // namespace

// What a head says about where its body ends.
struct ResponseReader::Framing {
    std::optional<std::uint64_t> length;
    bool chunked = false;
    bool old_version = false;  // HTTP/1.0
    bool closes = false, keeps = false;
};

std::size_t ResponseReader::feed(std::string_view bytes) {
    std::size_t taken = 0;
    while (taken < bytes.size() && !complete() && !malformed()) {
        const std::string_view rest = bytes.substr(taken);
        taken += state_ == State::head ? feed_head(rest) : feed_body(rest);
    }
    return taken;
}

void ResponseReader::end() {
    state_ = state_ == State::until_close ? State::complete : State::malformed;
}

void ResponseReader::reset() {
    state_ = State::head;
    closes_ = false;
    body_.clear();
}

void ResponseReader::abandon() {
    head_.clear();
    reset();
}

std::size_t ResponseReader::feed_head(std::string_view bytes) {
    if (head_.empty()) {
        const std::size_t end = bytes.find(head_end);
        if (end != std::string_view::npos) {
            begin(bytes.substr(0, end + line_end.size()));
            return end + head_end.size();
        }
    }
    const std::size_t had = head_.size();
    head_.append(bytes);
    const std::size_t end = head_.find(head_end, had < head_end.size() ? 0 : had - head_end.size());
    if (end == std::string::npos) {
        if (head_.size() > head_bytes_max) { state_ = State::malformed; }
        return bytes.size();
    }
    const std::size_t taken = end + head_end.size() - had;
    begin(std::string_view(head_).substr(0, end + line_end.size()));
    head_.clear();
    return taken;
}

// `head`: whole lines, without the empty one at the end.
void ResponseReader::begin(std::string_view head) {
    Framing framing;
    bool first = true;
    state_ = State::malformed;
    while (!head.empty()) {
        const std::size_t end = head.find('\r');
        if (end + 1 >= head.size() || head[end + 1] != '\n') { return; }
        const std::string_view line = head.substr(0, end);
        if (line.find('\n') != std::string_view::npos || line.find('\0') != std::string_view::npos) {
            return;
        }
        if (!(first ? parse_status_line(line, framing) : parse_field(line, framing))) { return; }
        first = false;
        head.remove_prefix(end + line_end.size());
    }
    begin_body(framing);
}

bool ResponseReader::parse_status_line(std::string_view line, Framing& framing) {
    constexpr std::string_view version = "HTTP/1.";
    constexpr std::size_t status_end = 12;
    if (line.size() < status_end || !line.starts_with(version) || line[8] != ' ') { return false; }
    if (line[7] != '0' && line[7] != '1') { return false; }
    if (line.size() > status_end && line[status_end] != ' ') { return false; }
    framing.old_version = line[7] == '0';
    const auto [at, error] = std::from_chars(line.data() + 9, line.data() + status_end, status_);
    return error == std::errc() && at == line.data() + status_end && status_ >= 100 && status_ <= 599;
}

bool ResponseReader::parse_field(std::string_view line, Framing& framing) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) { return false; }
    const std::string_view name = line.substr(0, colon), value = trimmed(line.substr(colon + 1));
    if (same_word(name, "content-length")) {
        const auto length = read_length(value);
        if (!length || framing.length) { return false; }
        framing.length = length;
    } else if (same_word(name, "transfer-encoding")) {
        if (framing.chunked || !same_word(value, "chunked")) { return false; }
        framing.chunked = true;
    } else if (same_word(name, "connection")) {
        framing.closes |= lists(value, "close");
        framing.keeps |= lists(value, "keep-alive");
    }
    return true;
}

void ResponseReader::begin_body(const Framing& framing) {
    if (framing.chunked && (framing.length || framing.old_version)) { return; }
    if (status_ < 200) {  // not the answer yet
        state_ = status_ == 101 ? State::malformed : State::head;
        return;
    }
    const bool bodiless = status_ == 204 || status_ == 304;
    const bool until_close = !bodiless && !framing.chunked && !framing.length;
    closes_ = framing.closes || until_close || (framing.old_version && !framing.keeps);
    left_ = framing.length.value_or(0);
    frame_bytes_ = 0;
    size_digits_ = 0;
    if (until_close) {
        state_ = State::until_close;
    } else if (framing.chunked && !bodiless) {
        state_ = State::chunk_size;
    } else {
        state_ = bodiless || left_ == 0 ? State::complete : State::counted;
    }
}

std::size_t ResponseReader::feed_body(std::string_view bytes) {
    if (state_ == State::until_close) {
        keep(bytes);
        return bytes.size();
    }
    if (state_ != State::counted && state_ != State::chunk) {
        if (!feed_chunk_frame(bytes.front()) || ++frame_bytes_ > frame_bytes_max) {
            state_ = State::malformed;
        }
        return 1;
    }
    const std::size_t part = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    keep(bytes.substr(0, part));
    left_ -= part;
    if (left_ == 0) { state_ = state_ == State::counted ? State::complete : State::chunk_end; }
    return part;
}

// The bytes between the data of chunks, one by one. False: not what may stand there.
bool ResponseReader::feed_chunk_frame(char byte) {
    const auto expect = [&](char wanted, State next) {
        state_ = next;
        return byte == wanted;
    };
    switch (state_) {
        case State::chunk_size: return (state_ = after_size_digit(byte)) != State::malformed;
        case State::chunk_extension:
            if (byte == '\r') { state_ = State::chunk_size_end; }
            return byte != '\n';
        case State::chunk_size_end: return expect('\n', left_ == 0 ? State::trailer : State::chunk);
        case State::chunk_end: return expect('\r', State::chunk_end_lf);
        case State::chunk_end_lf:
            size_digits_ = 0;
            frame_bytes_ = 0;
            return expect('\n', State::chunk_size);
        case State::trailer:
            state_ = byte == '\r' ? State::trailer_last : State::trailer_line;
            return byte != '\n';
        case State::trailer_line:
            if (byte == '\r') { state_ = State::trailer_end; }
            return byte != '\n';
        case State::trailer_end: return expect('\n', State::trailer);
        case State::trailer_last: return expect('\n', State::complete);
        default: return false;
    }
}

ResponseReader::State ResponseReader::after_size_digit(char byte) {
    if (const int digit = hex_value(byte); digit >= 0) {
        left_ = (size_digits_ == 0 ? 0 : left_ * 16) + static_cast<std::uint64_t>(digit);
        return ++size_digits_ > size_digits_max ? State::malformed : State::chunk_size;
    }
    if (size_digits_ == 0) { return State::malformed; }
    if (byte == '\r') { return State::chunk_size_end; }
    return byte == ';' ? State::chunk_extension : State::malformed;
}

void ResponseReader::keep(std::string_view part) {
    if (bodies_ == Bodies::kept) { body_.append(part); }
}

}  // namespace passerby::load
