#include "engine/signal.hpp"

#include <cmath>
#include <optional>

#include "engine/limits.hpp"

namespace passerby::engine {

namespace {

// What of the text is the signal's value, or nothing if it cannot be one.
std::optional<std::string_view> admissible(const Signal& signal, std::string_view text,
                                           std::size_t bytes_max = limits::string_bytes_max) {
    if (text.empty() || text.size() > bytes_max) { return std::nullopt; }
    return canonical_value(signal, text);
}

std::optional<std::string_view> admissible_path(const Signal& signal, std::string_view text) {
    text = text.substr(0, text.find('?'));
    text = text.substr(0, text.find('#'));
    if (!text.starts_with('/')) { return std::nullopt; }
    return admissible(signal, text, limits::path_bytes_max);
}

std::optional<std::string_view> admissible_string(SignalId id, const Signal& signal, std::string_view text) {
    if (text == other_value) { return unlike_every_value; }
    return id == signals::page_path ? admissible_path(signal, text) : admissible(signal, text);
}

bool admissible_number(const Signal& signal, double number) {
    // Not a number fails both comparisons.
    if (!(number >= signal.min && number <= signal.max)) { return false; }
    return signal.type == SignalType::number ||
           (signal.type == SignalType::integer && std::trunc(number) == number);
}

}  // namespace

void Signals::start(const Vocabulary& vocabulary) {
    forget();
    vocabulary_ = &vocabulary;
    facts_.resize(vocabulary.size());
}

void Signals::forget() {
    for (SignalId id : offered_) { facts_[id] = Fact{}; }
    offered_.clear();
    members_.clear();
}

Signals::Fact* Signals::first_offer(SignalId id) {
    Fact& fact = facts_[id];
    if (fact.state != State::absent) { return nullptr; }
    fact.state = State::refused;
    offered_.push_back(id);
    return &fact;
}

Offered Signals::offer(SignalId id, std::string_view text) {
    Fact* const fact = first_offer(id);
    if (fact == nullptr) { return Offered::repeated; }
    const Signal& signal = (*vocabulary_)[id];
    if (signal.type != SignalType::string) { return Offered::refused; }
    const auto value = admissible_string(id, signal, text);
    if (!value) { return Offered::refused; }
    fact->text = *value;
    fact->state = State::known;
    return Offered::taken;
}

Offered Signals::offer(SignalId id, std::span<const std::string_view> members) {
    Fact* const fact = first_offer(id);
    if (fact == nullptr) { return Offered::repeated; }
    const Signal& signal = (*vocabulary_)[id];
    if (signal.type != SignalType::set || members.size() > limits::set_members_max) {
        return Offered::refused;
    }
    const std::size_t first = members_.size();
    for (std::string_view member : members) {
        const auto value = admissible(signal, member);
        if (!value) {
            members_.resize(first);
            return Offered::refused;
        }
        members_.push_back(*value);
    }
    fact->first = static_cast<std::uint32_t>(first);
    fact->count = static_cast<std::uint32_t>(members.size());
    fact->state = State::known;
    return Offered::taken;
}

Offered Signals::offer(SignalId id, double number) {
    Fact* const fact = first_offer(id);
    if (fact == nullptr) { return Offered::repeated; }
    const Signal& signal = (*vocabulary_)[id];
    if (signal.group == Group::time || !admissible_number(signal, number)) { return Offered::refused; }
    fact->number = number + 0.0;  // no negative zero
    fact->state = State::known;
    return Offered::taken;
}

Offered Signals::offer_flag(SignalId id, bool flag) {
    Fact* const fact = first_offer(id);
    if (fact == nullptr) { return Offered::repeated; }
    if ((*vocabulary_)[id].type != SignalType::boolean) { return Offered::refused; }
    fact->number = flag ? 1 : 0;
    fact->state = State::known;
    return Offered::taken;
}

Offered Signals::refuse(SignalId id) {
    return first_offer(id) == nullptr ? Offered::repeated : Offered::refused;
}

}  // namespace passerby::engine
