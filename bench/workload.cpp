#include "bench/workload.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "engine/countries.hpp"
#include "engine/limits.hpp"

namespace passerby::bench {

namespace {

using namespace engine;

constexpr std::size_t countries = 200, regions = 2'000, languages = 40, sections = 50, topics = 400,
                      keywords = 5'000;
constexpr std::array<std::string_view, 5> device_types{"desktop", "phone", "tablet", "tv", "bot"};
constexpr std::array<std::string_view, 7> device_systems{"windows", "macos",   "linux", "chromeos",
                                                         "ios",     "android", "other"};
constexpr std::array<std::string_view, 7> device_browsers{"chrome",  "safari", "firefox", "edge",
                                                          "samsung", "opera",  "other"};

// Rank i is drawn in proportion to 1 / (i + 1).
class Zipf {
  public:
    explicit Zipf(std::size_t size) : sums_(size) {
        double sum = 0;
        for (std::size_t i = 0; i < size; ++i) { sums_[i] = sum += 1.0 / static_cast<double>(i + 1); }
    }
    std::size_t draw(Chance& chance) const {
        const double at = chance.share() * sums_.back();
        const auto found = std::upper_bound(sums_.begin(), sums_.end(), at);
        return std::min(static_cast<std::size_t>(found - sums_.begin()), sums_.size() - 1);
    }

  private:
    std::vector<double> sums_;
};

std::size_t below(Chance& chance, std::size_t bound) {
    return static_cast<std::size_t>(chance.share() * static_cast<double>(bound));
}

std::string numbered(std::string_view word, std::size_t number) {
    return std::string(word).append("-").append(std::to_string(number));
}

// The values of every attribute, most frequent first.
struct Values {
    std::vector<std::string> country, region, language, section, topic, keyword;
    Zipf country_ranks{countries}, region_ranks{regions}, language_ranks{languages}, section_ranks{sections},
        topic_ranks{topics}, keyword_ranks{keywords};

    Values() {
        for (std::size_t i = 0; i < countries; ++i) { country.emplace_back(country_at(i)); }
        for (std::size_t i = 0; i < regions; ++i) { region.emplace_back(region_at(i)); }
        for (std::size_t i = 0; i < languages; ++i) {
            language.push_back({static_cast<char>('a' + i % 26), static_cast<char>('a' + i / 26)});
        }
        for (std::size_t i = 0; i < sections; ++i) { section.push_back(numbered("section", i)); }
        for (std::size_t i = 0; i < topics; ++i) { topic.push_back(numbered("topic", i)); }
        for (std::size_t i = 0; i < keywords; ++i) { keyword.push_back(numbered("keyword", i)); }
    }
};

const Values& values() {
    static const Values all;
    return all;
}

// --- rules --------------------------------------------------------------------------------------------

class RuleMaker {
  public:
    RuleMaker(Kind kind, std::uint64_t seed) : kind_(kind), chance_(mix64(seed)) {}

    Rule make(std::size_t number) {
        Rule rule;
        rule.id = numbered("rule", number);
        rule.slots = {static_cast<SlotId>(below(chance_, 4))};
        rule.show = {{static_cast<ContentId>(number), 1}};
        const bool flat = kind_ == Kind::flat;
        rule.priority = flat ? 0 : static_cast<std::int32_t>(chance_.next() >> 40);
        rule.weight = flat ? 1 + static_cast<double>(below(chance_, 100)) : 1;
        rule.when.kind = Condition::Kind::all;
        add_tests(rule.when.children);
        if (kind_ == Kind::none) {
            rule.when.children.push_back(wrap(signals::page_type, texts({"never"}, Operator::Kind::any_of)));
        }
        return rule;
    }

  private:
    // 2 to 6 tests of different attributes, 4.8 on average. A sparse rule's first test is a rare keyword.
    void add_tests(std::vector<Condition>& tests) {
        std::array<int, 13> attributes{10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12};
        constexpr std::array<std::size_t, 10> counts{2, 3, 4, 5, 5, 5, 6, 6, 6, 6};
        const std::size_t count = counts[below(chance_, counts.size())];
        std::size_t made = 0;
        if (kind_ == Kind::sparse) {
            const std::string& rare = values().keyword[below(chance_, keywords)];
            tests.push_back(wrap(signals::page_keywords, {Operator::Kind::any_of, false, {rare}, {}}));
            ++made;
        }
        for (; made < count; ++made) {
            std::swap(attributes[made], attributes[made + below(chance_, attributes.size() - made)]);
            tests.push_back(make_test(attributes[made]));
        }
    }

    Condition make_test(int attribute) {
        const Values& all = values();
        switch (attribute) {
            case 0: return listed(signals::location_country, all.country, all.country_ranks, 1);
            case 1: return listed(signals::location_region, all.region, all.region_ranks, 3);
            case 2: return closed(signals::device_type, device_types, 1);
            case 3: return closed(signals::device_os, device_systems, 1);
            case 4: return closed(signals::device_browser, device_browsers, 1);
            case 5: return listed(signals::page_language, all.language, all.language_ranks, 1);
            case 6: return range(signals::time_hour, 0, 23, 2);
            case 7: return range(signals::time_weekday, 0, 6, 1);
            case 8: return listed(signals::page_section, all.section, all.section_ranks, 1);
            case 9: return listed(signals::page_topics, all.topic, all.topic_ranks, 1);
            case 10: return listed(signals::page_keywords, all.keyword, all.keyword_ranks, 1);
            case 11: return range(signals::behaviour_pages_viewed, 0, 50, 4);
            default: return range(signals::behaviour_cart_value, 0, 500, 25);
        }
    }

