// The whole command line, in this process: what goes to stdout, what to stderr, and the exit code.
#include "server/cli/command_line.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace passerby::cli {
namespace {

namespace fs = std::filesystem;

struct Ran {
    int exit = -1;
    std::string out, err;
};

Ran run(std::vector<std::string> words) {
    words.insert(words.begin(), "passerby");
    std::vector<char*> argv;
    for (std::string& word : words) { argv.push_back(word.data()); }
    argv.push_back(nullptr);
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    Ran ran;
    ran.exit = cli::run(static_cast<int>(words.size()), argv.data());
    ran.out = testing::internal::GetCapturedStdout();
    ran.err = testing::internal::GetCapturedStderr();
    return ran;
}

std::size_t lines(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
}

constexpr std::string_view shop = R"(timezone: Europe/Berlin
slots: {hero: {fallback: welcome}, sidebar: {}}
content: {welcome: {data: {}}, sale: {data: {}}, quiz: {data: {}}}
segments: {evening: {time.hour: 18-23}}
rules:
  - {id: late, slot: hero, priority: 5, when: {segment: evening, behaviour.cart_value: {min: 50}}, show: sale}
  - {id: split, slot: sidebar, when: {page.section: sport}, show: [sale, {content: quiz, weight: 0.000001}]}
  - {id: off, slot: hero, enabled: false, show: quiz}
)";

