#include "engine/draft.hpp"

#include <algorithm>

namespace passerby::engine {

void Draft::start() {
    slots_.clear();
    count_ = 0;
    told_.clear();
    signals_.clear();
    sentences_.clear();
}

void Draft::grow() {
    choices_.resize(2 * choices_.size() + 8);
    const Choice* next = choices_.data();
    for (SlotDecision& slot : slots_) {
        slot.choices = {next, slot.choices.size()};
        next += slot.choices.size();
    }
}

std::string& Draft::tell(std::span<const SignalId> signals) {
    told_.push_back({count_ - 1, signals_.size(), sentences_.size()});
    signals_.insert(signals_.end(), signals.begin(), signals.end());
    return sentences_;
}

void Draft::settle() {
    std::size_t end_signal = signals_.size(), end_letter = sentences_.size();
    for (auto told = told_.rbegin(); told != told_.rend(); ++told) {
        Choice& choice = choices_[told->choice];
        choice.signals = std::span(signals_).subspan(told->first_signal, end_signal - told->first_signal);
        if (end_letter > told->first_letter) {
            choice.why =
                std::string_view(sentences_).substr(told->first_letter, end_letter - told->first_letter);
        }
        end_signal = told->first_signal;
        end_letter = told->first_letter;
    }
}

namespace {

bool are_alike(const Choice& one, const Choice& other) {
    return one.content == other.content && one.rule == other.rule && one.reason == other.reason &&
           one.why == other.why &&
           std::equal(one.signals.begin(), one.signals.end(), other.signals.begin(), other.signals.end());
}

}  // namespace

bool Draft::says_the_same(const Draft& other) const {
    return std::equal(slots_.begin(), slots_.end(), other.slots_.begin(), other.slots_.end(),
                      [](const SlotDecision& one, const SlotDecision& another) {
                          return std::equal(one.choices.begin(), one.choices.end(), another.choices.begin(),
                                            another.choices.end(), are_alike);
                      });
}

}  // namespace passerby::engine