    bool negated() { return chance_.share() < 0.094; }

    static Condition wrap(SignalId signal, Operator op) {
        Condition condition;
        condition.kind = Condition::Kind::test;
        condition.test = Test{signal, {std::move(op)}};
        return condition;
    }
    static Operator texts(std::vector<std::string> listed, Operator::Kind kind) {
        return {kind, false, std::move(listed), {}};
    }

    Condition listed(SignalId signal, const std::vector<std::string>& all, const Zipf& ranks,
                     std::size_t about) {
        Operator op = texts({}, Operator::Kind::any_of);
        op.negated = negated();
        const std::size_t count = op.negated ? 1 : 1 + below(chance_, 2 * about);
        for (std::size_t i = 0; i < count; ++i) { op.texts.push_back(all[ranks.draw(chance_)]); }
        std::sort(op.texts.begin(), op.texts.end());
        op.texts.erase(std::unique(op.texts.begin(), op.texts.end()), op.texts.end());
        return wrap(signal, std::move(op));
    }

    template <std::size_t count>
    Condition closed(SignalId signal, const std::array<std::string_view, count>& all, std::size_t at_most) {
        Operator op = texts({}, Operator::Kind::any_of);
        op.negated = negated();
        const std::size_t wanted = op.negated ? 1 : 1 + below(chance_, at_most);
        const std::size_t first = below(chance_, count);
        for (std::size_t i = 0; i < wanted; ++i) { op.texts.emplace_back(all[(first + i) % count]); }
        return wrap(signal, std::move(op));
    }

    Condition range(SignalId signal, double min, double max, double about) {
        const double width = std::floor(about * (0.5 + chance_.share()));
        const double start = min + std::floor(chance_.share() * (max - min - width + 1));
        Operator op{Operator::Kind::within, negated(), {}, {{start, start + width}}};
        return wrap(signal, std::move(op));
    }

    Kind kind_;
    Chance chance_;
};

}  // namespace

std::string_view name_of(Kind kind) {
    switch (kind) {
        case Kind::dense: return "dense";
        case Kind::sparse: return "sparse";
        case Kind::flat: return "flat";
        case Kind::none: return "none";
    }
    return {};
}

RuleSet make_rule_set(Kind kind, std::size_t rules, std::uint64_t seed) {
    RuleSet set;
    set.revision = numbered(name_of(kind), rules);
    set.files = {"workload.yaml"};
    for (std::size_t i = 0; i < 4; ++i) { set.slots.push_back({numbered("slot", i), {}, 1, {}, {}}); }
    RuleMaker maker(kind, seed);
    set.rules.reserve(rules);
    set.contents.reserve(rules);
    for (std::size_t i = 0; i < rules; ++i) {
        set.contents.push_back({numbered("content", i), "{}", {}, {}, {}});
        set.rules.push_back(maker.make(i));
    }
    return set;
}

// --- moments ------------------------------------------------------------------------------------------

void Moment::offer(Signals& signals) const {
    std::array<std::string_view, limits::set_members_max> members;
    for (const auto& [id, value] : facts) {
        if (const auto* number = std::get_if<double>(&value)) {
            signals.offer(id, *number);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            signals.offer(id, std::string_view(*text));
        } else {
            const auto& texts = std::get<std::vector<std::string>>(value);
            std::copy(texts.begin(), texts.end(), members.begin());
            signals.offer(id, std::span<const std::string_view>(members).first(texts.size()));
        }
    }
}

std::vector<Moment> make_moments(std::size_t count, std::uint64_t seed) {
    Chance chance(mix64(seed ^ 0x6d6f6d656e7473u));
    const Values& all = values();
    const auto several = [&](const std::vector<std::string>& texts, const Zipf& ranks, std::size_t wanted) {
        std::vector<std::string> drawn;
        for (std::size_t i = 0; i < wanted; ++i) { drawn.push_back(texts[ranks.draw(chance)]); }
        return drawn;
    };
    std::vector<Moment> moments(count);
    for (Moment& moment : moments) {
        moment.now =
            Instant{std::chrono::seconds{1'800'000'000}} + std::chrono::minutes{below(chance, 7 * 24 * 60)};
        moment.bucket = static_cast<std::uint8_t>(below(chance, 100));
        moment.facts = {
            {signals::location_country, all.country[all.country_ranks.draw(chance)]},
            {signals::location_region, all.region[all.region_ranks.draw(chance)]},
            {signals::device_type, std::string(device_types[below(chance, device_types.size())])},
            {signals::device_os, std::string(device_systems[below(chance, device_systems.size())])},
            {signals::device_browser, std::string(device_browsers[below(chance, device_browsers.size())])},
            {signals::page_language, all.language[all.language_ranks.draw(chance)]},
            {signals::page_section, all.section[all.section_ranks.draw(chance)]},
            {signals::page_type, std::string("article")},
            {signals::page_topics, several(all.topic, all.topic_ranks, 1 + below(chance, 5))},
            {signals::page_keywords, several(all.keyword, all.keyword_ranks, 2 + below(chance, 7))},
            {signals::behaviour_pages_viewed, static_cast<double>(below(chance, 51))},
            {signals::behaviour_cart_value, std::floor(chance.share() * 50'000) / 100},
        };
    }
    return moments;
}

ConsentSignals full_consent(Instant now) {
    ConsentSignals consent;
    consent.own = OwnConsent{};
    consent.own->said.fill(OwnConsent::Said::yes);
    consent.own->at = now;
    return consent;
}

}  // namespace passerby::bench
