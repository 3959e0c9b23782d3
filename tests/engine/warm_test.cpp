// From names and values to a Context: once warm, nothing on the way asks for memory.
#include <gtest/gtest.h>

#include <string>

#include "engine/casefold.hpp"
#include "engine/consent.hpp"
#include "engine/context.hpp"
#include "engine/glob.hpp"
#include "tests/engine/allocations.hpp"
#include "tests/engine/rule_set_builder.hpp"

namespace passerby::engine {
namespace {

// A request as the wire hands it over; 0 for a signal that no vocabulary has.
std::size_t admit_one(const Vocabulary& vocabulary, Signals& signals, std::string& folded_text) {
    static constexpr std::string_view topics[] = {"football", "a topic too long for any short string"};
    signals.start(vocabulary);
    signals.offer(*vocabulary.find("page.path"), "/sport/cup-final?from=home");
    signals.offer(*vocabulary.find(Group::page, "topics"), std::span(topics));
    signals.offer(*vocabulary.find(Group::behaviour, "days_since_purchase"), 30.0);
    signals.offer(*vocabulary.find(Group::behaviour, "returning"), true);
    signals.offer(*vocabulary.find(Group::device, "type"), "PHONE");
    signals.offer(*vocabulary.find(Group::location, "country"), "de");
    signals.offer(*vocabulary.find(Group::location, "region"), "de-be");
    signals.offer(*vocabulary.find(Group::page, "place"), "ort-4711");
    signals.refuse(*vocabulary.find(Group::page, "type"));
    std::size_t known = vocabulary.find(Group::behaviour, "a_name_that_no_vocabulary_has").has_value();

    OwnConsent own{.said = {}, .at = Instant{}};
    own.said.fill(OwnConsent::Said::yes);
    const Context context =
        ConsentGate(ConsentPolicy{}).admit(signals, {.own = own, .gpc = true}, Instant{}, std::nullopt);
    for (SignalId id = 0; id < vocabulary.size(); ++id) {
        if (!context.knows(id)) { continue; }
        ++known;
        folded_text.clear();
        append_folded(context.text(id), folded_text);
        known += glob_matches("**/ort-?*", folded_text);
        known += equal_folded(context.text(id), "ÄNDERUNG");
    }
    return known;
}

TEST(Warm, AdmittingARequestAllocatesNothing) {
    Signal place;
    place.name = "page.place";
    place.values_are = Values::listed;
    for (int i = 0; i < 10'000; ++i) { place.values.push_back("Ort-" + std::to_string(i)); }
    Vocabulary vocabulary;
    vocabulary.declare(place);
    Signals signals;
    std::string folded_text;

    const std::size_t cold = allocations();
    const std::size_t known = admit_one(vocabulary, signals, folded_text);
    EXPECT_EQ(known, 6u);            // path, topics, type, country, region, place
    EXPECT_GT(allocations(), cold);  // the counter counts
    const std::size_t warm = allocations();
    for (int i = 0; i < 100; ++i) { admit_one(vocabulary, signals, folded_text); }
    EXPECT_EQ(allocations(), warm);
}

// Reasons of every kind: told in advance, by language, at the visit; a fallback; the next change searched
// for.
std::shared_ptr<const RuleIndex> with_all_kinds_of_reasons() {
    using namespace testing;
    SetBuilder builder;
    builder.hero().count = 4;
    builder.set().slots.push_back({"empty", builder.content("fallback"), 1, {}, {}});
    const Condition sport = is(signals::page_section, {"sport"});
    builder.rule("ready", sport, {{"a", 1}});
    builder.rule("by language", sport, {{"b", 1}}).why = {{"en", "Because."}, {"de", "Darum."}};
    builder.rule("either", any({sport, within(signals::time_hour, 6, 17)}), {{"c", 1}});
    builder.rule("own", any({sport, within(signals::time_hour, 6, 17)}), {{"d", 1}}).why = {{"", "So."}};
    return builder.compile();
}

TEST(Warm, DecidingAllocatesNothing) {
    testing::Visit visit(with_all_kinds_of_reasons());
    visit.ask({0, 1});
    visit.signals.offer(signals::page_section, std::string_view("sport"));
    std::size_t choices = 0;
    const auto decide_through_a_day = [&] {
        choices = 0;
        for (int hour = 0; hour < 24; ++hour) {
            visit.exact_until = hour % 2 == 0;
            visit.now += std::chrono::hours{1};
            for (const SlotDecision& slot : visit.decide().slots) { choices += slot.choices.size(); }
        }
    };
    decide_through_a_day();
    const std::size_t warm = allocations();
    decide_through_a_day();
    EXPECT_EQ(allocations(), warm);
    EXPECT_EQ(choices, 24u * 5);
}

}  // namespace
}  // namespace passerby::engine
