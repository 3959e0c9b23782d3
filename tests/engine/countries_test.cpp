// The ISO lists, and that the committed tables are those of the packaged lists.
#include "engine/countries.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "engine/casefold.hpp"

namespace passerby::engine {
namespace {

TEST(Countries, AreReadInAnyCase) {
    EXPECT_EQ(find_country("DE"), "DE");
    EXPECT_EQ(find_country("de"), "DE");
    EXPECT_EQ(find_country("nO"), "NO");
    for (const char* code :
         {"", "D", "DEU", "UK", "EU", "XX", "ZZ", "D ", " DE", "D1", "{z", "@A", "ÄÖ", "\xFF\xFF"}) {
        EXPECT_EQ(find_country(code), std::nullopt) << code;
        EXPECT_EQ(country_name(code), "") << code;
    }
}

TEST(Countries, RegionsAreReadInAnyCase) {
    EXPECT_EQ(find_region("DE-BE"), "DE-BE");
    EXPECT_EQ(find_region("de-be"), "DE-BE");
    EXPECT_EQ(find_region("gb-Eng"), "GB-ENG");
    EXPECT_EQ(find_region("ad-02"), "AD-02");
    EXPECT_EQ(find_region("ZW-MW"), "ZW-MW");
    for (const char* code :
         {"",      "DE",    "DE-",   "DE-B",  "DE-BEE",  "DE-BER", "DEBE",   "DE_BE",  "XX-BE", "DE-BE ",
          "DE-ZZ", "ZW-ZZ", "AD-00", "AA-AA", "DE-\xFF", "AR-A ",  "AR-A  ", "DE-BE-", "DE BE", "\xFF-BE"}) {
        EXPECT_EQ(find_region(code), std::nullopt) << code;
    }
    using namespace std::string_view_literals;
    for (const std::string_view code : {"AR-A\0"sv, "AR-A\0\0"sv, "DE-BE\0"sv, "\0\0\0\0"sv}) {
        EXPECT_EQ(find_region(code), std::nullopt) << code;
    }
}

TEST(Countries, EveryEntryFindsItself) {
    ASSERT_EQ(country_count(), 249u);
    for (std::size_t i = 0; i < country_count(); ++i) {
        EXPECT_EQ(find_country(country_at(i)), country_at(i));
        EXPECT_EQ(country_index(country_at(i)), i);
        EXPECT_FALSE(country_name(country_at(i)).empty());
    }
    ASSERT_GT(region_count(), 5'000u);
    for (std::size_t i = 0; i < region_count(); ++i) {
        EXPECT_EQ(find_region(region_at(i)), region_at(i));
        EXPECT_EQ(region_index(region_at(i)), i);
        EXPECT_EQ(region_index(folded(region_at(i))), i);
        // One letter less or other than it should be finds the region that is written so, or none.
        for (std::string near : {std::string(region_at(i).substr(0, 4)), std::string(region_at(i)) + "X"}) {
            EXPECT_EQ(find_region(near).value_or(near), near);
        }
        EXPECT_TRUE(is_country(region_at(i).substr(0, 2)));
        EXPECT_TRUE(i == 0 || region_at(i - 1) < region_at(i)) << region_at(i);
    }
}

TEST(Countries, NamesReadWellInASentence) {
    const std::pair<const char*, const char*> names[] = {
        {"DE", "Germany"},
        {"nl", "the Netherlands"},
        {"BO", "Bolivia"},
        {"GB", "the United Kingdom"},
        {"US", "the United States"},
        {"KR", "South Korea"},
        {"VA", "Vatican City"},
        {"CD", "the Democratic Republic of the Congo"},
        {"TR", "Türkiye"},
        {"CI", "Côte d'Ivoire"},
        {"VN", "Vietnam"},
        {"RU", "Russia"},
        {"FK", "the Falkland Islands"},
        {"MD", "Moldova"},
        {"TZ", "Tanzania"},
        {"BS", "the Bahamas"},
    };
    for (const auto& [code, name] : names) { EXPECT_EQ(country_name(code), name); }
}

TEST(Countries, RegionsAreCalledWhatTheyCallThemselves) {
    const std::pair<const char*, const char*> names[] = {
        {"DE-BY", "Bayern"},           {"us-ca", "California"},       {"ES-MC", "Región de Murcia"},
        {"ES-C", "A Coruña"},          {"GB-BST", "City of Bristol"}, {"GB-NMD", "Newry, Mourne and Down"},
        {"BE-WAL", "Région wallonne"}, {"ES-A", "Alacant"},           {"DE-XX", ""},
    };
    for (const auto& [code, name] : names) { EXPECT_EQ(region_name(code), name); }
    for (std::size_t i = 0; i < region_count(); ++i) { EXPECT_FALSE(region_name(region_at(i)).empty()); }
}

std::string read_file(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return std::move(text).str();
}

TEST(Countries, TheCommittedTablesAreTheScriptsOutput) {
    if (!std::filesystem::exists("/usr/share/iso-codes/json/iso_3166-2.json")) {
        GTEST_SKIP() << "the package iso-codes is not installed";
    }
    const std::filesystem::path engine = std::filesystem::path(PASSERBY_SOURCE_DIR) / "engine";
    const auto made = std::filesystem::path(testing::TempDir()) / "passerby_iso_tables";
    std::filesystem::create_directories(made);
    const std::string command =
        "python3 '" + (engine / "tables/countries.py").string() + "' '" + made.string() + "'";
    ASSERT_EQ(std::system(command.c_str()), 0);
    for (const char* table : {"countries_table.inc", "regions_table.inc"}) {
        EXPECT_EQ(read_file(made / table), read_file(engine / table)) << table;
    }
    std::filesystem::remove_all(made);
}

}  // namespace
}  // namespace passerby::engine
