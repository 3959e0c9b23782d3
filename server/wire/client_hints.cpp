#include "server/wire/client_hints.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "server/wire/device_marks.hpp"

namespace passerby::wire {

namespace {

// A user agent is looked at once for all marks of all tables: each stands in a drawer by its first two
// letters.
enum class Table : std::uint8_t { bots, furniture, in_hand, desks, systems, browsers, words, count };

// Of single words each is asked for by itself.
enum class Word : std::uint8_t {
    android,
    android_1,
    android_2,
    compatible,
    cubot,
    dalvik,
    macintosh,
    mobile,
    safari,
    silk,
    version,
    windows_phone
};
constexpr std::array words = {
    Mark{"android", ""}, Mark{"android 1.", ""}, Mark{"android 2.", ""}, Mark{"compatible;", ""},
    Mark{"cubot", ""},   Mark{"dalvik/", ""},    Mark{"macintosh", ""},  Mark{"mobile", ""},
    Mark{"safari/", ""}, Mark{"silk/", ""},      Mark{"version/", ""},   Mark{"windows phone", ""},
};

constexpr std::span<const Mark> marks_of(Table table) {
    switch (table) {
        case Table::bots: return bots;
        case Table::furniture: return furniture;
        case Table::in_hand: return in_hand;
        case Table::desks: return desks;
        case Table::systems: return systems;
        case Table::browsers: return browsers;
        case Table::words: return words;
        case Table::count: break;
    }
    return {};
}

constexpr auto table_count = static_cast<std::size_t>(Table::count);
constexpr std::size_t mark_count = bots.size() + furniture.size() + in_hand.size() + desks.size() +
                                   systems.size() + browsers.size() + words.size();

template <class Visit>
constexpr void each_mark(Visit visit) {
    for (std::size_t table = 0; table < table_count; ++table) {
        std::uint8_t place = 0;
        for (const Mark& mark : marks_of(static_cast<Table>(table))) {
            visit(mark.mark, static_cast<Table>(table), place++);
        }
    }
}

class Drawers {
  public:
    struct Entry {
        std::string_view mark;
        Table table = Table::count;
        std::uint8_t place = 0;  // in its table
    };

    constexpr Drawers() {
        std::array<std::size_t, drawer_count> sizes{};
        each_mark([&](std::string_view mark, Table, std::uint8_t) { ++sizes[drawer_of(mark)]; });
        for (std::size_t i = 0; i < drawer_count; ++i) {
            begins_[i + 1] = static_cast<std::uint8_t>(begins_[i] + sizes[i]);
        }
        each_mark([&](std::string_view mark, Table table, std::uint8_t place) {
            const std::size_t drawer = drawer_of(mark);
            entries_[begins_[drawer + 1] - sizes[drawer]--] = {mark, table, place};
        });
    }

    // Those that may begin a text of two letters or more.
    std::span<const Entry> at(std::string_view text) const {
        const std::size_t drawer = drawer_of(text);
        return std::span(entries_).subspan(begins_[drawer], begins_[drawer + 1] - begins_[drawer]);
    }

  private:
    static constexpr std::size_t drawer_count = 1'024;

    static constexpr std::size_t drawer_of(std::string_view text) {
        return (static_cast<unsigned char>(text[0]) * 33u + static_cast<unsigned char>(text[1])) %
               drawer_count;
    }

    std::array<Entry, mark_count> entries_{};
    std::array<std::uint8_t, drawer_count + 1> begins_{};
};
constexpr Drawers drawers;
static_assert(mark_count < 255);

std::string_view find(std::span<const Mark> marks, std::string_view text) {
    const auto found = std::find_if(marks.begin(), marks.end(),
                                    [&](const Mark& mark) { return text.find(mark.mark) != text.npos; });
    return found == marks.end() ? std::string_view{} : found->meaning;
}

// The front of a header in lower case; what says something stands within it.
class Folded {
  public:
    explicit Folded(std::string_view text) : size_(std::min(text.size(), bytes_.size())) {
        std::transform(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size_), bytes_.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    }
    operator std::string_view() const { return {bytes_.data(), size_}; }

