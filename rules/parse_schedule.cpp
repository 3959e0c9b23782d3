#include "rules/parse_schedule.hpp"

#include <fmt/format.h>

namespace passerby::rules {

namespace {

std::string hint_for_time(std::string_view text) {
    std::string mended(text);
    if (mended.size() > 10 && (mended[10] == ' ' || mended[10] == 't')) { mended[10] = 'T'; }
    if (!mended.empty() && mended.back() == 'z') { mended.back() = 'Z'; }
    if (engine::parse_time(mended)) { return fmt::format("did you mean `{}`?", mended); }
    return "write e.g. `2030-12-24`, `2030-12-24T18:00` or `2030-12-24T18:00+01:00`";
}

}  // namespace

std::optional<engine::WrittenTime> ScheduleReader::written(Node node, std::string_view what) {
    const auto text = scalars_.text(node, what);
    if (!text) { return std::nullopt; }
    auto time = engine::parse_time(*text);
    if (!time) {
        reading_.report.say(node, "not-a-time",
                            fmt::format("{} is no date or time: {}", what, backticked(*text)),
                            hint_for_time(*text));
    }
    return time;
}

engine::Instant ScheduleReader::instant(engine::WrittenTime time) const {
    if (time.offset) { return engine::Instant{time.local.time_since_epoch() - *time.offset}; }
    return reading_.zone.first_instant(time.local);
}

std::optional<engine::Instant> ScheduleReader::from(Node node) {
    const auto time = written(node, "`from`");
    return time ? std::optional(instant(*time)) : std::nullopt;
}

std::optional<engine::Instant> ScheduleReader::at(Node node) {
    const auto time = written(node, "`at`");
    return time ? std::optional(instant(*time)) : std::nullopt;
}

std::optional<engine::Instant> ScheduleReader::until(Node node) {
    auto time = written(node, "`until`");
    if (!time) { return std::nullopt; }
    if (time->date_only) { time->local += std::chrono::days{1}; }
    return instant(*time);
}

}  // namespace passerby::rules
