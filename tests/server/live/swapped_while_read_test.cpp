// Files that are replaced while they are read: what comes into force is never half of one set and half of
// another.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <atomic>
#include <fstream>
#include <set>
#include <thread>

#include "server/live/reloader.hpp"

namespace passerby::live {
namespace {

namespace fs = std::filesystem;

constexpr int files = 100, reloads = 40;

// A release: a folder of many files, all of which say the same word.
void write_release(const fs::path& folder, const std::string& word) {
    fs::create_directories(folder);
    for (int i = 0; i < files; ++i) {
        std::ofstream(folder / (std::to_string(i) + ".yaml"))
            << "slots:\n  slot-" << i << ": {}\n# " << word << '\n';
    }
}

class SwappedWhileReadTest : public testing::Test {
  protected:
    SwappedWhileReadTest() {
        std::string name = (fs::temp_directory_path() / "passerby-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        for (const char* release : {"one", "two"}) { write_release(folder_ / release, release); }
        fs::create_symlink("one", folder_ / "now");
    }
    ~SwappedWhileReadTest() override { fs::remove_all(folder_); }

    void swap_to(const char* release) const {
        fs::create_symlink(release, folder_ / "next");
        fs::rename(folder_ / "next", folder_ / "now");
    }
    std::string revision_of(const char* release) const {
        return std::string(Reloader({folder_ / release}).load().rules->revision());
    }

    fs::path folder_;
};

TEST_F(SwappedWhileReadTest, what_is_in_force_is_one_of_both) {
    const std::set<std::string> whole = {revision_of("one"), revision_of("two")};
    ASSERT_EQ(whole.size(), 2u);
    Reloader reloader({folder_ / "now"});
    LiveRules live(reloader.load().rules);
    reloader.start(live, [](const Reload&) {});
    std::atomic<bool> done = false;
    std::thread releasing([&] {
        while (!done) {
            for (const char* release : {"two", "one"}) {
                swap_to(release);
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
            }
        }
    });
    for (int i = 0; i < reloads; ++i) {
        reloader.reload();
        EXPECT_TRUE(whole.contains(std::string(live.current()->revision()))) << "reload " << i;
    }
    done = true;
    releasing.join();
    const Reload last = reloader.reload();
    reloader.stop();
    EXPECT_NE(last.outcome, Reload::Outcome::refused);
    EXPECT_EQ(live.current()->revision(), revision_of("one"));
}

}  // namespace
}  // namespace passerby::live