class CommandLineTest : public testing::Test {
  protected:
    CommandLineTest() : folder_(fs::temp_directory_path() / ("passerby-cli-" + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
        rules_ = write("shop.yaml", shop);
    }
    ~CommandLineTest() override { fs::remove_all(folder_); }

    std::string write(const std::string& name, std::string_view text) const {
        const fs::path path = folder_ / name;
        std::ofstream(path, std::ios::binary) << text;
        return path.string();
    }
    Ran decide(std::string_view requests, std::vector<std::string> more = {}) const {
        more.insert(more.begin(), {"decide", "--rules", rules_});
        more.push_back(write("requests.jsonl", requests));
        return run(more);
    }
    Ran test(std::string_view tests, bool coverage = false) const {
        write("shop.test.yaml", tests);
        return coverage ? run({"test", folder_.string(), "--coverage"}) : run({"test", folder_.string()});
    }

    fs::path folder_;
    std::string rules_;
};

TEST_F(CommandLineTest, HelpAndVersionAreResults) {
    EXPECT_EQ(run({"--version"}).out, "passerby " PASSERBY_VERSION "\n");
    for (const char* command : {"serve", "check", "test", "decide", "explain", "schema"}) {
        const Ran ran = run({command, "--help"});
        EXPECT_EQ(ran.exit, 0) << command;
        EXPECT_TRUE(has(ran.out, command)) << ran.out;
        EXPECT_EQ(ran.err, "");
        EXPECT_TRUE(has(run({"--help"}).out, command));
    }
}

TEST_F(CommandLineTest, MisuseIsSaidAndExitsWithTwo) {
    const std::string folder = folder_.string();
    for (const auto& words :
         std::vector<std::vector<std::string>>{{},
                                               {"decode"},
                                               {"decide"},
                                               {"decide", "--rules"},
                                               {"decide", "--rules", rules_, "--bogus"},
                                               {"decide", "--rules", rules_, "--seed", "-1"},
                                               {"decide", "--rules", rules_, "--seed", "x"},
                                               {"decide", "--rules", rules_, "--now", "noon", "-"},
                                               {"decide", "--rules", rules_, folder},
                                               {"decide", "--rules", rules_, folder + "/nothing"},
                                               {"decide", "--rules", rules_, "a", "b"},
                                               {"decide", "--rules", folder + "/nothing", "-"},
                                               {"explain", "--rules", rules_},
                                               {"explain", "--rules", rules_, "--slot", "herro", rules_},
                                               {"check"},
                                               {"check", folder + "/nothing"},
                                               {"check", rules_, "--format", "xml"},
                                               {"check", rules_, "--config", folder + "/nothing"},
                                               {"test"},
                                               {"test", folder + "/nothing"},
                                               {"serve", "--threads", "many"},
                                               {"schema", "extra"}}) {
        const Ran ran = run(words);
        EXPECT_EQ(ran.exit, 2) << testing::PrintToString(words);
        EXPECT_EQ(ran.out, "") << testing::PrintToString(words);
        EXPECT_NE(ran.err, "") << testing::PrintToString(words);
        EXPECT_FALSE(has(ran.err, "terminate")) << ran.err;
    }
}

TEST_F(CommandLineTest, DecidesLineByLine) {
    const Ran ran = decide(
        "{\"slots\":[\"hero\"],\"now\":\"2026-11-21T20:15\",\"behaviour\":{\"cart_value\":80},"
        "\"consent\":{\"behaviour\":true,\"at\":\"2026-10-02\"}}\n"
        "nonsense\n\n"
        "{\"slots\":[\"hero\"],\"now\":\"2026-11-21T20:15Z\"}\r\n"
        "{\"slots\":[\"hero\"],\"now\":\"soon\"}\n"
        "{\"slots\":[\"hero\"]}");
    EXPECT_EQ(ran.exit, 1);
    EXPECT_EQ(ran.err, "");
    std::vector<std::string> answers;
    for (std::istringstream all(ran.out); answers.size() < lines(ran.out);) {
        std::getline(all, answers.emplace_back());
    }
    ASSERT_EQ(answers.size(), 6u);
    EXPECT_TRUE(has(answers[0], "\"rule\":\"late\"")) << answers[0];
    EXPECT_TRUE(has(answers[0], "\"valid_until\":\"2026-11-21T23:00:00Z\"")) << answers[0];
    EXPECT_TRUE(answers[1].starts_with("{\"error\":{\"type\":"));
    EXPECT_TRUE(has(answers[1], "\"status\":400"));
    EXPECT_TRUE(answers[2].starts_with("{\"error\":"));
    EXPECT_TRUE(has(answers[3], "\"content\":\"welcome\""));
    EXPECT_TRUE(has(answers[4], "\"pointer\":\"/now\""));
    EXPECT_TRUE(has(answers[5], "\"content\":\"welcome\""));
    EXPECT_EQ(decide("{\"slots\":[\"hero\"]}\n").exit, 0);
    EXPECT_EQ(decide("").out, "");
    EXPECT_EQ(decide("").exit, 0);
}

TEST_F(CommandLineTest, NowSeedMatchesAndExplain) {
    const std::string request =
        "{\"slots\":[\"hero\",\"nowhere\",\"sidebar\"],\"page\":{\"section\":\"sport\"}}\n";
    const Ran ran = decide(request, {"--now", "2026-11-21T20:15", "--matches", "--explain", "--seed", "1"});
    EXPECT_TRUE(has(ran.out,
                    "\"matches\":{\"hero\":[],\"sidebar\":[\"split\"]},\"explain\":{\"hero\":["
                    "{\"rule\":\"late\",\"outcome\":\"UNKNOWN\",\"priority\":5,\"file\":\""))
        << ran.out;
    EXPECT_TRUE(has(ran.out, "\"outcome\":\"DISABLED\""));
    std::string many;
    for (int i = 0; i < 50; ++i) { many += request; }
    EXPECT_EQ(decide(many, {"--seed", "7"}).out, decide(many, {"--seed", "7"}).out);
}

TEST_F(CommandLineTest, LinesAreBoundedAndEverythingElseIsNot) {
    const std::string good = "{\"slots\":[\"hero\"]}\n";
    const std::string full = "{\"slots\":[\"hero\"],\"x\":\"" + std::string(65'536 - 25, 'x') + "\"}\n";
    ASSERT_EQ(full.size(), 65'537u);
    const Ran ran = decide(good + full + "x" + full + std::string(3'000'000, ' ') + "\n" + good +
                           std::string(70'000, 'y'));
    EXPECT_EQ(ran.exit, 1);
    EXPECT_EQ(lines(ran.out), 6u);
    std::size_t too_large = 0;
    for (auto at = ran.out.find("\"status\":413"); at != ran.out.npos;
         at = ran.out.find("\"status\":413", at + 1)) {
        ++too_large;
    }
    EXPECT_EQ(too_large, 3u);
    EXPECT_TRUE(ran.out.starts_with("{\"decisions\""));
}

TEST_F(CommandLineTest, ReadsStdin) {
    const std::string file = write("in", "{\"slots\":[\"hero\"]}\n");
    const int kept = ::dup(STDIN_FILENO);
    for (const auto& words : std::vector<std::vector<std::string>>{{"decide", "--rules", rules_, "-"},
                                                                   {"decide", "--rules", rules_}}) {
        ASSERT_NE(std::freopen(file.c_str(), "r", stdin), nullptr);
        EXPECT_TRUE(has(run(words).out, "\"content\":\"welcome\""));
    }
    ::dup2(kept, STDIN_FILENO);
    ::close(kept);
}

TEST_F(CommandLineTest, ExplainsForPeople) {
    const std::string request = write("request.json", "{\n  \"behaviour\": {\"cart_value\": 80}\n}\n");
    const Ran ran =
        run({"explain", "--rules", rules_, "--slot", "hero", "--now", "2026-11-21T20:15", request});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_TRUE(has(ran.out, "hero shows `welcome` (DEFAULT)"));
    EXPECT_TRUE(has(ran.out, "UNKNOWN           late"));
    EXPECT_TRUE(has(ran.out, "`when.behaviour.cart_value` is unknown (shop.yaml:6)")) << ran.out;
    EXPECT_TRUE(has(ran.out, "DISABLED          off"));
    const Ran one = run({"explain", "--rules", rules_, "--slot", "hero", "--rule", "off", request});
    EXPECT_TRUE(has(one.out, "off") && !has(one.out, "late")) << one.out;
    EXPECT_EQ(run({"explain", "--rules", rules_, "--slot", "hero", "--rule", "of", request}).exit, 2);
    EXPECT_TRUE(
        has(run({"explain", "--rules", rules_, "--slot", "herro", request}).err, "did you mean `hero`?"));
    EXPECT_EQ(run({"explain", "--rules", rules_, "--slot", "hero", write("bad.json", "{")}).exit, 1);
}

TEST_F(CommandLineTest, ChecksInThreeFormats) {
    const Ran good = run({"check", rules_});
    EXPECT_EQ(good.exit, 0) << good.out;
    const std::string bad = write("bad.yaml", "slots: {hero: {}}\nrulez: []\n");
    const Ran text = run({"check", bad});
    EXPECT_EQ(text.exit, 1);
    EXPECT_TRUE(has(text.out, ":2:1: error: ")) << text.out;
    EXPECT_TRUE(has(text.out, "did you mean `rules`?"));
    EXPECT_FALSE(has(text.out, "\033"));
    const Ran json = run({"check", bad, "--format", "json"});
    EXPECT_EQ(json.exit, 1);
    EXPECT_TRUE(json.out.starts_with("{\"ok\":false,\"issues\":[{\"file\":")) << json.out;
    EXPECT_TRUE(has(run({"check", bad, "--format", "sarif"}).out, "\"version\":\"2.1.0\""));
    EXPECT_TRUE(run({"check", rules_, "--format", "json"}).out.starts_with("{\"ok\":true,\"issues\":["));
}

TEST_F(CommandLineTest, WarningsCountWhereAsked) {
    // A slot that nothing fills is doubtful, and no error.
    const std::string doubtful = write("doubtful.yaml", "slots: {hero: {}}\n");
    EXPECT_EQ(run({"check", doubtful}).exit, 0);
    EXPECT_EQ(run({"check", doubtful, "--warnings-as-errors"}).exit, 1);
}

TEST_F(CommandLineTest, RulesWithErrorsAreToldOnStderr) {
    const std::string bad = write("bad.yaml", "rulez: []\n");
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"decide", "--rules", bad}, {"explain", "--rules", bad, "--slot", "x"}, {"test", bad}}) {
        const Ran ran = run(words);
        EXPECT_EQ(ran.exit, 1);
        EXPECT_EQ(ran.out, "");
        EXPECT_TRUE(has(ran.err, "error: ") && has(ran.err, "rulez")) << ran.err;
    }
}

constexpr std::string_view passing = R"(tests:
  - name: an evening with a full cart
    at: 2026-11-21T20:15
    given: {behaviour: {cart_value: 80}, consent: {behaviour: true, at: 2026-10-02}}
    expect: {hero: late}
)";

TEST_F(CommandLineTest, RunsRuleTests) {
    const Ran ran = test(passing);
    EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
    EXPECT_EQ(ran.out, "1 of 1 tests passed\n");
}

TEST_F(CommandLineTest, AFailedTestShowsExpectedGotAndWhy) {
    const Ran ran = test(R"(tests:
  - name: no consent
    at: 2026-11-21T20:15
    given: {behaviour: {cart_value: 80}}
    expect: {hero: late}
)");
    EXPECT_EQ(ran.exit, 1);
    EXPECT_TRUE(has(ran.out,
                    "shop.test.yaml:2: failed: no consent\n  expected  hero: rule `late`\n"
                    "  got       hero: content `welcome` (DEFAULT)\n"))
        << ran.out;
    EXPECT_TRUE(has(ran.out,
                    "rule `late` (shop.yaml:6) asks for what is not known: `when.behaviour.cart_value` is "
                    "unknown (shop.yaml:6)"))
        << ran.out;
    EXPECT_TRUE(has(ran.out, "0 of 1 tests passed\n"));
}

TEST_F(CommandLineTest, WithoutABucketEveryDrawCounts) {
    // One in a million draws, and none of the hundred buckets, shows the quiz.
    const std::string common = R"(tests:
  - name: always the sale
    at: 2026-11-21T20:15
    given: {page: {section: sport}BUCKET}
    expect: {sidebar: {content: sale}}
)";
    const auto with = [&](const std::string& bucket) {
        std::string tests = common;
        return test(tests.replace(tests.find("BUCKET"), 6, bucket));
    };
    EXPECT_EQ(with("").exit, 1);
    EXPECT_TRUE(has(with("").out, "got       sidebar: rule `split` with content `quiz` (SPLIT)"))
        << with("").out;
    EXPECT_EQ(with(", bucket: 42").exit, 0) << with(", bucket: 42").out;
}

