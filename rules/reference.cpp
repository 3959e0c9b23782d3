#include "rules/reference.hpp"

#include <fmt/format.h>

namespace passerby::rules {

namespace {

std::optional<std::uint32_t> find_in(Reading& reading, const NameTable& table, Node node, CodeName unknown,
                                     std::string_view noun, std::string_view section) {
    const bool named = node.is_scalar() && !node.text().empty();
    const std::optional<std::string_view> text =
        named ? node.text() : ScalarReader(reading.report).text(node, fmt::format("the name of a {}", noun));
    if (!text) { return std::nullopt; }
    if (const auto known = table.find(*text)) { return known->id; }
    if (!reading.names.complete) { return std::nullopt; }  // may be in a file that is unreadable
    std::string hint = reading.report.did_you_mean(*text, table.all());
    if (hint.empty()) { hint = fmt::format("define it under `{}:`", section); }
    reading.report.say(node, unknown, fmt::format("there is no {} {}", noun, backticked(*text)),
                       std::move(hint));
    return std::nullopt;
}

}  // namespace

std::optional<std::uint32_t> find_slot(Reading& reading, Node node) {
    return find_in(reading, reading.names.slots, node, "unknown-slot", "slot", "slots");
}

std::optional<std::uint32_t> find_content(Reading& reading, Node node) {
    return find_in(reading, reading.names.contents, node, "unknown-content", "content", "content");
}

}  // namespace passerby::rules
