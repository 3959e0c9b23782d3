#include "server/wire/consent_record.hpp"

#include <algorithm>
#include <array>

#include "engine/short_names.hpp"

namespace passerby::wire {

namespace {

using Said = engine::OwnConsent::Said;

// In the order of ConsentMember.
constexpr std::array<std::string_view, 11> member_names = {
    "location", "behaviour", "history", "measurement", "at",        "version",
    "gdpr",     "gpp_sid",   "tcf",     "gpp",         "us_privacy"};
static_assert(static_cast<std::size_t>(ConsentMember::us_privacy) + 1 == member_names.size());

constexpr std::size_t date_time_bytes = std::string_view("YYYY-MM-DDTHH:MM:SS").size();
constexpr std::size_t written_bytes_max = 64;

// The length of `.123` at the place where seconds end, or 0.
std::size_t fraction_bytes(std::string_view text) {
    if (text.size() <= date_time_bytes || text[date_time_bytes] != '.') { return 0; }
    const auto digits = text.substr(date_time_bytes + 1);
    const auto end = std::find_if(digits.begin(), digits.end(), [](char c) { return c < '0' || c > '9'; });
    return end == digits.begin() ? 0 : 1 + static_cast<std::size_t>(end - digits.begin());
}

}  // namespace

std::optional<ConsentMember> find_consent_member(std::string_view name) {
    static const engine::ShortNames names(member_names);
    const auto found = names.find(name);
    return found ? std::optional(static_cast<ConsentMember>(*found)) : std::nullopt;
}

std::optional<engine::Instant> read_consent_date(std::string_view text) {
    if (text.size() > written_bytes_max) { return std::nullopt; }
    std::array<char, written_bytes_max> plain;
    const std::size_t fraction = fraction_bytes(text);
    const std::size_t head = fraction > 0 ? date_time_bytes : text.size();
    std::copy_n(text.data(), head, plain.data());
    std::copy(text.begin() + static_cast<std::ptrdiff_t>(head + fraction), text.end(), plain.data() + head);
    const auto written = engine::parse_time({plain.data(), text.size() - fraction});
    if (!written) { return std::nullopt; }
    return engine::Instant{written->local.time_since_epoch() - written->offset.value_or(engine::Offset{0})};
}

bool ConsentRecord::enter(ConsentMember member) {
    const auto bit = static_cast<std::uint16_t>(1u << static_cast<unsigned>(member));
    const bool again = (seen_ & bit) != 0;
    seen_ = static_cast<std::uint16_t>(seen_ | bit);
    unreadable_ = unreadable_ || again;
    return !again;
}

void ConsentRecord::say(ConsentMember purpose, Said said) {
    own_.said[static_cast<std::size_t>(purpose)] = said;
}

void ConsentRecord::finish(const TcfReader& reader, engine::ConsentSignals& signals,
                           StringsTaken& taken) const {
    signals.own = own_;
    signals.gdpr = gdpr_;
    signals.unreadable = signals.unreadable || unreadable_;
    strings_.read(reader, signals, taken);
}

}  // namespace passerby::wire
