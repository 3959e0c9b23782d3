#include "engine/signal.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/casefold.hpp"
#include "engine/limits.hpp"

namespace passerby::engine {

namespace {

// The longest text of a closed list, half as long again once folded.
constexpr std::size_t folding_bytes = limits::string_bytes_max * 3 / 2;

bool is_sized(std::string_view text, std::size_t bytes_max = limits::string_bytes_max) {
    return !text.empty() && text.size() <= bytes_max;
}

// In any case, as every text is compared: else a rule that lists it could be met by another spelling.
bool is_other(std::string_view text) {
    return text.size() == other_value.size() && text.front() == other_value.front() &&
           equal_folded(text, other_value);
}

// What of the text is the path, or nothing.
std::string_view path_in(std::string_view text) {
    if (!text.starts_with('/')) { return {}; }
    const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c == '?' || c == '#'; });
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

bool admissible_number(const Terms& terms, double number) {
    // Not a number fails both comparisons.
    if (!(number >= terms.min && number <= terms.max)) { return false; }
    return terms.type == SignalType::number ||
           (terms.type == SignalType::integer && std::trunc(number) == number);
}

}  // namespace

Signals::Signals() : folding_(folding_bytes) {}

void Signals::start(const Vocabulary& vocabulary) {
    forget();
    vocabulary_ = &vocabulary;
    if (facts_.size() == vocabulary.size()) { return; }
    if (offered_.size() < vocabulary.size()) { offered_.resize(vocabulary.size()); }
    facts_.resize(vocabulary.size());  // last: its size tells that there was memory for both
}

void Signals::forget() {
    for (std::size_t i = 0; i < offered_count_; ++i) { facts_[offered_[i]] = Fact{}; }
    offered_count_ = 0;
    member_count_ = 0;
    needs_ = {};
    folding_.forget();
}

inline Signals::Fact* Signals::first_offer(SignalId id) {
    Fact& fact = facts_[id];
    if (fact.state != State::absent) { return nullptr; }
    fact.state = State::refused;
    offered_[offered_count_++] = id;
    needs_ = needs_.with(vocabulary_->terms(id).needs);
    return &fact;
}

Offered Signals::offer(SignalId id, std::string_view text) {
    Fact* const fact = first_offer(id);
    if (fact == nullptr) { return Offered::repeated; }
    const Terms& terms = vocabulary_->terms(id);
    if (terms.type != SignalType::string) { return Offered::refused; }
    if (terms.values_are != Values::open) { return take_value(*fact, id, text); }
    if (is_other(text)) { return take_text(*fact, unlike_every_value, limits::string_bytes_max); }
    if (id == signals::page_path) { return take_text(*fact, path_in(text), limits::path_bytes_max); }
    return take_text(*fact, text, limits::string_bytes_max);
}

inline Offered Signals::take_text(Fact& fact, std::string_view text, std::size_t bytes_max) {
    if (!is_sized(text, bytes_max)) { return Offered::refused; }
    fact.letters = text.data();
    fact.size = static_cast<std::uint32_t>(text.size());
    fact.state = State::text;
    return Offered::taken;
}

Offered Signals::take_value(Fact& fact, SignalId id, std::string_view text) {
    if (!is_sized(text)) { return Offered::refused; }
    const auto value =
        is_other(text) ? vocabulary_->terms(id).value_count : vocabulary_->find_value(id, text, folding_);
    if (!value) { return Offered::refused; }
    fact.value = *value;
    fact.state = State::value;
    return Offered::taken;
}

std::string_view Signals::spelled(SignalId id, ValueId value) const {
    return value < vocabulary_->terms(id).value_count ? value_at((*vocabulary_)[id], value)
                                                      : unlike_every_value;
}

Offered Signals::offer(SignalId id, std::span<const std::string_view> members) {
    Fact* const fact = first_offer(id);
    if (fact == nullptr) { return Offered::repeated; }
    const Terms& terms = vocabulary_->terms(id);
    if (terms.type != SignalType::set || members.size() > limits::set_members_max) {
        return Offered::refused;
    }
    const std::size_t end = member_count_ + members.size();
    if (end > members_.size()) { members_.resize(end); }
    const auto kept = std::span(members_).subspan(member_count_, members.size());
    bool all_sized = true;
    for (std::size_t i = 0; i < members.size(); ++i) {
        all_sized = all_sized && is_sized(members[i]);
        kept[i] = members[i];
    }
    if (!all_sized || (terms.values_are != Values::open && !spell_members(id, kept))) {
        return Offered::refused;
    }
    fact->first = static_cast<std::uint32_t>(member_count_);
    fact->size = static_cast<std::uint32_t>(members.size());
    fact->state = State::members;
    member_count_ = end;
    return Offered::taken;
}

// Of a closed list.
bool Signals::spell_members(SignalId id, std::span<std::string_view> members) {
    for (std::string_view& member : members) {
        const auto value = vocabulary_->find_value(id, member, folding_);
        if (!value) { return false; }
        member = value_at((*vocabulary_)[id], *value);
    }
    return true;
}

Offered Signals::offer(SignalId id, double number) {
    Fact* const fact = first_offer(id);
    if (fact == nullptr) { return Offered::repeated; }
    const Terms& terms = vocabulary_->terms(id);
    if (terms.from_clock || !admissible_number(terms, number)) { return Offered::refused; }
    fact->number = number + 0.0;  // no negative zero
    fact->state = State::number;
    return Offered::taken;
}

Offered Signals::offer_flag(SignalId id, bool flag) {
    Fact* const fact = first_offer(id);
    if (fact == nullptr) { return Offered::repeated; }
    if (vocabulary_->terms(id).type != SignalType::boolean) { return Offered::refused; }
    fact->number = flag ? 1 : 0;
    fact->state = State::number;
    return Offered::taken;
}

Offered Signals::refuse(SignalId id) {
    return first_offer(id) == nullptr ? Offered::repeated : Offered::refused;
}

}  // namespace passerby::engine
