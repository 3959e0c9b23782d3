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
    if (index_.is_hopeless(matcher.landing())) {
        looks_left_ = 0;
        return;
    }
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

std::optional<Position> CrowdDraw::look(Chance& chance) {
    const double ticket = chance.share() * tickets_;
    auto share = shares_.end() - 1;
    while (share->tickets_before > ticket) { --share; }
    const double weight_max = index_.clusters[share->visit.cluster].weight_max;
    const double within = ticket - share->tickets_before;
    const auto entry = static_cast<std::uint32_t>(within / weight_max) + share->first;
    if (entry >= share->end) { return std::nullopt; }  // by rounding
    const Position position = index_.entries[entry];
    const double of_its_own = within - weight_max * static_cast<double>(entry - share->first);
    if (!holds(*share, entry) || of_its_own >= matcher_.weight_at(position) ||
        stands_in_earlier(*share, position)) {
        return std::nullopt;
    }
    return position;
}

bool CrowdDraw::holds(const CrowdShare& share, std::uint32_t entry) const {
    const Cluster& cluster = index_.clusters[share.visit.cluster];
    if (cluster.mixed && index_.value_of(entry) != share.visit.value) { return false; }
    const std::uint32_t within = entry - cluster.first_entry;
    const Block& block = index_.blocks[cluster.first_block + within / block_rules_max];
    return matcher_.holds(block, within % block_rules_max);
}

bool CrowdDraw::stands_in_earlier(const CrowdShare& share, Position position) const {
    const auto has = [&](const CrowdShare& other) {
        const auto end = index_.entries.begin() + other.end;
        auto at = std::lower_bound(index_.entries.begin() + other.first, end, position);
        for (; at != end && *at == position; ++at) {
            const auto entry = static_cast<std::size_t>(at - index_.entries.begin());
            if (index_.value_of(entry) == other.visit.value) { return true; }
        }
        return false;
    };
    for (const CrowdShare& other : shares_) {
        if (&other == &share) { return false; }
        if (other.visit.field == share.visit.field && has(other)) { return true; }
    }
    return false;
}

}  // namespace passerby::engine
