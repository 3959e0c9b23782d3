// Every folder of tests/golden/rules is a case: a rule set, and in `expected.txt` what `check` says of it.
//
// UPDATE_GOLDEN=1 writes what is said now; read the difference before you commit it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "rules/load.hpp"
#include "rules/render.hpp"

namespace passerby::rules {
namespace {

namespace fs = std::filesystem;

// Dates in the cases are in the past or the future of this day, whenever the tests run.
constexpr engine::Instant day_of_the_cases{std::chrono::sys_days{std::chrono::year(2026) / 11 / 21}};

const fs::path& root() {
    static const fs::path root = fs::path(PASSERBY_SOURCE_DIR) / "tests/golden/rules";
    return root;
}

std::vector<std::string> names_of_cases() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(root())) {
        if (entry.is_directory()) names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

std::string said_of(const fs::path& folder) {
    const fs::path paths[] = {folder};
    const Loaded loaded = load(paths, {.now = day_of_the_cases});
    EXPECT_NE(loaded.rule_set.has_value(), has_errors(loaded.issues));
    const std::string text = render_text(loaded.issues, loaded.sources);
    return text.empty() ? "fine\n" : text;
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, is_said_as_expected) {
    const fs::path folder = root() / GetParam();
    const fs::path expected = folder / "expected.txt";
    const std::string said = said_of(folder);
    if (const char* update = std::getenv("UPDATE_GOLDEN"); update != nullptr && *update == '1') {
        std::ofstream(expected, std::ios::binary) << said;
    }
    EXPECT_EQ(said, text_of(expected)) << "run with UPDATE_GOLDEN=1, then read the difference";
}

std::string spelled_for_gtest(const testing::TestParamInfo<std::string>& info) {
    std::string name = info.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Rules, Golden, testing::ValuesIn(names_of_cases()), spelled_for_gtest);

}  // namespace
}  // namespace passerby::rules
