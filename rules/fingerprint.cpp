#include "rules/fingerprint.hpp"

#include <functional>
#include <string>

namespace passerby::rules {

using engine::Condition;
using engine::mix64;
using Sense = FactPool::Sense;

std::uint64_t Fingerprint::of(const Condition& condition) {
    std::uint64_t sum = 0;  // of the parts, in any order
    if (condition.test) {
        for (const engine::Operator& op : condition.test->operators) {
            sum += mixed(condition.test->signal, of(condition.test->signal, op));
        }
    }
    for (const engine::SegmentId segment : condition.segments) { sum += mix64(segment + 1); }
    for (const Condition& child : condition.children) { sum += mix64(of(child)); }
    return mixed(static_cast<std::uint64_t>(condition.kind), sum);
}

std::uint64_t Fingerprint::of(engine::SignalId signal, const engine::Operator& op) {
    const FactPool::Mark mark = pool_.mark();
    const Fact fact = pool_.add(signal, op, Sense::as_written);
    std::uint64_t hash = mixed(static_cast<std::uint64_t>(op.kind), fact.negated ? 1 : 0);
    if (pool_.is_number(fact)) {
        for (const engine::Interval& each : pool_.intervals(fact)) {
            hash = mixed(hash, mixed(std::hash<double>()(each.min), std::hash<double>()(each.max)));
        }
    } else {
        for (const std::uint64_t value : pool_.hashes(fact)) { hash = mixed(hash, value); }
        const bool pattern = fact.count == 0;
        for (const std::string& text : op.texts) {
            if (pattern) { hash = mixed(hash, std::hash<std::string>()(text)); }
        }
    }
    pool_.forget_after(mark);
    return hash;
}

}  // namespace passerby::rules
