// From when until when a rule is in force: `from` and `until`, in the rule set's zone.
#pragma once

#include <optional>

#include "engine/instant.hpp"
#include "rules/parse_scalar.hpp"
#include "rules/reading.hpp"

namespace passerby::rules {

class ScheduleReader {
  public:
    explicit ScheduleReader(Reading& reading) : reading_(reading), scalars_(reading.report) {}

    // The first instant in force; a date begins at midnight.
    std::optional<engine::Instant> from(Node node);
    // The first instant no longer in force; a date runs through its end.
    std::optional<engine::Instant> until(Node node);
    // When a rule test happens.
    std::optional<engine::Instant> at(Node node);

  private:
    std::optional<engine::WrittenTime> written(Node node, std::string_view what);
    engine::Instant instant(engine::WrittenTime time) const;

    Reading& reading_;
    ScalarReader scalars_;
};

}  // namespace passerby::rules
