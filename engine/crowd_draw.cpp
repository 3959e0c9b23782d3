#include "engine/crowd_draw.hpp"

#include <algorithm>

namespace passerby::engine {

namespace {

// Listing a crowd costs about as much as so many looks.
constexpr std::size_t looks_max = 192;

}  // namespace

CrowdDraw::CrowdDraw(const SlotMatcher& matcher, Crowd crowd, std::vector<Visit>& visits,
                     std::vector<CrowdShare>& shares)
    : matcher_(matcher), index_(matcher.index()), shares_(shares), looks_left_(looks_max) {
    shares_.clear();
    find_visits(matcher, visits);
    for (const Visit& visit : visits) { add_share(visit, crowd); }
    if (shares_.empty()) { looks_left_ = 0; }
}

void CrowdDraw::add_share(const Visit& visit, Crowd crowd) {
    const Cluster& cluster = index_.clusters[visit.cluster];
    CrowdShare share{visit, cluster.first_entry, cluster.first_entry + cluster.entries, tickets_};
    if (crowd.first > 0 || crowd.end < index_.rules.size()) {
        const auto first = index_.entries.begin() + share.first, end = index_.entries.begin() + share.end;
        share.end = share.first + static_cast<std::uint32_t>(std::lower_bound(first, end, crowd.end) - first);
        share.first += static_cast<std::uint32_t>(std::lower_bound(first, end, crowd.first) - first);
    }
    if (share.first == share.end) { return; }
    shares_.push_back(share);
    tickets_ += double{cluster.weight_max} * (share.end - share.first);
}

void CrowdDraw::draw_some(Chance& chance) {
    drawn_next_ = drawn_count_ = 0;
    for (; looks_left_ > 0 && drawn_count_ < drawn_max; --looks_left_) {
        const auto drawn = draw(chance);
        if (!drawn) { continue; }
        drawn_[drawn_count_++] = *drawn;
        __builtin_prefetch(&index_.entries[drawn->entry]);
    }
    for (std::size_t i = 0; i < drawn_count_; ++i) {
        drawn_[i].position = index_.entries[drawn_[i].entry];
        __builtin_prefetch(&index_.rules[drawn_[i].position]);
    }
    for (std::size_t i = 0; i < drawn_count_; ++i) { matcher_.prefetch(drawn_[i].position); }
}

std::optional<CrowdDraw::Drawn> CrowdDraw::draw(Chance& chance) const {
    const double ticket = chance.share() * tickets_;
    auto share = shares_.end() - 1;
    while (share->tickets_before > ticket) { --share; }
    const double weight_max = index_.clusters[share->visit.cluster].weight_max;
    const double within = ticket - share->tickets_before;
    const auto number = static_cast<std::uint32_t>(within / weight_max);
    const std::uint32_t entry = share->first + number;
    if (entry >= share->end) { return std::nullopt; }  // by rounding
    return Drawn{&*share, entry, 0, within - weight_max * static_cast<double>(number)};
}

bool CrowdDraw::holds(const Drawn& drawn) const {
    const Cluster& cluster = index_.clusters[drawn.share->visit.cluster];
    if (drawn.of_its_own >= matcher_.weight_at(drawn.position)) { return false; }
    const Block& block = index_.block_of(cluster, drawn.entry);
    return matcher_.holds(block, drawn.entry - block.first_entry) &&
           !stands_in_earlier(*drawn.share, drawn.position);
}

bool CrowdDraw::stands_in_earlier(const CrowdShare& share, Position position) const {
    const auto has = [&](const CrowdShare& other) {
        return std::binary_search(index_.entries.begin() + other.first, index_.entries.begin() + other.end,
                                  position);
    };
    for (const CrowdShare& other : shares_) {
        if (&other == &share) { return false; }
        if (other.visit.field == share.visit.field && has(other)) { return true; }
    }
    return false;
}

}  // namespace passerby::engine
