#include "rules/files.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>

#include "engine/limits.hpp"

namespace passerby::rules {
namespace {

namespace fs = std::filesystem;

// A folder of its own for each test, gone afterwards.
class Files : public testing::Test {
  protected:
    Files() {
        std::string pattern = (fs::temp_directory_path() / "passerby-files-XXXXXX").string();
        root_ = mkdtemp(pattern.data());
    }
    ~Files() override { fs::remove_all(root_); }

    fs::path write(const std::string& name, std::string_view text = "rules: []\n") {
        const fs::path path = root_ / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }
    std::vector<std::string> rule_files(std::vector<fs::path> paths) {
        return names(find_rule_files(paths, issues_));
    }
    std::vector<std::string> test_files(std::vector<fs::path> paths) {
        return names(find_test_files(paths, issues_));
    }
    static std::vector<std::string> names(const std::vector<FoundFile>& found) {
        std::vector<std::string> names;
        for (const FoundFile& file : found) { names.push_back(file.name); }
        return names;
    }

    using Names = std::vector<std::string>;
    fs::path root_;
    std::vector<Issue> issues_;
};

TEST_F(Files, of_a_folder_at_any_depth_in_the_order_of_their_paths_bytes) {
    for (const char* name : {"b.yaml", "a/z.yml", "a-b.yaml", "a.yaml", "B.yaml", "a/deep/er/c.yaml"}) {
        write(name);
    }
    EXPECT_EQ(rule_files({root_}),
              (Names{"B.yaml", "a-b.yaml", "a.yaml", "a/deep/er/c.yaml", "a/z.yml", "b.yaml"}));
    EXPECT_TRUE(issues_.empty());
}

TEST_F(Files, leave_out_tests_other_endings_and_what_begins_with_a_dot) {
    for (const char* name :
         {"a.yaml", "a.test.yaml", "b.test.yml", "readme.md", "c.yaml.bak", ".hidden.yaml", ".git/x.yaml"}) {
        write(name);
    }
    EXPECT_EQ(rule_files({root_}), Names{"a.yaml"});
    EXPECT_EQ(test_files({root_}), (Names{"a.test.yaml", "b.test.yml"}));
}

TEST_F(Files, follow_links_as_mounted_configuration_has_them_and_end_in_a_circle_of_them) {
    write("..2026/shop.yaml");
    write("..2026/more/extra.yaml");
    fs::create_symlink("..2026", root_ / "..data");
    fs::create_symlink("..data/shop.yaml", root_ / "shop.yaml");
    fs::create_symlink("..data/more", root_ / "more");
    EXPECT_EQ(rule_files({root_}), (Names{"more/extra.yaml", "shop.yaml"}));
    fs::create_symlink(".", root_ / "circle");
    (void)rule_files({root_});
    ASSERT_FALSE(issues_.empty());
    EXPECT_EQ(issues_[0].code, "unreadable");
}

TEST_F(Files, a_single_file_is_a_set_and_its_tests_lie_beside_it) {
    write("shop.yaml");
    write("shop.test.yaml");
    write("other.test.yaml");
    EXPECT_EQ(rule_files({root_ / "shop.yaml"}), Names{"shop.yaml"});
    EXPECT_EQ(test_files({root_ / "shop.yaml"}), Names{"shop.test.yaml"});
    EXPECT_EQ(rule_files({root_ / "shop.test.yaml"}), Names{});
    EXPECT_EQ(test_files({root_ / "shop.yaml", root_ / "shop.test.yaml"}).size(), 1u);
}

TEST_F(Files, several_paths_are_one_set_whose_names_stay_apart) {
    write("one/a.yaml");
    write("two/a.yaml");
    const std::string root = root_.generic_string();
    EXPECT_EQ(rule_files({root_ / "two", root_ / "one"}),
              (Names{root + "/one/a.yaml", root + "/two/a.yaml"}));
    EXPECT_EQ(rule_files({root_ / "one", root_ / "one/a.yaml"}), Names{root + "/one/a.yaml"});
}

TEST_F(Files, a_missing_path_is_told_and_the_others_are_found) {
    write("a.yaml");
    EXPECT_EQ(rule_files({root_ / "nowhere", root_ / "a.yaml"}).size(), 1u);
    ASSERT_EQ(issues_.size(), 1u);
    EXPECT_EQ(issues_[0].code, "unreadable");
    EXPECT_NE(issues_[0].message.find("does not exist"), std::string::npos);
}

TEST_F(Files, reads_bytes_as_they_are) {
    const std::string bytes("a: \xFF\0b\r\n", 8);
    EXPECT_EQ(read_file({write("a.yaml", bytes), "a.yaml"}, issues_), bytes);
    EXPECT_EQ(read_file({write("b.yaml", ""), "b.yaml"}, issues_), "");
    EXPECT_TRUE(issues_.empty());
}

TEST_F(Files, reads_up_to_the_limit_and_not_beyond) {
    const fs::path path = write("big.yaml", "");
    fs::resize_file(path, engine::limits::file_bytes_max);
    EXPECT_TRUE(read_file({path, "big.yaml"}, issues_).has_value());
    fs::resize_file(path, engine::limits::file_bytes_max + 1);
    EXPECT_FALSE(read_file({path, "big.yaml"}, issues_).has_value());
    ASSERT_EQ(issues_.size(), 1u);
    EXPECT_EQ(issues_[0].code, "file-too-large");
}

TEST_F(Files, a_folder_or_a_missing_file_cannot_be_read) {
    EXPECT_FALSE(read_file({root_, "x"}, issues_).has_value());
    EXPECT_FALSE(read_file({root_ / "gone", "gone"}, issues_).has_value());
    EXPECT_EQ(issues_.size(), 2u);
}

}  // namespace
}  // namespace passerby::rules
