#include "server/api/caching.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "engine/chance.hpp"

namespace passerby::api {

namespace {

// FNV-1a with a last stir: tells two answers of our own rules apart; nobody gains by a collision.
std::uint64_t fingerprint(std::string_view bytes) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char byte : bytes) { hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3u; }
    return engine::mix64(hash);
}

}  // namespace

EntityTag::EntityTag(std::string_view bytes) {
    static constexpr std::string_view hex = "0123456789abcdef";
    std::uint64_t hash = fingerprint(bytes);
    text_ = {'W', '/', '"'};
    for (std::size_t i = 0; i < 16; ++i, hash <<= 4) { text_[3 + i] = hex[hash >> 60]; }
    text_[19] = '"';
}

bool EntityTag::is_in(std::string_view if_none_match) const {
    return names_tag(if_none_match, text());
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
    // Weak comparison: the tag without its `W/`, quotes and all, stands in the list or does not.
    return if_none_match == "*" || if_none_match.find(tag.substr(2)) != if_none_match.npos;
}

void answer_by_tag(const http::RequestView& request, std::string_view bytes, http::Response& response) {
    const EntityTag tag(bytes);
    response.field("ETag", tag.text());
    if (tag.is_in(request.header("if-none-match").value_or(""))) {
        response.status = 304;
        response.body.clear();
    }
}

void allow_caching(engine::Instant now, engine::Instant valid_until, std::chrono::seconds cache_max,
                   http::Response& response) {
    constexpr std::string_view prefix = "public, max-age=";
    const auto left = std::clamp(valid_until - now, std::chrono::seconds{0}, cache_max);
    std::array<char, 48> text;
    char* const digits = std::copy(prefix.begin(), prefix.end(), text.data());
    const auto end = std::to_chars(digits, text.data() + text.size(), left.count()).ptr;
    response.field("Cache-Control", {text.data(), static_cast<std::size_t>(end - text.data())});
}

}  // namespace passerby::api
