// Requests of every kind before one rule set: each signal unknown, or of values near those that rules name.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/consent.hpp"
#include "engine/context.hpp"
#include "engine/limits.hpp"
#include "tests/engine/dice.hpp"

namespace passerby::engine::testing {

inline constexpr Instant an_afternoon{std::chrono::seconds{1'795'300'000}};

class Moments {
  public:
    explicit Moments(Dice dice) : dice_(std::move(dice)) {}

    // What a signal may say beside nothing at all and something that no rule names.
    void texts(SignalId signal, std::vector<std::string> values) {
        facts_.push_back({signal, std::move(values), {}});
    }
    void numbers(SignalId signal, std::vector<double> values) {
        facts_.push_back({signal, {}, std::move(values)});
    }
    // Instants to stand at, just before and just after.
    void instants(std::vector<Instant> values) { instants_ = std::move(values); }

    // Another one; what it says lives as long as nothing else is asked of this.
    Context next(const Vocabulary& vocabulary) {
        signals_.start(vocabulary);
        members_.clear();
        members_.reserve(facts_.size() * limits::set_members_max);
        // In some every signal is known, in some none, in most a few are not.
        const std::uint32_t unknown = dice_.pick(std::vector<std::uint32_t>{0, 5, 20, 20, 50, 100});
        for (const Fact& fact : facts_) {
            if (!dice_.percent(unknown)) { offer(fact, vocabulary[fact.signal].type); }
        }
        tell_time();
        OwnConsent own{.said = {}, .at = now_};
        own.said.fill(OwnConsent::Said::yes);
        return gate_.admit(signals_, {.own = own}, now_, utc_offset_);
    }
    Dice& dice() { return dice_; }

  private:
    struct Fact {
        SignalId signal;
        std::vector<std::string> texts;
        std::vector<double> numbers;
    };

    void offer(const Fact& fact, SignalType type) {
        if (!fact.numbers.empty()) {
            signals_.offer(fact.signal, dice_.pick(fact.numbers));
        } else if (type == SignalType::set) {
            const std::size_t first = members_.size();
            const std::size_t count = dice_.pick(std::vector<std::size_t>{0, 1, 2, 3, 5, 20, 64});
            // Of a small choice members repeat.
            const std::size_t choice = dice_.percent(20) ? 3 : fact.texts.size();
            for (std::size_t i = 0; i < count; ++i) { members_.push_back(one_of(fact.texts, choice)); }
            signals_.offer(fact.signal, std::span<const std::string_view>(members_).subspan(first));
        } else {
            signals_.offer(fact.signal, one_of(fact.texts, fact.texts.size()));
        }
    }
    std::string_view one_of(const std::vector<std::string>& texts, std::size_t choice) {
        if (dice_.percent(10)) { return "no rule names this"; }
        return texts[dice_.below(std::min(choice, texts.size()))];
    }
    void tell_time() {
        now_ = an_afternoon + std::chrono::minutes{dice_.below(14 * 24 * 60)};
        if (!instants_.empty()) { now_ = dice_.pick(instants_) + std::chrono::seconds{dice_.between(-1, 1)}; }
        utc_offset_.reset();
        if (dice_.percent(70)) { utc_offset_ = std::chrono::minutes{15 * dice_.between(-48, 56)}; }
    }

    Dice dice_;
    std::vector<Fact> facts_;
    std::vector<Instant> instants_;
    Signals signals_;
    std::vector<std::string_view> members_;
    Instant now_ = an_afternoon;
    std::optional<Offset> utc_offset_;
    ConsentGate gate_{ConsentPolicy{}};
};

}  // namespace passerby::engine::testing
