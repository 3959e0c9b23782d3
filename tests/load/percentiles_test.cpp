// The percentile file, read back as HdrHistogram's plotters do.
#include "bench/load/percentiles.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace passerby::load {
namespace {

struct Line {
    double value_ms, share, inverse;
    std::uint64_t count;
};

std::vector<Line> read(const std::string& text) {
    std::istringstream lines(text);
    std::vector<Line> read;
    std::string line;
    std::getline(lines, line);
    EXPECT_EQ(line, "       Value     Percentile TotalCount 1/(1-Percentile)");
    std::getline(lines, line);
    EXPECT_TRUE(line.empty());
    while (std::getline(lines, line) && !line.starts_with('#')) {
        Line told{};
        std::istringstream(line) >> told.value_ms >> told.share >> told.count >> told.inverse;
        read.push_back(told);
    }
    return read;
}

TEST(PercentileText, goes_up_to_all_in_ever_smaller_steps) {
    Histogram histogram;
    for (Nanoseconds i = 1; i <= 10'000; ++i) { histogram.add(i * microsecond); }
    const std::string text = percentile_text(histogram);
    const std::vector<Line> lines = read(text);
    ASSERT_GT(lines.size(), 50u);
    for (std::size_t i = 1; i < lines.size(); ++i) {
        EXPECT_GE(lines[i].value_ms, lines[i - 1].value_ms);
        EXPECT_GE(lines[i].share, lines[i - 1].share);
        EXPECT_NEAR(lines[i].share, static_cast<double>(lines[i].count) / 10'000, 1e-9);
        EXPECT_NEAR(lines[i].value_ms, lines[i].share * 10, 0.02);
    }
    EXPECT_EQ(lines.back().count, 10'000u);
    EXPECT_EQ(lines.back().share, 1);
    EXPECT_NE(text.find("#[Max     =       10.000, Total count    =        10000]"), std::string::npos)
        << text;
    EXPECT_NE(text.find("#[Mean    =        5.00"), std::string::npos);
}

TEST(PercentileText, of_nothing_has_no_lines) {
    EXPECT_TRUE(read(percentile_text(Histogram())).empty());
}

TEST(PercentileText, of_one_is_one_line) {
    Histogram histogram;
    histogram.add(3 * millisecond);
    const auto lines = read(percentile_text(histogram));
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].value_ms, 3);
}

}  // namespace
}  // namespace passerby::load
