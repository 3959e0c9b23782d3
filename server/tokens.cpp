#include "server/tokens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "server/http/characters.hpp"

namespace passerby {

namespace {

constexpr std::size_t token_bytes_min = 16;  // 128 bits, even where every byte is a hex digit of only 4 … 8
constexpr std::size_t name_bytes_max = 64;
constexpr std::array<std::string_view, 3> roles{"viewer", "editor", "operator"};  // as api::Role

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (!(line = http::trim(line)).empty()) {
        const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(end);
    }
    return words;
}

struct Wrong {
    std::string message, hint;
};

// Fills in the token, or says what is wrong with the line.
std::optional<Wrong> read_line(std::span<const std::string_view> words, api::Token& token) {
    if (words.size() != 3) return Wrong{"this line is not `NAME ROLE TOKEN`", "three words, blanks between"};
    const auto role = std::find(roles.begin(), roles.end(), words[1]);
    if (role == roles.end()) {
        return Wrong{"this role does not exist", fmt::format("roles are `{}`", fmt::join(roles, "`, `"))};
    }
    if (words[0].size() > name_bytes_max || !std::all_of(words[0].begin(), words[0].end(), http::is_token)) {
        return Wrong{"this name cannot be an author's", "up to 64 letters, digits, `.`, `_` and `-`"};
    }
    if (words[2].size() < token_bytes_min ||
        !std::all_of(words[2].begin(), words[2].end(), http::is_visible)) {
        return Wrong{"this token is too easy to guess", "make one with `openssl rand -hex 32`"};
    }
    token.name = words[0];
    token.role = static_cast<api::Role>(role - roles.begin());
    token.secret = words[2];
    return std::nullopt;
}

}  // namespace

std::vector<api::Token> read_tokens(const std::string& source, std::string_view text,
                                    std::vector<rules::Issue>& issues) {
    std::vector<api::Token> tokens;
    std::uint32_t number = 0;
    while (!text.empty()) {
        ++number;
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        const std::vector<std::string_view> words = words_of(line);
        if (words.empty() || words.front().starts_with('#')) continue;
        api::Token token;
        if (const auto wrong = read_line(words, token)) {
            issues.push_back(
                {rules::Severity::error, source, number, 1, "bad-token", wrong->message, wrong->hint});
        } else {
            tokens.push_back(std::move(token));
        }
    }
    return tokens;
}

}  // namespace passerby
