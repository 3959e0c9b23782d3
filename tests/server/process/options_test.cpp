// The configuration: what it says by default, what wins over what, and what is said of mistakes.
#include "server/options.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <map>
#include <ostream>

#include "server/option_keys.hpp"

namespace passerby {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class OptionsTest : public testing::Test {
  protected:
    OptionsTest() {
        std::string name = (fs::temp_directory_path() / "passerby-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
    }
    ~OptionsTest() override { fs::remove_all(folder_); }

    std::string write(const std::string& name, const std::string& text) {
        std::ofstream(folder_ / name) << text;
        return (folder_ / name).string();
    }
    LoadedOptions load(const std::string& text) {
        flags_.config = write("passerby.yaml", text);
        return load_options(flags_, [this](const std::string& name) -> std::optional<std::string> {
            const auto found = environment_.find(name);
            return found == environment_.end() ? std::nullopt : std::optional(found->second);
        });
    }
    // The first issue as `LINE:COLUMN CODE`, or `none`.
    std::string first_issue(const std::string& text) {
        const LoadedOptions loaded = load(text);
        if (loaded.issues.empty()) return "none";
        const rules::Issue& issue = loaded.issues.front();
        return std::to_string(issue.line) + ":" + std::to_string(issue.column) + " " + issue.code;
    }

    fs::path folder_;
    cli::ServeFlags flags_;
    std::map<std::string, std::string> environment_;
};

TEST_F(OptionsTest, has_defaults) {
    const LoadedOptions loaded = load("");
    EXPECT_TRUE(loaded.issues.empty());
    EXPECT_EQ(loaded.options.listen, "127.0.0.1:8080");
    EXPECT_EQ(loaded.options.limits.body_bytes, 65'536u);
}

TEST_F(OptionsTest, reads_every_kind_of_value) {
    const LoadedOptions loaded = load(R"(
listen: "*:80"
threads: 3
strict: true
cors_origins: [https://a.example, "http://b.example:8080"]
manifest: names
cache_max: 5m
answer: {why: false}
consent: {tcf: 52, max_age: 30d}
limits:
  header_bytes: 32KiB
  body_bytes: 100000
  drain_delay: 250ms
guard: {min_reach: 12.5}
shares:
  device.type: {phone: 0.6, tv: 0.02}
log: {level: error, format: json}
)");
    ASSERT_TRUE(loaded.issues.empty()) << loaded.issues.front().message;
    const Options& options = loaded.options;
    EXPECT_EQ(options.listen, "*:80");
    EXPECT_EQ(options.threads, 3u);
    EXPECT_TRUE(options.strict);
    EXPECT_EQ(options.cors_origins, (std::vector<std::string>{"https://a.example", "http://b.example:8080"}));
    EXPECT_EQ(options.manifest, Options::Manifest::names);
    EXPECT_EQ(options.cache_max, 300s);
    EXPECT_FALSE(options.answer.why);
    EXPECT_TRUE(options.answer.rule);
    EXPECT_EQ(options.consent.tcf_vendor, 52);
    EXPECT_EQ(options.consent.max_age, std::chrono::days{30});
    EXPECT_EQ(options.limits.header_bytes, 32'768u);
    EXPECT_EQ(options.limits.body_bytes, 100'000u);
    EXPECT_EQ(options.limits.drain_delay, 250ms);
    EXPECT_EQ(options.guard.min_reach, 12.5);
    EXPECT_EQ(options.guard.shares.at("device.type").at("phone"), 0.6);
}

TEST_F(OptionsTest, lets_flags_win_over_the_environment_and_that_over_the_file) {
    environment_ = {{"PASSERBY_LISTEN", "127.0.0.1:2"},
                    {"PASSERBY_ADMIN_LISTEN", "127.0.0.1:3"},
                    {"PASSERBY_CORS_ORIGINS", "https://a.example, https://b.example"},
                    {"PASSERBY_SERVICE_HOST", "10.0.0.1"}};
    flags_.listen = "127.0.0.1:1";
    const LoadedOptions loaded = load("listen: 127.0.0.1:9\nadmin: {listen: 127.0.0.1:9}\nthreads: 5\n");
    ASSERT_TRUE(loaded.issues.empty());
    EXPECT_EQ(loaded.options.listen, "127.0.0.1:1");
    EXPECT_EQ(loaded.options.admin.listen, "127.0.0.1:3");
    EXPECT_EQ(loaded.options.threads, 5u);
    EXPECT_EQ(loaded.options.cors_origins.size(), 2u);
}

TEST_F(OptionsTest, names_the_place_and_the_nearest_key) {
    const LoadedOptions loaded = load("limits:\n  body_bites: 1KiB\n");
    ASSERT_EQ(loaded.issues.size(), 1u);
    EXPECT_EQ(loaded.issues.front().line, 2u);
    EXPECT_EQ(loaded.issues.front().column, 3u);
    EXPECT_EQ(loaded.issues.front().code, "unknown-key");
    EXPECT_EQ(loaded.issues.front().hint, "did you mean `limits.body_bytes`?");
    EXPECT_EQ(load("lisen: 127.0.0.1:1\n").issues.front().hint, "did you mean `listen`?");
}

TEST_F(OptionsTest, says_everything_that_is_wrong_at_once) {
    EXPECT_EQ(load("strict: maybe\nthreads: -1\nlistne: a\ncache_max: 60\n").issues.size(), 4u);
}

struct Mistake {
    std::string text, issue;
};
std::ostream& operator<<(std::ostream& out, const Mistake& mistake) {
    return out << mistake.text;
}
class OptionsMistake : public OptionsTest, public testing::WithParamInterface<Mistake> {};

TEST_P(OptionsMistake, is_an_error_at_its_place) {
    EXPECT_EQ(first_issue(GetParam().text), GetParam().issue);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, OptionsMistake,
    testing::Values(
        Mistake{"listen: 8080", "1:9 bad-value"}, Mistake{"listen: [a]", "1:9 bad-value"},
        Mistake{"listen: example.org:80", "1:9 bad-value"}, Mistake{"cache_max: 60", "1:12 bad-value"},
        Mistake{"cache_max: 2d", "1:12 bad-value"}, Mistake{"cache_max: 1500ms", "1:12 bad-value"},
        Mistake{"retention: 36h", "1:12 bad-value"}, Mistake{"consent: {max_age: 391d}", "1:20 bad-value"},
        Mistake{"consent: {tcf: someone}", "1:16 bad-value"},
        Mistake{"limits: {body_bytes: 1KB}", "1:22 bad-value"},
        Mistake{"limits: {body_bytes: 99999999999999999999}", "1:22 bad-value"},
        Mistake{"limits: {connections: 0}", "1:23 bad-value"}, Mistake{"limits: 5", "1:9 bad-value"},
        Mistake{"limits: {drain: {}}", "1:17 bad-value"}, Mistake{"cors_origins: \"*\"", "1:15 bad-value"},
        Mistake{"cors_origins: [https://a.example/path]", "1:16 bad-value"},
        Mistake{"trusted_proxies: [10.0.0.0/33]", "1:19 bad-value"}, Mistake{"strict: yes", "1:9 bad-value"},
        Mistake{"manifest: none", "1:11 bad-value"},
        Mistake{"shares: {device.type: {tv: 2}}", "1:28 bad-value"},
        Mistake{"shares: {device.typo: {tv: 0.2, phone: 0.9}, device.tipe: 1}", "1:59 bad-value"},
        Mistake{"shares: {device.type: {television: 0.2}}", "1:24 bad-value"},
        Mistake{"shares: {device.type: {tv: 0.2, phone: 0.9}}", "1:10 bad-value"},
        Mistake{"shares: {pag.section: {sport: 0.2}}", "1:10 bad-value"},
        Mistake{"shares: {time.window: {mon: 0.2}}", "1:10 bad-value"},
        Mistake{"shares: {time.hour: {25: 0.2}}", "1:22 bad-value"},
        Mistake{"shares: {location.country: {UK: 0.2}}", "1:29 bad-value"},
        Mistake{"shares: {behaviour.cart_items: {1-5: 0.2, 3-9: 0.2}}", "1:10 bad-value"},
        Mistake{"shares: [a]", "1:9 bad-value"}, Mistake{"log: {level: debug}", "1:14 bad-value"},
        Mistake{"- a", "1:1 bad-value"}, Mistake{"tls: {certificate: a}", "0:0 half-tls"},
        Mistake{"admin: {tls: {key: b}}", "0:0 half-tls"},
        Mistake{"admin: {listen: 0.0.0.0:8081}", "0:0 open-admin"},
        Mistake{"admin: {tokens_file: /nowhere/at/all}", "0:0 unreadable"}));

TEST_F(OptionsTest, wants_a_configuration_that_can_be_read) {
    flags_.config = (folder_ / "missing.yaml").string();
    const auto nothing = [](const std::string&) { return std::nullopt; };
    EXPECT_EQ(load_options(flags_, nothing).issues.front().code, "unreadable");
    flags_.config = folder_.string();
    EXPECT_EQ(load_options(flags_, nothing).issues.front().code, "unreadable");
    EXPECT_EQ(first_issue(std::string(2u << 20, 'a')), "0:0 too-large");
}

TEST_F(OptionsTest, opens_the_admin_listener_only_to_who_has_a_token) {
    const std::string tokens =
        write("tokens", "# our team\n\nann operator 0123456789abcdef\r\nbob viewer fedcba9876543210\n");
    const LoadedOptions loaded = load("admin: {listen: \"0.0.0.0:8081\", tokens_file: " + tokens + "}\n");
    ASSERT_TRUE(loaded.issues.empty()) << loaded.issues.front().message;
    ASSERT_EQ(loaded.options.admin.tokens.size(), 2u);
    EXPECT_EQ(loaded.options.admin.tokens[0].name, "ann");
    EXPECT_EQ(loaded.options.admin.tokens[0].role, api::Role::operator_);
    EXPECT_EQ(loaded.options.admin.tokens[0].secret, "0123456789abcdef");
    environment_["PASSERBY_ADMIN_TOKENS"] = "eve editor 0123456789abcdeffedcba9876543210";
    EXPECT_TRUE(load("admin: {listen: \"0.0.0.0:8081\"}\n").issues.empty());
}

TEST_F(OptionsTest, never_repeats_a_token) {
    const std::string secret = "hunter2hunter2hunter2";
    const std::string tokens =
        write("tokens", "ann boss " + secret + "\nann viewer " + secret + " more\nann viewer short\n");
    const LoadedOptions loaded = load("admin: {tokens_file: " + tokens + "}\n");
    ASSERT_EQ(loaded.issues.size(), 3u);
    for (std::uint32_t line = 1; line <= 3; ++line) {
        const rules::Issue& issue = loaded.issues[line - 1];
        EXPECT_EQ(issue.line, line);
        EXPECT_EQ(issue.message.find(secret), std::string::npos);
        EXPECT_EQ(issue.hint.find(secret), std::string::npos);
    }
}

// The example is the reference of all keys: it loads, says what is the default anyway, and leaves none out.
TEST(ExampleConfiguration, loads_and_names_every_key) {
    const fs::path path = fs::path(PASSERBY_SOURCE_DIR) / "deploy/passerby.example.yaml";
    const LoadedOptions loaded = load_options_file(path);
    EXPECT_TRUE(loaded.issues.empty()) << loaded.issues.front().message;
    std::ifstream file(path);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    for (const OptionKey& key : option_keys()) {
        const std::string_view name = key.path.substr(key.path.rfind('.') + 1);
        EXPECT_NE(text.find(std::string(name) + ":"), std::string::npos) << key.path;
    }
}

}  // namespace
}  // namespace passerby