TEST_F(CommandLineTest, CoverageNamesWhatNothingTried) {
    const Ran ran = test(passing, true);
    EXPECT_EQ(ran.exit, 0);
    EXPECT_EQ(ran.out,
              "shop.yaml:4: `time.hour` of segment `evening` was never false\n"
              "shop.yaml:6: `behaviour.cart_value` of rule `late` was never false\n"
              "shop.yaml:7: rule `split` never matched\n"
              "shop.yaml:7: `page.section` of rule `split` was never true nor false\n"
              "1 of 1 tests passed\n");
    const Ran full = test(std::string(passing) + R"(  - name: a morning with an empty cart
    at: 2026-11-21T10:15
    given: {behaviour: {cart_value: 0}, consent: {behaviour: true, at: 2026-10-02}, page: {section: sport}, bucket: 3}
    expect: {hero: {content: welcome}, sidebar: split}
  - name: news
    at: 2026-11-21T10:15
    given: {page: {section: news}}
    expect: {sidebar: none}
)",
                          true);
    EXPECT_TRUE(has(full.out, "every rule matched, and every test of a condition was true and false\n"))
        << full.out;
}

TEST_F(CommandLineTest, BadTestsAreIssues) {
    const Ran ran = test("tests:\n  - {name: x, at: 2026-11-21T10:15, expect: {herro: late}}\n");
    EXPECT_EQ(ran.exit, 1);
    EXPECT_TRUE(has(ran.err, "did you mean `hero`?")) << ran.err;
}

TEST_F(CommandLineTest, TheSchemaIsPrinted) {
    const Ran ran = run({"schema"});
    EXPECT_EQ(ran.exit, 0);
    EXPECT_TRUE(has(ran.out, "json-schema.org")) << ran.out.substr(0, 200);
}

}  // namespace
}  // namespace passerby::cli
