#include "tests/reference/text.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace passerby::reference {

std::u32string code_points(std::string_view utf8) {
    std::u32string out;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        char32_t point = length == 1 ? lead : lead & (0x7fu >> length);
        for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k) {
            point = (point << 6) | (static_cast<unsigned char>(utf8[i + k]) & 0x3fu);
        }
        out += point;
        i += length;
    }
    return out;
}

namespace {

// `0041; C; 0061; # LATIN CAPITAL LETTER A`
std::map<char32_t, char32_t> read_folding() {
    std::ifstream file("/usr/share/unicode/CaseFolding.txt");
    if (!file) { throw std::runtime_error("needs CaseFolding.txt of the package unicode-data"); }
    std::map<char32_t, char32_t> folding;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') { continue; }
        std::istringstream fields(line);
        std::string from, status, to;
        std::getline(fields, from, ';');
        std::getline(fields, status, ';');
        std::getline(fields, to, ';');
        if (status != " C" && status != " S") { continue; }
        folding[static_cast<char32_t>(std::stoul(from, nullptr, 16))] =
            static_cast<char32_t>(std::stoul(to, nullptr, 16));
    }
    return folding;
}

}  // namespace

std::u32string folded(std::string_view utf8) {
    static const std::map<char32_t, char32_t> folding = read_folding();
    std::u32string out = code_points(utf8);
    for (char32_t& point : out) {
        if (const auto found = folding.find(point); found != folding.end()) { point = found->second; }
    }
    return out;
}

bool glob_fits(std::u32string_view pattern, std::u32string_view text) {
    if (pattern.empty()) { return text.empty(); }
    if (pattern.starts_with(U"**")) {
        const std::u32string_view rest = pattern.substr(2);
        return glob_fits(rest, text) || (!text.empty() && glob_fits(pattern, text.substr(1)));
    }
    if (pattern[0] == U'*') {
        const std::u32string_view rest = pattern.substr(1);
        return glob_fits(rest, text) ||
               (!text.empty() && text[0] != U'/' && glob_fits(pattern, text.substr(1)));
    }
    if (text.empty()) { return false; }
    const bool one = pattern[0] == U'?' ? text[0] != U'/' : text[0] == pattern[0];
    return one && glob_fits(pattern.substr(1), text.substr(1));
}

}  // namespace passerby::reference
