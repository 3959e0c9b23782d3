// The ways in which editors and mounts change a file, in a real folder.
#include "server/live/folder_watch.hpp"

#include <gtest/gtest.h>
#include <poll.h>
#include <stdlib.h>

#include <fstream>
#include <string>

#include "server/live/fingerprint.hpp"

namespace passerby::live {
namespace {

namespace fs = std::filesystem;

class FolderWatchTest : public testing::Test {
  protected:
    FolderWatchTest() {
        std::string name = (fs::temp_directory_path() / "passerby-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        fs::create_directories(folder_ / "rules/inner");
        write("rules/a.yaml", "a");
        write("rules/inner/b.yaml", "b");
    }
    ~FolderWatchTest() override { fs::remove_all(folder_); }

    void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }

    // Whether the change is noticed, by event and by fingerprint.
    template <class Change>
    bool notices(const fs::path& watched, Change change) {
        FolderWatch watch({watched});
        const std::vector<fs::path> paths{watched};
        const Fingerprint before = take_fingerprint(paths);
        EXPECT_FALSE(watch.take());
        change();
        pollfd waiting{watch.descriptor(), POLLIN, 0};
        const bool told = ::poll(&waiting, 1, 1'000) == 1 && watch.take();
        return told && take_fingerprint(paths) != before;
    }

    fs::path folder_;
};

TEST_F(FolderWatchTest, a_file_written_in_place) {
    EXPECT_TRUE(notices(folder_ / "rules", [&] { write("rules/a.yaml", "changed"); }));
}

TEST_F(FolderWatchTest, a_file_in_a_folder_within) {
    EXPECT_TRUE(notices(folder_ / "rules", [&] { write("rules/inner/b.yaml", "changed"); }));
}

TEST_F(FolderWatchTest, a_file_renamed_into_place) {
    write("a.new", "b");  // the same size
    EXPECT_TRUE(notices(folder_ / "rules", [&] { fs::rename(folder_ / "a.new", folder_ / "rules/a.yaml"); }));
}

TEST_F(FolderWatchTest, a_new_file_and_one_that_goes) {
    EXPECT_TRUE(notices(folder_ / "rules", [&] { write("rules/c.yaml", "c"); }));
    EXPECT_TRUE(notices(folder_ / "rules", [&] { fs::remove(folder_ / "rules/c.yaml"); }));
}

TEST_F(FolderWatchTest, a_single_file_that_is_the_path) {
    EXPECT_TRUE(notices(folder_ / "rules/a.yaml", [&] { write("rules/a.yaml", "changed"); }));
}

// Mounted configuration: the names are links through `..data`, which is swapped for another.
TEST_F(FolderWatchTest, a_swapped_link_within) {
    fs::create_directories(folder_ / "mount/..1");
    fs::create_directories(folder_ / "mount/..2");
    write("mount/..1/a.yaml", "old");
    write("mount/..2/a.yaml", "new");
    fs::create_directory_symlink("..1", folder_ / "mount/..data");
    fs::create_symlink("..data/a.yaml", folder_ / "mount/a.yaml");
    EXPECT_TRUE(notices(folder_ / "mount", [&] {
        fs::create_directory_symlink("..2", folder_ / "mount/..data_new");
        fs::rename(folder_ / "mount/..data_new", folder_ / "mount/..data");
    }));
}

TEST_F(FolderWatchTest, a_swapped_link_that_is_the_path) {
    fs::create_directories(folder_ / "next");
    write("next/a.yaml", "new");
    fs::create_directory_symlink("rules", folder_ / "current");
    EXPECT_TRUE(notices(folder_ / "current", [&] {
        fs::create_directory_symlink("next", folder_ / "current_new");
        fs::rename(folder_ / "current_new", folder_ / "current");
    }));
}

TEST_F(FolderWatchTest, not_a_file_that_is_still_being_written) {
    FolderWatch watch({folder_ / "rules"});
    std::ofstream file(folder_ / "rules/c.yaml");
    file << "c" << std::flush;
    EXPECT_FALSE(watch.take());
    file.close();
    EXPECT_TRUE(watch.take());
}

}  // namespace
}  // namespace passerby::live