  private:
    std::array<char, 512> bytes_;
    std::size_t size_;
};

// What marks a user agent has.
class Agent {
  public:
    explicit Agent(std::string_view user_agent) {
        first_.fill(none);
        const Folded folded(user_agent);
        for (std::string_view rest = folded; rest.size() > 1; rest.remove_prefix(1)) {
            for (const auto& [mark, table, place] : drawers.at(rest)) {
                if (rest.starts_with(mark)) { note(table, place); }
            }
        }
    }

    // What the first mark of the table means that it has; empty where it has none.
    std::string_view find(Table table) const {
        const std::uint8_t place = first_[static_cast<std::size_t>(table)];
        return place == none ? std::string_view{} : marks_of(table)[place].meaning;
    }
    bool has(Word word) const { return (words_ >> static_cast<unsigned>(word) & 1u) != 0; }

  private:
    static constexpr std::uint8_t none = 255;

    void note(Table table, std::uint8_t place) {
        std::uint8_t& first = first_[static_cast<std::size_t>(table)];
        first = std::min(first, place);
        if (table == Table::words) { words_ |= 1u << place; }
    }

    std::array<std::uint8_t, table_count> first_;
    unsigned words_ = 0;
};

bool is_bot(const Agent& agent, const Folded& brands) {
    // One maker of phones carries the word in its name.
    const bool named = agent.has(Word::cubot) ? false : !agent.find(Table::bots).empty();
    // A browser that calls itself compatible says with what it runs.
    const bool runs_nowhere = agent.has(Word::compatible) && agent.find(Table::systems).empty();
    return named || runs_nowhere || std::string_view(brands).find("headlesschrome") != std::string_view::npos;
}

std::string_view hinted_type(std::string_view mobile, std::string_view os) {
    if (mobile == "?1") { return "phone"; }
    if (mobile == "?0" && os == "android") { return "tablet"; }
    return {};
}

std::string_view type_of_agent(const Agent& agent) {
    if (agent.has(Word::android) && !agent.has(Word::windows_phone)) {
        // Fire tablets ask for mobile pages too; apps, and what came before tablets, do not say which they
        // are.
        if (agent.has(Word::silk)) { return "tablet"; }
        const bool only_phones =
            agent.has(Word::dalvik) || agent.has(Word::android_1) || agent.has(Word::android_2);
        return only_phones || agent.has(Word::mobile) ? "phone" : "tablet";
    }
    if (const auto type = agent.find(Table::in_hand); !type.empty()) { return type; }
    // A tablet that poses as a Mac gives itself away in apps.
    if (agent.has(Word::mobile)) { return agent.has(Word::macintosh) ? "tablet" : "phone"; }
    return agent.find(Table::desks);
}

std::string_view type_of_platform(std::string_view os) {
    if (os.empty() || os == "other") { return {}; }
    return os == "ios" || os == "android" ? "phone" : "desktop";
}

std::string_view browser_of(const Agent& agent, const Folded& brands) {
    if (const auto brand = find(brand_names, brands); !brand.empty()) { return brand; }
    if (const auto name = agent.find(Table::browsers); !name.empty()) { return name; }
    const bool apple = agent.has(Word::macintosh) || (agent.has(Word::version) && !agent.has(Word::android));
    return apple && agent.has(Word::safari) ? "safari" : "other";
}

// The first that is not empty.
std::string_view first_of(std::initializer_list<std::string_view> answers) {
    const auto said =
        std::find_if(answers.begin(), answers.end(), [](auto answer) { return !answer.empty(); });
    return said == answers.end() ? "other" : *said;
}

}  // namespace

Device recognise_device(const ClientHints& hints) {
    if (hints.user_agent.empty() && hints.brands.empty() && hints.mobile.empty() && hints.platform.empty()) {
        return {};
    }
    const Agent agent(hints.user_agent);
    const Folded brands(hints.brands);
    const Folded platform(hints.platform);
    Device device;
    device.os = first_of({find(platform_names, platform), agent.find(Table::systems)});
    device.browser = browser_of(agent, brands);
    device.type = is_bot(agent, brands)
                      ? "bot"
                      : first_of({agent.find(Table::furniture), hinted_type(hints.mobile, device.os),
                                  type_of_agent(agent), type_of_platform(device.os)});
    return device;
}

}  // namespace passerby::wire
