#include "engine/coverage.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "engine/chance.hpp"

namespace passerby::engine {

namespace {

constexpr std::array<char, asked_purposes.size()> letters = {'l', 'b', 'h', 'm'};  // by Purpose
constexpr char summed = '~';
constexpr std::size_t code_bytes = 8;

// In the order of their bytes, so that codes ascend as texts.
constexpr std::string_view alphabet = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
static_assert(alphabet.size() == 64 && std::is_sorted(alphabet.begin(), alphabet.end()));
constexpr auto is_letter = [] {
    std::array<bool, 256> is{};
    for (const char letter : alphabet) { is[static_cast<unsigned char>(letter)] = true; }
    return is;
}();
static_assert(Coverage::version_bytes_max >
              1 + letters.size() * (2 + Coverage::listed_max * code_bytes));  // ours can always be read

// FNV-1a with a last stir. Devices remember what it made: it may never change within a format.
std::uint64_t hash_of(std::string_view bytes) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (const char byte : bytes) { hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3u; }
    return mix64(hash);
}

template <class Code>
Code code_of(std::string_view bytes) {
    Code code;
    std::uint64_t hash = hash_of(bytes);
    for (char& letter : code) {
        letter = alphabet[hash >> 58];
        hash <<= 6;
    }
    return code;
}

template <class Code>
std::string_view text_of(const Code& code) {
    return {code.data(), code.size()};
}

// The parts of a version by purpose, each without its letter; nothing where it has not the form of one.
using Parts = std::array<std::string_view, letters.size()>;

bool is_list(std::string_view part) {
    if (part.empty() || part.size() % code_bytes != 0) { return false; }
    for (std::size_t at = code_bytes; at < part.size(); at += code_bytes) {
        if (part.substr(at - code_bytes, code_bytes) >= part.substr(at, code_bytes)) { return false; }
    }
    return true;
}

bool is_part(std::string_view part) {
    const bool is_sum = part.starts_with(summed);
    const std::string_view codes = part.substr(is_sum ? 1 : 0);
    return (is_sum ? codes.size() == code_bytes : is_list(codes)) &&
           std::all_of(codes.begin(), codes.end(),
                       [](char letter) { return is_letter[static_cast<unsigned char>(letter)]; });
}

std::optional<Parts> parts_of(std::string_view version, char format) {
    if (version.size() > Coverage::version_bytes_max || !version.starts_with(format)) { return std::nullopt; }
    Parts parts;
    std::size_t next = 0;  // of the letters that may come
    for (version.remove_prefix(1); !version.empty();) {
        if (version.size() < 2 || version.front() != '.') { return std::nullopt; }
        const auto letter = std::find(letters.begin() + next, letters.end(), version[1]);
        if (letter == letters.end()) { return std::nullopt; }
        version.remove_prefix(2);
        const std::string_view part = version.substr(0, version.find('.'));
        if (!is_part(part)) { return std::nullopt; }
        version.remove_prefix(part.size());
        next = static_cast<std::size_t>(letter - letters.begin());
        parts[next++] = part;
    }
    return parts;
}

}  // namespace

Coverage::Coverage(const Vocabulary& vocabulary, std::span<const SignalId> read) {
    for (const Purpose purpose : asked_purposes) {
        Covered& covered = covered_[static_cast<std::size_t>(purpose)];
        for (const SignalId signal : read) {
            if (!vocabulary[signal].needs.has(purpose)) { continue; }
            covered.codes.push_back(code_of<Code>(vocabulary[signal].name));
        }
        if (covered.codes.empty()) { continue; }
        std::sort(covered.codes.begin(), covered.codes.end());
        covered.codes.erase(std::unique(covered.codes.begin(), covered.codes.end()), covered.codes.end());
        std::string list;
        for (const Code& code : covered.codes) { list.append(text_of(code)); }
        covered.whole = code_of<Code>(list);
        version_.append({'.', letters[static_cast<std::size_t>(purpose)]});
        if (covered.codes.size() <= listed_max) {
            version_.append(list);
        } else {
            version_.append(1, summed).append(text_of(covered.whole));
        }
    }
}

PurposeSet Coverage::compare(std::string_view version) const {
    const auto earlier = parts_of(version, format);
    PurposeSet outgrown;
    for (const Purpose purpose : asked_purposes) {
        const auto place = static_cast<std::size_t>(purpose);
        if (!earlier || !is_within(covered_[place], (*earlier)[place])) { outgrown = outgrown.with(purpose); }
    }
    return outgrown;
}

bool Coverage::is_within(const Covered& now, std::string_view earlier) const {
    if (now.codes.empty()) { return true; }
    if (earlier.starts_with(summed)) { return earlier.substr(1) == text_of(now.whole); }
    for (const Code& code : now.codes) {  // both ascend
        while (!earlier.empty() && earlier.substr(0, code_bytes) < text_of(code)) {
            earlier.remove_prefix(code_bytes);
        }
        if (!earlier.starts_with(text_of(code))) { return false; }
    }
    return true;
}

}  // namespace passerby::engine
