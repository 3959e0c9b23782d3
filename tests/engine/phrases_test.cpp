// Phrases put together from their parts are those that phrase() says, and what says the same is one.
#include "engine/phrases.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/phrase_builder.hpp"

namespace passerby::engine {
namespace {

using enum Operator::Kind;

PhraseId add(PhraseBuilder& builder, const Vocabulary& vocabulary, SignalId signal, const Operator& op) {
    if (op.kind == within) { return builder.numbers(signal, op); }
    const Telling telling = telling_of(vocabulary[signal], op);
    std::vector<NameId> names;
    for (std::size_t i = 0; i < told_of(op.texts.size()); ++i) {
        names.push_back(builder.name(signal, telling, op.texts[i]));
    }
    return builder.list(signal, telling, op.texts.size(), names);
}

std::string text_of(const Phrases& phrases, PhraseId phrase) {
    std::string text;
    phrases.append(phrase, text);
    return text;
}

TEST(Phrases, AreTheSamePutTogetherAsAtOnce) {
    const Vocabulary vocabulary;
    Phrases phrases;
    PhraseBuilder builder(vocabulary, phrases);
    std::vector<std::string> values;
    for (const char* value : {"phone", "DE", "tablet", "fr", "console", "search", "DE-BY"}) {
        values.emplace_back(value);
        for (SignalId signal = 0; signal < vocabulary.size(); ++signal) {
            if (!vocabulary[signal].is_text()) { continue; }
            for (const Operator::Kind kind : {any_of, all_of, prefix, glob}) {
                const Operator op{kind, false, values, {}};
                EXPECT_EQ(text_of(phrases, add(builder, vocabulary, signal, op)),
                          phrase(vocabulary[signal], op));
            }
        }
    }
    const Operator visits{within, false, {}, {{3, 5}}};
    EXPECT_EQ(text_of(phrases, add(builder, vocabulary, signals::behaviour_visits, visits)),
              phrase(vocabulary[signals::behaviour_visits], visits));
}

TEST(Phrases, ThatSayTheSameAreOne) {
    const Vocabulary vocabulary;
    Phrases phrases;
    PhraseBuilder builder(vocabulary, phrases);
    const PhraseId country = add(builder, vocabulary, signals::location_country, {any_of, false, {"DE"}, {}});
    const PhraseId begins = add(builder, vocabulary, signals::location_region, {prefix, false, {"de-"}, {}});
    const PhraseId other = add(builder, vocabulary, signals::location_country, {any_of, false, {"AT"}, {}});
    EXPECT_EQ(text_of(phrases, country), "you are in Germany");
    EXPECT_EQ(country, begins);
    EXPECT_NE(country, other);
}

}  // namespace
}  // namespace passerby::engine
