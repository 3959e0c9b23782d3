// The table of codes and the sources agree: what is reported is in the table (the compiler sees to that),
// and what is in the table is reported somewhere.
#include "rules/codes.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace passerby::rules {
namespace {

namespace fs = std::filesystem;

std::string sources_of_the_language() {
    std::ostringstream all;
    for (const auto& entry : fs::directory_iterator(fs::path(PASSERBY_SOURCE_DIR) / "rules")) {
        const fs::path& path = entry.path();
        if (path.extension() == ".cpp" || (path.extension() == ".hpp" && path.filename() != "codes.hpp")) {
            all << std::ifstream(path).rdbuf();
        }
    }
    return all.str();
}

TEST(Codes, every_row_is_reported_somewhere) {
    const std::string sources = sources_of_the_language();
    for (const Code& code : all_codes()) {
        EXPECT_NE(sources.find('"' + std::string(code.name) + '"'), std::string::npos)
            << code.name << " is reported nowhere";
    }
}

// CodeName does not compile for a name outside the table; only an Issue made by hand could slip past it.
TEST(Codes, issues_are_made_in_one_place) {
    const std::string sources = sources_of_the_language();
    for (const char* by_hand :
         {"Issue{", "issues.push_back({", "issues_.push_back({", "issues.emplace_back(\"", ".code = \""}) {
        EXPECT_EQ(sources.find(by_hand), std::string::npos) << by_hand << " goes around make_issue";
    }
}

TEST(Codes, rows_are_well_written_and_each_there_once) {
    std::set<std::string_view> names;
    for (const Code& code : all_codes()) {
        EXPECT_TRUE(names.insert(code.name).second) << code.name << " twice";
        EXPECT_EQ(code.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"),
                  std::string_view::npos)
            << code.name;
        EXPECT_FALSE(code.meaning.empty() || code.meaning.ends_with('.')) << code.name;
        EXPECT_EQ(code.meaning.find('\n'), std::string_view::npos) << code.name;
    }
}

}  // namespace
}  // namespace passerby::rules
