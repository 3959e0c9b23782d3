// "Did you mean": optimal string alignment (edits and swaps of neighbours), case aside, cut off early.
#include <algorithm>
#include <array>
#include <cstddef>

#include "rules/issue.hpp"

namespace passerby::rules {

namespace {

// Longer words are not slips of the keyboard but something else.
constexpr std::size_t word_bytes_max = 64;
using Row = std::array<std::size_t, word_bytes_max + 1>;

// One slip in a short word, about one in three letters in a long one, none in a single letter.
std::size_t slips_allowed(std::size_t length) {
    if (length < 2) return 0;
    return std::clamp<std::size_t>(length / 3, 1, 4);
}

char folded(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

// The distance of two words of at most word_bytes_max bytes, or anything greater than `at_most`.
std::size_t distance(std::string_view from, std::string_view to, std::size_t at_most) {
    Row before{}, last{}, row{};
    for (std::size_t j = 0; j <= to.size(); ++j) { last[j] = j; }
    for (std::size_t i = 1; i <= from.size(); ++i) {
        row[0] = i;
        std::size_t least = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const bool same = folded(from[i - 1]) == folded(to[j - 1]);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
            const bool swapped = i > 1 && j > 1 && folded(from[i - 1]) == folded(to[j - 2]) &&
                                 folded(from[i - 2]) == folded(to[j - 1]);
            if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
            least = std::min(least, row[j]);
        }
        if (least > at_most) return least;
        before = last;
        last = row;
    }
    return last[to.size()];
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
    std::string_view best;
    if (word.empty() || word.size() > word_bytes_max) return best;
    std::size_t allowed = slips_allowed(word.size());
    for (std::string_view candidate : candidates) {
        const std::size_t longer = std::max(candidate.size(), word.size());
        const std::size_t shorter = std::min(candidate.size(), word.size());
        if (longer > word_bytes_max || longer - shorter > allowed) continue;
        const std::size_t slips = distance(word, candidate, allowed);
        if (slips > allowed || slips >= shorter) continue;  // nothing of the word would be left
        best = candidate;
        if (slips == 0) return best;
        allowed = slips - 1;  // only a nearer one may replace it: of equals the first wins
    }
    return best;
}

}  // namespace passerby::rules
