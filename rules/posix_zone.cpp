#include "rules/posix_zone.hpp"

#include <algorithm>

namespace passerby::rules {

namespace {

using engine::Offset;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::minutes;
using std::chrono::seconds;

// One yearly moment of a wall clock: a day of the year in one of three forms, and a time of it.
struct YearlyMoment {
    enum class Form : std::uint8_t {
        weekday,        // M3.5.0: the last (5) Sunday (0) of March
        julian,         // J60: 1 March in every year
        zero_based_day  // 59: the sixtieth day of the year
    };
    Form form = Form::weekday;
    int month = 1, week = 1, weekday = 0, day = 0;
    seconds clock = hours{2};

    engine::LocalTime in(int year) const;
};

engine::LocalTime YearlyMoment::in(int number) const {
    using namespace std::chrono;
    const std::chrono::year year{number};
    if (form == Form::weekday) {
        const year_month of{year, std::chrono::month{static_cast<unsigned>(month)}};
        const std::chrono::weekday wanted{static_cast<unsigned>(weekday)};
        const local_days date =
            week == 5 ? local_days{of / wanted[last]} : local_days{of / wanted[static_cast<unsigned>(week)]};
        return date + clock;
    }
    const bool skips_leap_day = form == Form::julian && year.is_leap() && day >= 60;
    const int nth = form == Form::julian ? day - 1 + (skips_leap_day ? 1 : 0) : day;
    return local_days{year / January / 1} + days{nth} + clock;
}

// Reads the rule from the front; any surprise makes it `failed` for good.
class RuleText {
  public:
    explicit RuleText(std::string_view text) : rest_(text) {}

    bool finished() const { return !failed_ && rest_.empty(); }
    bool failed() const { return failed_; }

    void skip_name() {
        if (takes('<')) {
            rest_.remove_prefix(std::min(rest_.find('>'), rest_.size()));
            return expect('>');
        }
        const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
        std::size_t length = 0;
        while (length < rest_.size() && is_letter(rest_[length])) { ++length; }
        failed_ = failed_ || length == 0;
        rest_.remove_prefix(length);
    }

    // `[+-]hh[:mm[:ss]]`
    seconds clock() {
        const bool negative = takes('-');
        if (!negative) { takes('+'); }
        seconds time = hours{number(167)};
        if (takes(':')) { time += minutes{number(59)}; }
        if (takes(':')) { time += seconds{number(59)}; }
        return negative ? -time : time;
    }

    YearlyMoment moment() {
        YearlyMoment moment;
        expect(',');
        if (takes('M')) {
            moment.month = std::max(1, number(12));
            expect('.');
            moment.week = std::max(1, number(5));
            expect('.');
            moment.weekday = number(6);
        } else {
            moment.form = takes('J') ? YearlyMoment::Form::julian : YearlyMoment::Form::zero_based_day;
            moment.day = number(365);
        }
        if (takes('/')) { moment.clock = clock(); }
        return moment;
    }

    bool ends_or_comma() const { return rest_.empty() || rest_.front() == ','; }

  private:
    bool takes(char c) {
        if (failed_ || !rest_.starts_with(c)) { return false; }
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char c) { failed_ = !takes(c) || failed_; }
    int number(int most) {
        int value = 0;
        std::size_t length = 0;
        while (length < rest_.size() && length < 3 && rest_[length] >= '0' && rest_[length] <= '9') {
            value = value * 10 + (rest_[length++] - '0');
        }
        rest_.remove_prefix(length);
        failed_ = failed_ || length == 0 || value > most;
        return failed_ ? 0 : value;
    }

    std::string_view rest_;
    bool failed_ = false;
};

}  // namespace

std::optional<std::vector<engine::Zone::Change>> changes_by_rule(std::string_view rule, int first_year,
                                                                 int last_year) {
    std::vector<engine::Zone::Change> changes;
    RuleText text(rule);
    text.skip_name();
    const Offset standard = -text.clock();  // POSIX counts westwards
    if (text.finished()) { return changes; }
    text.skip_name();
    const Offset summer = text.ends_or_comma() ? standard + hours{1} : -text.clock();
    const YearlyMoment begins = text.moment();
    const YearlyMoment ends = text.moment();
    if (!text.finished()) { return std::nullopt; }
    for (int year = first_year; year <= last_year; ++year) {
        changes.push_back({engine::Instant{begins.in(year).time_since_epoch() - standard}, summer});
        changes.push_back({engine::Instant{ends.in(year).time_since_epoch() - summer}, standard});
    }
    std::stable_sort(changes.begin(), changes.end(),
                     [](const auto& a, const auto& b) { return a.at < b.at; });
    return changes;
}

}  // namespace passerby::rules
