// What a log line looks like.
#include "server/log.hpp"

#include <gtest/gtest.h>

namespace passerby {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::sys_seconds noon{std::chrono::seconds{1'795'348'800}};  // 2026-11-22T12:00:00Z

std::string line_of(decltype(Log::Settings::format) format, const LogFields& fields) {
    Log::Settings settings;
    settings.format = format;
    return Log(settings).format(Event::rules_refused, fields, noon);
}

TEST(Log, writes_text_and_json) {
    const LogFields fields{.revision = "5f0c",
                           .file = "a.yaml",
                           .code = "unknown-key",
                           .line = 3,
                           .count = 2,
                           .duration = 1'500us};
    EXPECT_EQ(line_of(decltype(Log::Settings::format)::text, fields),
              "2026-11-22T12:00:00Z error rules-refused revision=\"5f0c\" file=\"a.yaml\" line=3 "
              "code=\"unknown-key\" count=2 duration_ms=1.500\n");
    EXPECT_EQ(line_of(decltype(Log::Settings::format)::json, fields),
              "{\"time\":\"2026-11-22T12:00:00Z\",\"level\":\"error\",\"event\":\"rules-refused\","
              "\"revision\":\"5f0c\",\"file\":\"a.yaml\",\"line\":3,\"code\":\"unknown-key\",\"count\":2,"
              "\"duration_ms\":1.500}\n");
}

TEST(Log, keeps_a_line_one_line) {
    EXPECT_EQ(line_of(decltype(Log::Settings::format)::text, {.file = "a\"\n\x1b.yaml"}),
              "2026-11-22T12:00:00Z error rules-refused file=\"a\\\"\\u000a\\u001b.yaml\"\n");
}

}  // namespace
}  // namespace passerby
