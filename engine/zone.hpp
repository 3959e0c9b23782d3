// The wall clock of one time zone, as plain data: the engine knows no time-zone library.
//
// Whoever loads rules asks the system's zone database once and hands over the list of changes; from then
// on every question is a search in that list. Immutable.
#pragma once

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

    const std::string& name() const { return name_; }
    Offset offset_at(Instant instant) const;
    LocalTime local(Instant instant) const {
        return LocalTime{(instant + offset_at(instant)).time_since_epoch()};
    }
    // The first change after `instant`; `never_changes` if there is none.
    Instant next_change(Instant instant) const;
    // The first instant whose wall clock reads `local` or later: of a repeated hour the first round, of a
    // skipped one the moment of the skip.
    Instant first_instant(LocalTime local) const;

  private:
    std::string name_;
    Offset first_{0};
    std::vector<Change> changes_;
};

}  // namespace passerby::engine
