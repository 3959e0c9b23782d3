#include "engine/zone.hpp"

#include <algorithm>
#include <utility>

#include "engine/ensure.hpp"

namespace passerby::engine {

namespace {

// A zone seldom changes twice in one, so that a look is one step. The table ends with the last change; the
// longest lists, written out to the year 2200, need 900.
constexpr std::chrono::seconds quarter{std::int64_t{1} << 23};  // 97 days
constexpr std::size_t quarters_max = 4'096;

}  // namespace

Zone::Zone(std::string name, Offset first, std::vector<Change> changes)
    : name_(std::move(name)), first_(first), changes_(std::move(changes)) {
    ensure(std::is_sorted(changes_.begin(), changes_.end(),
                          [](const Change& a, const Change& b) { return a.at < b.at; }),
           "a zone's changes ascend");
    fill_quarters();
}

void Zone::fill_quarters() {
    for (std::size_t before = 0; quarters_.size() < quarters_max && before < changes_.size();) {
        const Instant begin{quarter * quarters_.size()};
        while (before < changes_.size() && changes_[before].at < begin) { ++before; }
        quarters_.push_back(static_cast<std::uint32_t>(before));
    }
}

std::size_t Zone::changes_up_to(Instant instant) const {
    const auto number = static_cast<std::uint64_t>(instant.time_since_epoch() / quarter);
    if (instant >= Instant{} && number < quarters_.size()) {
        std::size_t count = quarters_[number];
        while (count < changes_.size() && changes_[count].at <= instant) { ++count; }
        return count;
    }
    const auto after = std::upper_bound(changes_.begin(), changes_.end(), instant,
                                        [](Instant at, const Change& change) { return at < change.at; });
    return static_cast<std::size_t>(after - changes_.begin());
}

Zone::Span Zone::span_at(Instant instant) const {
    const std::size_t count = changes_up_to(instant);
    return {count == 0 ? first_ : changes_[count - 1].offset,
            count == changes_.size() ? never_changes : changes_[count].at};
}

Instant Zone::first_instant(LocalTime local) const {
    // Each span of one offset covers [begin, end) in UTC; the first span whose wall clock still reads
    // `local` or later before it ends holds the answer. Spans more than a day earlier cannot.
    const Instant guess{local.time_since_epoch()};
    auto change = std::upper_bound(changes_.begin(), changes_.end(), guess - std::chrono::hours{48},
                                   [](Instant at, const Change& next) { return at < next.at; });
    Offset offset = change == changes_.begin() ? first_ : std::prev(change)->offset;
    Instant begin = change == changes_.begin() ? Instant::min() : std::prev(change)->at;
    for (; change != changes_.end() && guess - offset >= change->at; ++change) {
        offset = change->offset;
        begin = change->at;
    }
    return std::max(begin, guess - offset);
}

}  // namespace passerby::engine
