#include "rules/share.hpp"

#include <algorithm>
#include <vector>

namespace passerby::rules {

namespace {

// The parts' likeliest shares, one number for all that have a signal in common.
template <class Join>
std::vector<SharePart> grouped(std::span<const SharePart> parts, Join join) {
    std::vector<SharePart> groups;
    for (SharePart part : parts) {
        for (std::size_t i = 0; i < groups.size();) {
            if ((groups[i].signals & part.signals) == 0) {
                ++i;
                continue;
            }
            part.share.likely = join(part.share.likely, groups[i].share.likely);
            part.signals |= groups[i].signals;
            groups[i] = groups.back();
            groups.pop_back();
        }
        groups.push_back(part);
    }
    return groups;
}

}  // namespace

Share share_of_all(std::span<const SharePart> parts) {
    Share out = everybody;
    for (const SharePart& part : parts) {
        out.least = std::max(0.0, out.least + part.share.least - 1);
        out.most = std::min(out.most, part.share.most);
    }
    for (const SharePart& group : grouped(parts, [](double a, double b) { return std::min(a, b); })) {
        out.likely *= group.share.likely;
    }
    return out;
}

Share share_of_any(std::span<const SharePart> parts) {
    Share out = nobody;
    double others = 1;
    for (const SharePart& part : parts) {
        out.least = std::max(out.least, part.share.least);
        out.most = std::min(1.0, out.most + part.share.most);
    }
    for (const SharePart& group : grouped(parts, [](double a, double b) { return std::min(1.0, a + b); })) {
        others *= 1 - group.share.likely;
    }
    out.likely = 1 - others;
    return out;
}

}  // namespace passerby::rules
