// The admitted signals of one request: the only thing that rules may see.
//
// Made by the consent gate and by nothing else (a test proves that other code does not compile). A view on
// the request's Signals; lives as long as they do. Immutable.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "engine/consent.hpp"
#include "engine/instant.hpp"
#include "engine/purpose.hpp"
#include "engine/signal.hpp"

namespace passerby::engine {

class Context {
  public:
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() {}  // not a trivial one: else a Context could be made of bytes

    // A signal that did not arrive, and one that arrived and was withheld, are alike: unknown.
    bool knows(SignalId id) const { return signals_->has(id) && admits(id); }
    // What is not known reads as nothing: what was withheld cannot be had by forgetting to ask.
    std::string_view text(SignalId id) const { return knows(id) ? signals_->text(id) : std::string_view(); }
    double number(SignalId id) const { return knows(id) ? signals_->number(id) : 0; }
    std::span<const std::string_view> members(SignalId id) const {
        return knows(id) ? signals_->members(id) : std::span<const std::string_view>();
    }

    // Which one of a closed list; the list's size for a value that is none.
    ValueId value(SignalId id) const {
        return knows(id) ? signals_->value(id) : vocabulary().terms(id).value_count;
    }

    // Arrived, and not used for want of permission: told to the visitor, and to nobody else.
    bool withheld(SignalId id) const { return signals_->has(id) && !admits(id); }

    // False only where nothing was withheld; for whoever would ask signal by signal.
    bool may_withhold() const { return !permitted_.covers(signals_->needs()); }

    const Vocabulary& vocabulary() const { return signals_->vocabulary(); }
    PurposeSet permitted() const { return permitted_; }
    Instant now() const { return now_; }
    std::optional<Offset> utc_offset() const { return utc_offset_; }
    Instant consent_changes_at() const { return consent_changes_at_; }

  private:
    friend class ConsentGate;
    Context(const Signals& signals, PurposeSet permitted, Instant now, std::optional<Offset> utc_offset,
            Instant consent_changes_at)
        : signals_(&signals),
          permitted_(permitted),
          now_(now),
          utc_offset_(utc_offset),
          consent_changes_at_(consent_changes_at) {}

    bool admits(SignalId id) const { return permitted_.covers(vocabulary().terms(id).needs); }

    const Signals* signals_;
    PurposeSet permitted_;
    Instant now_;
    std::optional<Offset> utc_offset_;
    Instant consent_changes_at_;
};

}  // namespace passerby::engine
