#include "engine/zone.hpp"

#include <algorithm>
#include <utility>

#include "engine/ensure.hpp"

namespace passerby::engine {

Zone::Zone(std::string name, Offset first, std::vector<Change> changes)
    : name_(std::move(name)), first_(first), changes_(std::move(changes)) {
    ensure(std::is_sorted(changes_.begin(), changes_.end(),
                          [](const Change& a, const Change& b) { return a.at < b.at; }),
           "a zone's changes ascend");
}

Offset Zone::offset_at(Instant instant) const {
    const auto after = std::upper_bound(changes_.begin(), changes_.end(), instant,
                                        [](Instant at, const Change& change) { return at < change.at; });
    return after == changes_.begin() ? first_ : std::prev(after)->offset;
}

Instant Zone::next_change(Instant instant) const {
    const auto after = std::upper_bound(changes_.begin(), changes_.end(), instant,
                                        [](Instant at, const Change& change) { return at < change.at; });
    return after == changes_.end() ? never_changes : after->at;
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
