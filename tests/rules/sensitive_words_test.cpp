// Which words are sensitive, and which only look it.
#include "rules/sensitive_words.hpp"

#include <gtest/gtest.h>

namespace passerby::rules {
namespace {

std::string topic_of(std::string_view text) {
    const SensitiveWord* word = SensitiveWords().find(text);
    return word == nullptr ? "" : std::string(word->topic);
}

TEST(SensitiveWords, are_found_whole_in_any_case_and_punctuation) {
    EXPECT_EQ(topic_of("health"), "health");
    EXPECT_EQ(topic_of("/guide/HIV/2026"), "health");
    EXPECT_EQ(topic_of("**/eating-disorder/*"), "health");
    EXPECT_EQ(topic_of("help_with_debts"), "credit");
    EXPECT_EQ(topic_of("Trade  Union"), "trade unions");
    EXPECT_EQ(topic_of("Arms & Ammunition"), "arms");
    EXPECT_EQ(topic_of("Death, Injury, or Military Conflict"), "death and conflict");
    EXPECT_EQ(topic_of("Illegal Drugs, Tobacco, eCigarettes, Vaping, Alcohol"), "drugs");
    EXPECT_EQ(topic_of("Rm3SiT"), "adult content");
    EXPECT_EQ(topic_of("MAGERSUCHT"), "health");
    EXPECT_EQ(topic_of("Jüdisches Leben, jüdisch"), "religion");
    EXPECT_EQ(topic_of("VERHÜTUNG"), "health");
    EXPECT_EQ(topic_of("Real estate"), "housing");
    EXPECT_EQ(topic_of("Stellenangebote"), "employment");
    EXPECT_EQ(topic_of("toys for children"), "children");
}

TEST(SensitiveWords, are_not_found_in_ordinary_ones) {
    for (const char* text : {"sport",
                             "Essex",
                             "Sussex",
                             "Scunthorpe",
                             "Middlesex",
                             "race",
                             "racing",
                             "Formula 1 race",
                             "party",
                             "birthday party",
                             "European Union",
                             "trade",
                             "trade fair",
                             "Union Berlin",
                             "green",
                             "labour day",
                             "credits",
                             "film credits",
                             "accredited",
                             "classic",
                             "analysis",
                             "therapist",
                             "Christian Dior",
                             "trans-siberian",
                             "arms",
                             "coat of arms",
                             "war",
                             "Star Wars",
                             "Death Valley",
                             "death metal",
                             "kindness",
                             "kindle",
                             "Kind of Blue",
                             "kinderleicht",
                             "jobst",
                             "Jobim",
                             "healthy",
                             "wealth",
                             "commonwealth",
                             "real",
                             "real madrid",
                             "estate",
                             "hive",
                             "hivernal",
                             "cancerian",
                             "crabs",
                             "sexton",
                             "sextet",
                             "polite",
                             "policy",
                             "terrier",
                             "genetics",
                             "alcoholfree",
                             "non",
                             "",
                             "/",
                             "—",
                             "football",
                             "books",
                             "opera",
                             "travel",
                             "cooking",
                             "garden",
                             "garten",
                             "reise",
                             "kochen",
                             "auto",
                             "musik",
                             "film",
                             "wetter",
                             "börse",
                             "motor",
                             "mode",
                             "e",
                             "dna",
                             "labor",
                             "human",
                             "harmful",
                             "explicit",
                             "military history",
                             "eating out",
                             "anxiety",
                             "home",
                             "rent a car",
                             "holiday apartments",
                             "work",
                             "office",
                             "bank",
                             "money",
                             "saving",
                             "insurance",
                             "tax",
                             "school",
                             "family"}) {
        EXPECT_EQ(topic_of(text), "") << text;
    }
}

}  // namespace
}  // namespace passerby::rules
