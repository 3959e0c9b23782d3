// Reasons told at compile time are those that would be told at the visit: the same rules are compiled twice,
// once as they are and once as `any: [it, it]`, which means the same and is never told in advance.
#include <gtest/gtest.h>

#include <fstream>

#include "engine/compile.hpp"
#include "engine/compiled_rules.hpp"
#include "tests/property/law.hpp"
#include "tests/property/named_case.hpp"

namespace passerby::property {
namespace {

engine::Condition twice(const engine::Condition& condition) {
    engine::Condition either;
    either.kind = engine::Condition::Kind::any;
    either.children = {condition, condition};
    return either;
}

engine::RuleSet said_twice(engine::RuleSet set) {
    for (engine::Rule& rule : set.rules) { rule.when = twice(rule.when); }
    return set;
}

// One compiled set, asked the way the server is.
class Asked {
  public:
    explicit Asked(const engine::RuleSet& set) : index_(engine::compile(set)) {}

    std::size_t ready() const { return index_->compiled().ready_reasons.size(); }

    // Of every choice the rule, the sentence and the signals.
    std::string reasons(const Case& request) {
        const std::string body = request.body();
        if (reader_.read(body, *index_, request_)) { return {}; }
        request_.consent.gpc = request_.consent.gpc || request.headers.gpc;
        request_.consent.dnt = request.headers.dnt;
        const engine::Context context =
            gate_.admit(request_.signals, request_.consent, request.now, request_.utc_offset);
        engine::Chance chance(1);
        const engine::Decision decision = engine::decide(
            *index_, context,
            {.slots = request_.slots, .excluded = request_.excluded, .bucket = std::uint8_t{7}}, chance,
            scratch_);
        std::string told;
        for (const engine::SlotDecision& slot : decision.slots) {
            for (const engine::Choice& choice : slot.choices) {
                told.append(choice.rule ? index_->rule_name(*choice.rule) : "fallback").append(": ");
                told.append(choice.why);
                for (const engine::SignalId signal : choice.signals) {
                    told.append(" ").append(index_->vocabulary()[signal].name);
                }
                told.append("\n");
            }
        }
        return told;
    }

  private:
    std::shared_ptr<const engine::RuleIndex> index_;
    wire::RequestReader reader_;
    wire::DecideRequest request_;
    engine::ConsentGate gate_{engine::ConsentPolicy{}};
    engine::Scratch scratch_;
};

struct Twins {
    explicit Twins(const engine::RuleSet& set) : in_advance(set), at_the_visit(said_twice(set)) {}
    Asked in_advance, at_the_visit;

    std::string difference(const Case& request) {
        const std::string expected = at_the_visit.reasons(request), told = in_advance.reasons(request);
        return told == expected ? "" : "in advance:\n" + told + "at the visit:\n" + expected;
    }
};

engine::RuleSet load(const Case& made) {
    std::vector<rules::Source> sources;
    for (const auto& [name, text] : made.texts()) { sources.emplace_back(name, text); }
    return *rules::Loader().load_texts(std::move(sources), {.now = std::nullopt, .lint = false}).rule_set;
}

TEST(Reasons, AreTheSameInAdvanceAndAtTheVisit) {
    std::size_t ready = 0;
    hold(
        [&](Sides&, const Case& request) {
            Twins twins(load(request));
            ready += twins.in_advance.ready();
            EXPECT_EQ(twins.at_the_visit.ready(), 0U);
            return twins.difference(request);
        },
        400);
    EXPECT_GT(ready, 0U);
}

class ExampleReasons : public ::testing::TestWithParam<const char*> {};

TEST_P(ExampleReasons, AreTheSameInAdvanceAndAtTheVisit) {
    const std::filesystem::path root = PASSERBY_SOURCE_DIR;
    Case example{read_rule_folder(root / "rules/examples" / GetParam()), {}, {}, {}, 0};
    Twins twins(load(example));
    EXPECT_GT(twins.in_advance.ready(), 0U);
    example.now = reference::Instant{std::chrono::sys_days{std::chrono::days{20'780}}};
    std::ifstream requests(root / "bench/requests" / (GetParam() + std::string(".jsonl")));
    std::size_t asked = 0, told = 0;
    for (std::string line; std::getline(requests, line); ++asked) {
        example.request = reference::read_json(line).value();
        example.now += std::chrono::minutes{10};  // a thousand of them make a week
        ASSERT_EQ(twins.difference(example), "") << line;
        told += twins.in_advance.reasons(example).empty() ? 0 : 1;
    }
    EXPECT_EQ(asked, 1'000U);
    EXPECT_GT(told, 900U);
}

INSTANTIATE_TEST_SUITE_P(Shipped, ExampleReasons, ::testing::Values("news", "shop"));

}  // namespace
}  // namespace passerby::property
