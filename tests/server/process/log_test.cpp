// What a log line looks like.
#include "server/log.hpp"

#include <gtest/gtest.h>

#include "engine/compile.hpp"
#include "engine/rule_set.hpp"

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
    live::Reload refused;
    refused.issues.resize(1);
    refused.issues.front().file = "a.yaml";
    refused.issues.front().code = "unknown-key";
    engine::RuleSet rules;
    rules.revision = "5f0c";
    const auto index = engine::compile(rules);
    const LogFields fields{.revision = *index,
                           .file = LogFile::first_at_fault(refused),
                           .code = LogCode::first_of(refused),
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
    const TlsFiles files{.certificate = "a\"\n\x1b.yaml", .key = {}};
    EXPECT_EQ(line_of(decltype(Log::Settings::format)::text, {.file = LogFile::certificate(files)}),
              "2026-11-22T12:00:00Z error rules-refused file=\"a\\\"\\u000a\\u001b.yaml\"\n");
}

// A code that is in no table of ours is none, whoever filled the issue in.
TEST(Log, tells_only_codes_of_the_table) {
    live::Reload refused;
    refused.issues.resize(1);
    refused.issues.front().code = "what a client said";
    EXPECT_EQ(LogCode::first_of(refused).view(), "");
}

}  // namespace
}  // namespace passerby
