#include "server/log.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include "engine/instant.hpp"

namespace passerby {

namespace {

using Level = decltype(Log::Settings::level);
using Format = decltype(Log::Settings::format);

struct EventText {
    Event event;
    Level level;
    std::string_view name;
};
constexpr std::array<EventText, 14> events{{
    {Event::started, Level::info, "started"},
    {Event::rules_published, Level::info, "rules-published"},
    {Event::rules_unchanged, Level::info, "rules-unchanged"},
    {Event::rules_refused, Level::error, "rules-refused"},
    {Event::setting_without_effect, Level::warning, "setting-without-effect"},
    {Event::few_descriptors, Level::warning, "few-descriptors"},
    {Event::certificate_loaded, Level::info, "certificate-loaded"},
    {Event::certificate_refused, Level::error, "certificate-refused"},
    {Event::certificate_doubtful, Level::warning, "certificate-doubtful"},
    {Event::place_file_loaded, Level::info, "place-file-loaded"},
    {Event::place_file_refused, Level::warning, "place-file-refused"},
    {Event::draining, Level::info, "draining"},
    {Event::drain_cut_short, Level::warning, "drain-cut-short"},
    {Event::stopped, Level::info, "stopped"},
}};

constexpr bool in_order() {
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (events[i].event != static_cast<Event>(i)) return false;
    }
    return events.size() == static_cast<std::size_t>(Event::stopped) + 1;
}
static_assert(in_order(), "one row for each event, in the order of the enum");

constexpr std::array<std::string_view, 3> level_names{"error", "warning", "info"};

// Quoted as in JSON; a file's name may hold anything but NUL.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.append({'\\', c});
        } else if (byte < 0x20 || byte == 0x7f) {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
        } else {
            out += c;
        }
    }
    return out += '"';
}

using Written = std::pair<std::string_view, std::string>;  // a field's name, its value as JSON

std::vector<Written> write_fields(const LogFields& fields) {
    std::vector<Written> written;
    const auto add = [&](std::string_view name, const LogText& text) {
        if (!text.view().empty()) written.emplace_back(name, quoted(text.view()));
    };
    add("revision", fields.revision);
    add("file", fields.file);
    if (fields.line) written.emplace_back("line", std::to_string(*fields.line));
    add("code", fields.code);
    if (fields.count) written.emplace_back("count", std::to_string(*fields.count));
    if (fields.duration) {
        const std::chrono::duration<double, std::milli> ms = *fields.duration;
        written.emplace_back("duration_ms", fmt::format("{:.3f}", ms.count()));
    }
    return written;
}

}  // namespace

std::string Log::format(Event event, const LogFields& fields, std::chrono::sys_seconds now) const {
    const EventText& text = events[static_cast<std::size_t>(event)];
    const std::string_view level = level_names[static_cast<std::size_t>(text.level)];
    const bool json = settings_.format == Format::json;
    std::string line = fmt::format(
        json ? fmt::runtime(R"({{"time":"{}","level":"{}","event":"{}")") : fmt::runtime("{} {} {}"),
        engine::format_instant(now), level, text.name);
    for (const auto& [name, value] : write_fields(fields)) {
        line += json ? fmt::format(",\"{}\":{}", name, value) : fmt::format(" {}={}", name, value);
    }
    return line += json ? "}\n" : "\n";
}

void Log::write(Event event, const LogFields& fields) const {
    if (events[static_cast<std::size_t>(event)].level > settings_.level) return;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const std::string line = format(event, fields, now);
    // In one write, so that lines of several threads do not mix. Where stderr is gone, nobody can be told.
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace passerby
