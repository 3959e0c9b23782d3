// The wall clock of one time zone, as plain data: the engine knows no time-zone library.
//
// Whoever loads rules asks the system's zone database once and hands over the list of changes; from then
// on every question is a look into that list. A table by quarter of a year says where to look: every decision
// asks, and nothing is remembered of the last one. Immutable.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/instant.hpp"

namespace passerby::engine {

class Zone {
  public:
    struct Change {
        Instant at;     // from this instant on …
        Offset offset;  // … local time is UTC plus this
    };

    Zone() : name_("UTC") {}
    // `changes` ascend by instant; `first` holds before the first of them.
    Zone(std::string name, Offset first, std::vector<Change> changes);

    // How the wall clock goes at an instant, and up to when.
    struct Span {
        Offset offset;
        Instant until;  // the first change after the instant; `never_changes` if there is none
    };

    const std::string& name() const { return name_; }
    Span span_at(Instant instant) const;
    Offset offset_at(Instant instant) const { return span_at(instant).offset; }
    Instant next_change(Instant instant) const { return span_at(instant).until; }
    LocalTime local(Instant instant) const {
        return LocalTime{(instant + offset_at(instant)).time_since_epoch()};
    }
    // The first instant whose wall clock reads `local` or later: of a repeated hour the first round, of a
    // skipped one the moment of the skip.
    Instant first_instant(LocalTime local) const;

  private:
    void fill_quarters();
    std::size_t changes_up_to(Instant instant) const;

    std::string name_;
    Offset first_{0};
    std::vector<Change> changes_;
    std::vector<std::uint32_t> quarters_;  // by quarter since 1970: the changes before it begins
};

}  // namespace passerby::engine
