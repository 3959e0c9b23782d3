// The table is made by engine/tables/casefold.py: runs of code points that fold by the same distance, and
// for every page of 256 code points where its runs begin. Most pages have none, so most look-ups end at once.
#include "engine/casefold.hpp"

#include <algorithm>
#include <cstdint>

#include "engine/text.hpp"

namespace passerby::engine {

namespace {

// Every `stride`-th code point from `first` to `last` folds to itself plus `distance`. Within one page.
struct Run {
    std::uint32_t first, last;
    std::int32_t distance;
    std::uint32_t stride;
};

#include "engine/casefold_table.inc"

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

inline char32_t next_folded(const char*& at, const char* end) {
    const char c = *at;
    if (static_cast<unsigned char>(c) < 0x80) { return ++at, static_cast<unsigned char>(lower(c)); }
    return fold(next_beyond_ascii(at, end));
}

void append_folded_beyond_ascii(std::string_view text, std::string& out) {
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) { append_code_point(next_folded(at, end), out); }
}

}  // namespace

char32_t fold(char32_t code_point) {
    if (code_point < 0x80) { return static_cast<unsigned char>(lower(static_cast<char>(code_point))); }
    const std::size_t page = code_point >> 8;
    if (page + 1 >= std::size(page_starts)) { return code_point; }
    const Run* const begin = runs + page_starts[page];
    const Run* const end = runs + page_starts[page + 1];
    const Run* const run =
        std::lower_bound(begin, end, code_point, [](const Run& r, char32_t c) { return r.last < c; });
    if (run == end || code_point < run->first || (code_point - run->first) % run->stride != 0) {
        return code_point;
    }
    return code_point + static_cast<char32_t>(run->distance);
}

void append_folded(std::string_view text, std::string& out) {
    const std::size_t start = out.size();
    out.resize(start + text.size());
    unsigned seen = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        seen |= static_cast<unsigned char>(text[i]);
        out[start + i] = lower(text[i]);
    }
    if (seen < 0x80) { return; }
    out.resize(start);
    append_folded_beyond_ascii(text, out);
}

std::string folded(std::string_view text) {
    std::string out;
    append_folded(text, out);
    return out;
}

int compare_folded(std::string_view a, std::string_view b) {
    const char *at_a = a.data(), *at_b = b.data();
    const char *const end_a = at_a + a.size(), *const end_b = at_b + b.size();
    while (at_a != end_a && at_b != end_b) {
        const char32_t from_a = next_folded(at_a, end_a), from_b = next_folded(at_b, end_b);
        if (from_a != from_b) { return from_a < from_b ? -1 : 1; }
    }
    return static_cast<int>(at_a != end_a) - static_cast<int>(at_b != end_b);
}

bool equal_folded(std::string_view a, std::string_view b) {
    return compare_folded(a, b) == 0;
}

}  // namespace passerby::engine
