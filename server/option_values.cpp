#include "server/option_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "server/http/characters.hpp"
#include "server/http/socket.hpp"
#include "server/place/network.hpp"

namespace passerby::option_values {

namespace {

using std::chrono::milliseconds;

struct Unit {
    std::string_view name;
    std::uint64_t factor;
};
constexpr Unit durations[] = {{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
constexpr Unit sizes[] = {{"", 1}, {"B", 1}, {"KiB", 1u << 10}, {"MiB", 1u << 20}, {"GiB", 1u << 30}};

// A whole number and its unit, multiplied; nothing where it is no such text or past 64 bits.
std::optional<std::uint64_t> read_with_unit(std::string_view text, std::span<const Unit> units) {
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{}) return std::nullopt;
    const std::string_view unit(read.ptr, static_cast<std::size_t>(text.data() + text.size() - read.ptr));
    for (const Unit& known : units) {
        if (known.name == unit && number <= UINT64_MAX / known.factor) return number * known.factor;
    }
    return std::nullopt;
}

// The largest unit that says it without a fraction.
std::string spell(std::uint64_t value, std::span<const Unit> units) {
    const Unit* best = &units.front();
    for (const Unit& unit : units) {
        if (value % unit.factor == 0 && (value != 0 || unit.factor == 1)) best = &unit;
    }
    return fmt::format("{}{}", value / best->factor, best->name);
}

std::string between(std::uint64_t min, std::uint64_t max, std::span<const Unit> units) {
    return fmt::format("from `{}` to `{}`", spell(min, units), spell(max, units));
}

}  // namespace

Complaint read_duration(std::string_view text, milliseconds& value, milliseconds min, milliseconds max) {
    const auto read = read_with_unit(text, durations);
    const auto low = static_cast<std::uint64_t>(min.count()), high = static_cast<std::uint64_t>(max.count());
    if (!read || *read < low || *read > high) {
        return fmt::format("a duration with its unit (`ms`, `s`, `m`, `h`, `d`), {}",
                           between(low, high, durations));
    }
    value = milliseconds(static_cast<milliseconds::rep>(*read));
    return std::nullopt;
}

Complaint read_size(std::string_view text, std::size_t& value, std::size_t min, std::size_t max) {
    const auto read = read_with_unit(text, sizes);
    if (!read || *read < min || *read > max) {
        return fmt::format("a size (`4096`, `16KiB`, `1MiB`), {}", between(min, max, sizes));
    }
    value = *read;
    return std::nullopt;
}

Complaint read_count(std::string_view text, std::uint64_t& value, std::uint64_t min, std::uint64_t max) {
    const auto read = read_with_unit(text, std::array{Unit{"", 1}});
    if (!read || *read < min || *read > max) return fmt::format("a whole number from {} to {}", min, max);
    value = *read;
    return std::nullopt;
}

Complaint read_number(std::string_view text, double& value, double min, double max) {
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole_text = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    if (!whole_text || !std::isfinite(number) || number < min || number > max) {
        return fmt::format("a number from {} to {}", min, max);
    }
    value = number;
    return std::nullopt;
}

Complaint read_flag(std::string_view text, bool& value) {
    if (text != "true" && text != "false") return "`true` or `false`";
    value = text == "true";
    return std::nullopt;
}

Complaint read_word(std::string_view text, std::size_t& value, std::span<const std::string_view> words) {
    const auto found = std::find(words.begin(), words.end(), text);
    if (found == words.end()) return fmt::format("one of `{}`", fmt::join(words, "`, `"));
    value = static_cast<std::size_t>(found - words.begin());
    return std::nullopt;
}

Complaint check_address(std::string_view text) {
    if (http::Address::parse(text)) return std::nullopt;
    return "an address and a port, such as `127.0.0.1:8080`, `[::1]:8080` or `*:8080`";
}

Complaint check_network(std::string_view text) {
    if (place::Network::parse(text)) return std::nullopt;
    return "an address or a network, such as `10.0.0.0/8` or `fd00::/8`";
}

Complaint check_origin(std::string_view text) {
    if (text == "*") return std::nullopt;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (text.starts_with(scheme) && http::is_authority(text.substr(scheme.size()))) return std::nullopt;
    }
    return "`*` or an origin as browsers write it, such as `https://example.org`";
}

Complaint check_host(std::string_view text) {
    if (http::is_authority(text)) return std::nullopt;
    return "a host name, such as `passerby.example.org`";
}

Complaint check_path(std::string_view text) {
    if (!text.empty()) return std::nullopt;
    return "a path";
}

}  // namespace passerby::option_values
