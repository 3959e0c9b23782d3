// Reads the zone files of the system's IANA database (TZif, RFC 9636).
//
// Their list of changes ends in 2037; what comes later is the rule in their footer, which is written out up
// to changes_until_year. Names come from an author: one that is not shaped like a zone's never reaches the
// disk.
#include "rules/zones.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "rules/folder.hpp"
#include "rules/issue.hpp"
#include "rules/load.hpp"
#include "rules/posix_zone.hpp"

namespace passerby::rules {

namespace {

using engine::Instant;
using engine::Offset;
using engine::Zone;

constexpr const char* database = "/usr/share/zoneinfo";
constexpr std::size_t file_bytes_max = 64u << 10;  // the longest is under 4 KiB
constexpr int changes_until_year = 2200;           // beyond every schedule that people write

// `Europe/Berlin`, `Etc/GMT+5`, `America/Argentina/Buenos_Aires`: parts of letters, none of them hidden or
// up.
bool is_zone_name(std::string_view name) {
    if (name.empty() || name.size() > 64 || name.back() == '/') { return false; }
    char before = '/';
    for (const char c : name) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool inner = (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+' || c == '/';
        if (!letter && (before == '/' || !inner)) { return false; }
        before = c;
    }
    // The database's own side rooms: the same zones again, with leap seconds or by another name.
    return !name.starts_with("right/") && !name.starts_with("posix/") && name != "posixrules" &&
           name != "localtime";
}

std::string read_database_file(std::string_view name) {
    const std::filesystem::path path = std::filesystem::path(database) / name;
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error) ||
        std::filesystem::file_size(path, error) > file_bytes_max) {
        return {};
    }
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Big-endian numbers from the front of the bytes; past their end all is zero and `failed`.
class Bytes {
  public:
    explicit Bytes(std::string_view bytes) : rest_(bytes) {}

    std::int64_t number(std::size_t width) {
        std::uint64_t value = 0;
        for (const char byte : take(width)) { value = value << 8 | static_cast<unsigned char>(byte); }
        const bool negative = width == 4 && (value & 0x8000'0000u) != 0;
        return static_cast<std::int64_t>(negative ? value | 0xffff'ffff'0000'0000u : value);
    }
    std::string_view take(std::size_t count) {
        if (count > rest_.size()) {
            failed_ = true;
            rest_ = {};
        }
        const std::string_view taken = rest_.substr(0, std::min(count, rest_.size()));
        rest_.remove_prefix(taken.size());
        return taken;
    }
    std::string_view rest() const { return rest_; }
    bool failed() const { return failed_; }

  private:
    std::string_view rest_;
    bool failed_ = false;
};

struct Header {
    std::size_t is_uts, is_stds, leaps, times, types, letters;

    std::size_t body_bytes(std::size_t time_width) const {
        return times * (time_width + 1) + types * 6 + letters + leaps * (time_width + 4) + is_stds + is_uts;
    }
};

std::optional<Header> read_header(Bytes& bytes) {
    if (bytes.take(4) != "TZif") { return std::nullopt; }
    bytes.take(16);  // the version and what is reserved
    std::array<std::size_t, 6> counts{};
    for (std::size_t& count : counts) {
        const std::int64_t number = bytes.number(4);
        if (number < 0) { return std::nullopt; }
        count = static_cast<std::size_t>(number);
        if (count > file_bytes_max) { return std::nullopt; }
    }
    return Header{counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
}

int year_of(Instant instant) {
    return static_cast<int>(
        std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(instant)}.year());
}

// Adds what the footer says about the time after the last listed change.
bool append_footer(std::string_view footer, std::vector<Zone::Change>& changes) {
    if (!footer.starts_with('\n') || !footer.ends_with('\n') || footer.size() < 2) { return false; }
    footer = footer.substr(1, footer.size() - 2);
    if (footer.empty()) { return true; }  // nothing is known
    const Instant last = changes.empty() ? Instant::min() : changes.back().at;
    const auto later = changes_by_rule(footer, changes.empty() ? 1970 : year_of(last), changes_until_year);
    if (!later) { return false; }
    std::copy_if(later->begin(), later->end(), std::back_inserter(changes),
                 [last](const Zone::Change& change) { return change.at > last; });
    return true;
}

std::optional<Zone> parse_zone(std::string_view name, std::string_view file) {
    Bytes bytes(file);
    const auto old = read_header(bytes);  // of the 32-bit part, which is skipped
    if (!old) { return std::nullopt; }
    bytes.take(old->body_bytes(4));
    const auto header = read_header(bytes);
    if (!header || header->types == 0 || bytes.rest().size() < header->body_bytes(8)) { return std::nullopt; }
    std::vector<Zone::Change> changes(header->times);
    for (Zone::Change& change : changes) { change.at = Instant{std::chrono::seconds{bytes.number(8)}}; }
    const std::string_view kinds = bytes.take(header->times);
    std::vector<Offset> offsets;
    for (std::size_t i = 0; i < header->types; ++i) {
        offsets.emplace_back(bytes.number(4));
        bytes.take(2);
    }
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const auto kind = static_cast<unsigned char>(kinds[i]);
        if (kind >= offsets.size() || (i > 0 && changes[i].at <= changes[i - 1].at)) { return std::nullopt; }
        changes[i].offset = offsets[kind];
    }
    bytes.take(header->letters + header->leaps * 12 + header->is_stds + header->is_uts);
    if (bytes.failed() || !append_footer(bytes.rest(), changes)) { return std::nullopt; }
    // Changes of name only (from one standard time to another) are none of a clock.
    Offset before = offsets[0];
    std::erase_if(changes, [&](const Zone::Change& change) {
        return std::exchange(before, change.offset) == change.offset;
    });
    return Zone(std::string(name), offsets[0], std::move(changes));
}

void add_zone_names(const std::filesystem::path& folder, const std::string& prefix,
                    std::vector<std::string>& zones) {
    std::vector<std::string> names;
    read_folder(folder, names);
    for (const std::string& name : names) {
        std::error_code error;
        const std::string zone = prefix + name;
        if (std::filesystem::is_directory(folder / name, error)) {
            if (zone != "right" && zone != "posix") { add_zone_names(folder / name, zone + '/', zones); }
        } else if (is_zone_name(zone) && zone.find('.') == std::string::npos) {
            zones.push_back(zone);
        }
    }
}

std::vector<std::string> zone_names() {
    std::vector<std::string> names;
    add_zone_names(database, "", names);
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

std::optional<Zone> find_zone(std::string_view name) {
    if (name == "UTC") { return Zone(); }  // also where no database is installed
    if (!is_zone_name(name)) { return std::nullopt; }
    const std::string file = read_database_file(name);
    return file.empty() ? std::nullopt : parse_zone(name, file);
}

std::string nearest_zone_name(std::string_view name) {
    const std::vector<std::string> names = zone_names();
    // A city alone, or with blanks as people write them.
    std::string wanted(name);
    std::replace(wanted.begin(), wanted.end(), ' ', '_');
    for (const std::string& known : names) {
        if (known.size() > wanted.size() && known.ends_with("/" + wanted)) { return known; }
    }
    const std::vector<std::string_view> views(names.begin(), names.end());
    return std::string(nearest(wanted, views));
}

}  // namespace passerby::rules
