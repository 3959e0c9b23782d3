#include "engine/instant.hpp"

#include <algorithm>

namespace passerby::engine {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;

// Reads fixed-width fields from the front of a text; any surprise makes it `failed` for good.
class FieldReader {
  public:
    explicit FieldReader(std::string_view text) : rest_(text) {}

    int number(std::size_t digits, int min, int max) {
        int value = 0;
        if (rest_.size() < digits) { failed_ = true; }
        for (std::size_t i = 0; i < digits && !failed_; ++i) {
            const char c = rest_[i];
            if (c < '0' || c > '9') { failed_ = true; }
            value = value * 10 + (c - '0');
        }
        if (failed_ || value < min || value > max) { return failed_ = true, min; }
        rest_.remove_prefix(digits);
        return value;
    }

    bool takes(char c) {
        if (failed_ || !rest_.starts_with(c)) { return false; }
        rest_.remove_prefix(1);
        return true;
    }

    void expect(char c) { failed_ = !takes(c) || failed_; }
    void fail() { failed_ = true; }
    bool failed() const { return failed_; }
    bool finished() const { return !failed_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool failed_ = false;
};

LocalTime read_date(FieldReader& reader) {
    const int year = reader.number(4, 1, 9999);
    reader.expect('-');
    const int month = reader.number(2, 1, 12);
    reader.expect('-');
    const int day = reader.number(2, 1, 31);
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) { reader.fail(); }  // 30 February
    return LocalTime{local_days{date}};
}

seconds read_clock(FieldReader& reader) {
    seconds clock = hours{reader.number(2, 0, 23)};
    reader.expect(':');
    clock += minutes{reader.number(2, 0, 59)};
    if (reader.takes(':')) { clock += seconds{reader.number(2, 0, 59)}; }
    return clock;
}

std::optional<Offset> read_offset(FieldReader& reader) {
    if (reader.takes('Z')) { return Offset{0}; }
    const bool east = reader.takes('+');
    if (!east && !reader.takes('-')) { return std::nullopt; }
    Offset offset = hours{reader.number(2, 0, 23)};
    reader.expect(':');
    offset += minutes{reader.number(2, 0, 59)};
    return east ? offset : -offset;
}

void put_digits(char* out, unsigned value, std::size_t digits) {
    for (std::size_t i = digits; i-- > 0; value /= 10) { out[i] = static_cast<char>('0' + value % 10); }
}

}  // namespace

std::optional<WrittenTime> parse_time(std::string_view text) {
    FieldReader reader(text);
    WrittenTime time{.local = read_date(reader), .offset = std::nullopt, .date_only = true};
    if (reader.failed()) { return std::nullopt; }
    if (reader.takes('T')) {
        time.local += read_clock(reader);
        time.offset = read_offset(reader);
        time.date_only = false;
    }
    return reader.finished() ? std::optional(time) : std::nullopt;
}

void format_instant(Instant instant, char* out) {
    instant = std::clamp(instant, beginning, never_changes);
    const auto day = std::chrono::floor<days>(instant);
    const std::chrono::year_month_day date{day};
    const auto clock = static_cast<unsigned>((instant - day).count());
    std::copy_n("0000-00-00T00:00:00Z", instant_bytes, out);
    put_digits(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    put_digits(out + 5, static_cast<unsigned>(date.month()), 2);
    put_digits(out + 8, static_cast<unsigned>(date.day()), 2);
    put_digits(out + 11, clock / 3600, 2);
    put_digits(out + 14, clock / 60 % 60, 2);
    put_digits(out + 17, clock % 60, 2);
}

std::string format_instant(Instant instant) {
    std::string text(instant_bytes, '\0');
    format_instant(instant, text.data());
    return text;
}

}  // namespace passerby::engine
