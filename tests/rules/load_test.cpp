#include "rules/load.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/rules/loading.hpp"

namespace passerby::rules {
namespace {

namespace fs = std::filesystem;

// A folder of its own for one test, gone after it.
class LoadFolder : public testing::Test {
  protected:
    void SetUp() override {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = fs::path(testing::TempDir()) / ("passerby-load-" + std::string(test->name()));
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name, std::ios::binary) << text;
    }
    Loaded load_folder() { return load(std::vector<fs::path>{folder_}, {.now = test_now}); }

    fs::path folder_;
};

TEST_F(LoadFolder, reads_all_files_of_a_folder_as_one_set_in_the_order_of_their_paths) {
    write("b.yaml", "rules: [{id: second, slot: hero, show: welcome}]\n");
    write("a/z.yml", "rules: [{id: first, slot: hero, show: welcome}]\nslots: {hero: {}}\n");
    write("c.yaml", "content: {welcome: {}}\n");
    write("c.test.yaml", "this is no rule file");
    const Loaded loaded = load_folder();
    ASSERT_TRUE(loaded.rule_set) << loaded.issues.front().message;
    EXPECT_EQ(loaded.rule_set->files, (std::vector<std::string>{"a/z.yml", "b.yaml", "c.yaml"}));
    ASSERT_EQ(loaded.rule_set->rules.size(), 2u);
    EXPECT_EQ(loaded.rule_set->rules[0].id, "first");
    EXPECT_EQ(loaded.rule_set->rules[1].place, (engine::Place{1, 1, 9}));
    EXPECT_EQ(loaded.sources.size(), 3u);
}

TEST_F(LoadFolder, names_both_places_where_files_disagree) {
    write("a.yaml", "timezone: Europe/Berlin\nslots:\n  hero: {}\n");
    write("b.yaml", "timezone: Europe/Paris\nslots:\n  hero: {fallback: x}\ncontent: {x: {}}\n");
    const Loaded loaded = load_folder();
    EXPECT_FALSE(loaded.rule_set);
    ASSERT_EQ(loaded.issues.size(), 2u);
    EXPECT_EQ(loaded.issues[0].file, "b.yaml");
    EXPECT_EQ(loaded.issues[0].code, "two-timezones");
    EXPECT_NE(loaded.issues[0].message.find("`a.yaml:1:11`"), std::string::npos) << loaded.issues[0].message;
    EXPECT_EQ(loaded.issues[1].code, "duplicate-id");
    EXPECT_NE(loaded.issues[1].message.find("`a.yaml:3:3`"), std::string::npos) << loaded.issues[1].message;
}

TEST_F(LoadFolder, a_broken_file_does_not_make_the_names_of_its_neighbours_unknown) {
    write("a.yaml", "content: {welcome: {data: [}}\n");
    write("b.yaml", "slots: {hero: {fallback: welcome, count: 0}}\n");
    const Loaded loaded = load_folder();
    ASSERT_EQ(loaded.issues.size(), 2u);
    EXPECT_EQ(loaded.issues[0].file, "a.yaml");
    EXPECT_EQ(loaded.issues[1].code, "out-of-range");
    EXPECT_FALSE(loaded.unreadable);
}

TEST_F(LoadFolder, says_what_cannot_be_read) {
    const Loaded loaded = load(std::vector<fs::path>{folder_ / "nowhere"}, {.now = test_now});
    EXPECT_TRUE(loaded.unreadable);
    EXPECT_FALSE(loaded.rule_set);
    EXPECT_EQ(loaded.issues.at(0).code, "unreadable");
}

TEST_F(LoadFolder, a_loader_keeps_files_whose_bytes_are_the_same) {
    write("a.yaml", "slots: {hero: {fallback: x}}\n");
    write("b.yaml", "content: {x: {}}\n");
    Loader loader;
    const std::vector<fs::path> paths{folder_};
    const Loaded first = loader.load(paths, {.now = test_now});
    write("b.yaml", "content: {x: {data: {a: 1}}}\n");
    const Loaded second = loader.load(paths, {.now = test_now});
    ASSERT_TRUE(first.rule_set && second.rule_set);
    EXPECT_EQ(first.sources[0].get(), second.sources[0].get()) << "a.yaml was read again";
    EXPECT_NE(first.sources[1].get(), second.sources[1].get());
    EXPECT_EQ(second.rule_set->contents[0].data, R"({"a":1})");
    EXPECT_NE(first.rule_set->revision, second.rule_set->revision);
}

TEST(LoadText, an_empty_rule_set_is_a_rule_set) {
    for (const char* text : {"", "# nothing yet\n", "rules:\n", "rules: []\nslots: {}\ncontent:\n"}) {
        const Loaded loaded = load_set(text);
        EXPECT_TRUE(loaded.rule_set) << text;
        EXPECT_TRUE(loaded.issues.empty()) << text;
    }
}

TEST(LoadText, the_revision_names_these_very_files) {
    const auto revision = [](std::vector<std::pair<std::string, std::string>> files) {
        std::vector<Source> sources;
        for (auto& [name, text] : files) { sources.emplace_back(name, text); }
        return Loader().load_texts(std::move(sources)).rule_set->revision;
    };
    const std::string one = revision({{"a", "#x"}, {"b", "#y"}});
    EXPECT_EQ(one.size(), 32u);
    EXPECT_EQ(one.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_EQ(one, revision({{"b", "#y"}, {"a", "#x"}})) << "the order of the set is that of its names";
    EXPECT_NE(one, revision({{"a", "#x#y"}, {"b", ""}}));
    EXPECT_NE(one, revision({{"a", "#x"}, {"c", "#y"}}));
    EXPECT_NE(one, revision({{"a", "#x"}}));
}

}  // namespace
}  // namespace passerby::rules
