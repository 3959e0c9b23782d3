#include "engine/crowd_draw.hpp"

#include <algorithm>
#include <cmath>

namespace passerby::engine {

namespace {

// Listing a crowd costs about as much as so many looks.
constexpr std::size_t looks_max = 384;
// Beyond that it is quicker to sift the blocks of the slot.
constexpr std::size_t entries_listed_max = 1'024;

}  // namespace

void CrowdBuffers::forget() {
    shares.assign(shares.capacity(), CrowdShare{});
    by_weight.forget();
    said.assign(said.capacity(), 0);
    led_to.assign(led_to.capacity(), LedTo{});
}

CrowdDraw::CrowdDraw(const SlotMatcher& matcher, const Crowd& crowd, CrowdBuffers& buffers)
    : matcher_(matcher), crowd_(crowd), buffers_(buffers) {
    buffers_.shares.clear();
    buffers_.by_weight.clear();
    buffers_.said.resize(Glance::fields_max + 1);
    const auto& fields = matcher.index().fields;
    for (std::size_t at = 0; at < std::min<std::size_t>(fields.size(), Glance::fields_max); ++at) {
        buffers_.said[at] = matcher.said_of(fields[at]);
    }
    buffers_.said[Glance::fields_max] = Glance::all_bits;
    find_shares();
    if (is_tiny()) { return; }
    looks_left_ = std::min(looks_max, 2 * entries_);
    buffers_.by_weight.settle();
}

// First all that will be read is asked of memory.
void CrowdDraw::find_shares() {
    add_share(Crowd::stall_of_all, UINT32_MAX);
    auto& led_to = buffers_.led_to;
    led_to.clear();
    for (const StallField& field : crowd_.fields) {
        const auto note = [&](std::uint32_t value) {
            if (value >= field.of_value.size()) { return; }
            __builtin_prefetch(&field.of_value[value]);
            led_to.push_back({&field.of_value[value], field.slot_field});
        };
        matcher_.landing().in(matcher_.index().fields[field.slot_field].field).for_each_value(note);
    }
    for (const CrowdBuffers::LedTo& to : led_to) {
        if (*to.stall != Crowd::no_stall) { __builtin_prefetch(&crowd_.stalls[*to.stall]); }
    }
    for (const CrowdBuffers::LedTo& to : led_to) {
        if (*to.stall != Crowd::no_stall) { add_share(*to.stall, to.slot_field); }
    }
}

// Once, even if the request has said the value twice.
void CrowdDraw::add_share(StallId id, std::uint32_t slot_field) {
    const Stall& stall = crowd_.stalls[id];
    if (stall.first == stall.end) { return; }
    auto& shares = buffers_.shares;
    for (auto other = shares.rbegin(); other != shares.rend() && other->slot_field == slot_field; ++other) {
        if (other->first == stall.first) { return; }
    }
    const std::uint32_t entries = stall.end - stall.first;
    shares.push_back({stall.first, entries, stall.weight_max, slot_field});
    buffers_.by_weight.add(double{stall.weight_max} * entries);
    entries_ += entries;
}

bool CrowdDraw::is_tiny() const {
    return entries_ < crowd_.drawn_from;
}

bool CrowdDraw::is_small() const {
    return entries_ < entries_listed_max;
}

void CrowdDraw::list(std::vector<Position>& matches) const {
    matches.clear();
    for (const CrowdShare& share : buffers_.shares) {
        for (std::uint32_t at = share.first; at < share.first + share.entries; ++at) {
            const CrowdEntry& entry = crowd_.entries[at];
            if (entry.may_hold(buffers_.said.data()) && matcher_.rule_holds(entry.rule)) {
                matches.push_back(entry.position);
            }
        }
    }
    std::sort(matches.begin(), matches.end());
    matches.erase(std::unique(matches.begin(), matches.end()), matches.end());
}

void CrowdDraw::look(Chance& chance) {
    const std::size_t count = std::min(looks_at_once, looks_left_);
    looks_left_ -= count;
    for (std::size_t i = 0; i < count; ++i) {
        looks_[i] = draw(chance);
        __builtin_prefetch(&entry_of(looks_[i]));
    }
    at_ = kept_ = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const CrowdEntry& entry = entry_of(looks_[i]);
        if (!entry.may_hold(buffers_.said.data())) { continue; }
        matcher_.prefetch_rule(entry.rule);
        looks_[kept_++] = looks_[i];
    }
}

CrowdDraw::Look CrowdDraw::draw(Chance& chance) const {
    const std::size_t number = buffers_.by_weight.draw(chance);
    const CrowdShare& share = buffers_.shares[number];
    const double at = chance.share() * share.entries;
    const std::uint32_t entry = std::min(static_cast<std::uint32_t>(at), share.entries - 1);
    return {static_cast<std::uint32_t>(number), share.first + entry, (at - entry) * share.weight_max};
}

bool CrowdDraw::is_drawn(const Look& look) const {
    const CrowdEntry& entry = entry_of(look);
    if (look.ticket >= entry.weight) { return false; }
    // The entry's weight is rounded; it matters once in millions of times.
    const bool certain = look.ticket < std::nextafter(entry.weight, 0.0F);
    if (!certain && look.ticket >= matcher_.weight_of(entry.rule)) { return false; }
    return !entry.elsewhere || !stands_in_earlier(look);
}

bool CrowdDraw::stands_in_earlier(const Look& look) const {
    const auto& shares = buffers_.shares;
    const Position position = entry_of(look).position;
    for (std::size_t other = look.share;
         other-- > 0 && shares[other].slot_field == shares[look.share].slot_field;) {
        const auto first = crowd_.entries.begin() + shares[other].first, end = first + shares[other].entries;
        const auto at = std::lower_bound(first, end, position, [](const CrowdEntry& entry, Position sought) {
            return entry.position < sought;
        });
        if (at != end && at->position == position) { return true; }
    }
    return false;
}

}  // namespace passerby::engine
