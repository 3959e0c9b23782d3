// Every case that once failed, and every one that somebody thought of: engine and oracle must agree.
#include "tests/property/named_case.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/property/agreement.hpp"

namespace passerby::property {
namespace {

std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(PASSERBY_SOURCE_DIR "/tests/golden/cases")) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

class NamedCase : public ::testing::TestWithParam<std::string> {};

TEST_P(NamedCase, EngineAndOracleSayTheSame) {
    const auto cases =
        read_named_cases(std::filesystem::path(PASSERBY_SOURCE_DIR "/tests/golden/cases") / GetParam());
    Sides sides(cases.front());
    ASSERT_TRUE(sides.product.ready()) << sides.product.refusal();
    for (const Case& named : cases) { EXPECT_EQ(disagreement(sides, named), "") << named.body(); }
}

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
    std::string name = info.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Golden, NamedCase, ::testing::ValuesIn(names()), test_name);

}  // namespace
}  // namespace passerby::property
