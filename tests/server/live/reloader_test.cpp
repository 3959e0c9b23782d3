// Rules that change under a running reloader: what is published, what is refused, who is told.
#include "server/live/reloader.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <condition_variable>
#include <fstream>
#include <optional>

namespace passerby::live {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string rules_with(const std::string& slot) {
    return "slots:\n  " + slot + ": {}\n";
}

// Collects what is reported, and lets a test wait for the next.
class Reports {
  public:
    void add(const Reload& reload) {
        const std::lock_guard lock(guard_);
        waiting_.push_back(reload);
        arrived_.notify_one();
    }
    std::optional<Reload> next() {
        std::unique_lock lock(guard_);
        if (!arrived_.wait_for(lock, 10s, [&] { return !waiting_.empty(); })) return std::nullopt;
        Reload first = waiting_.front();
        waiting_.erase(waiting_.begin());
        return first;
    }

  private:
    std::mutex guard_;
    std::condition_variable arrived_;
    std::vector<Reload> waiting_;
};

class ReloaderTest : public testing::Test {
  protected:
    ReloaderTest() {
        std::string name = (fs::temp_directory_path() / "passerby-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        write("a.yaml", rules_with("hero"));
        reloader_.emplace(std::vector<fs::path>{folder_});
        first_ = reloader_->load();
        live_.emplace(first_.rules);
        reloader_->start(*live_, [&](const Reload& reload) { reports_.add(reload); });
    }
    ~ReloaderTest() override {
        reloader_->stop();
        fs::remove_all(folder_);
    }

    // Beside, then renamed into place: no reload sees half of it.
    void write(const std::string& name, const std::string& text) {
        std::ofstream(folder_ / ".new") << text;
        fs::rename(folder_ / ".new", folder_ / name);
    }

    fs::path folder_;
    Reports reports_;
    std::optional<Reloader> reloader_;
    Reload first_;
    std::optional<LiveRules> live_;
};

TEST_F(ReloaderTest, publishes_what_changes) {
    ASSERT_EQ(first_.outcome, Reload::Outcome::published);
    EXPECT_TRUE(live_->current()->find_slot("hero"));
    write("a.yaml", rules_with("sidebar"));
    const auto report = reports_.next();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->outcome, Reload::Outcome::published);
    EXPECT_TRUE(live_->current()->find_slot("sidebar"));
    EXPECT_FALSE(live_->current()->find_slot("hero"));
}

TEST_F(ReloaderTest, keeps_what_is_in_force_where_the_new_is_broken) {
    const std::string before(live_->current()->revision());
    write("a.yaml", "slotz: {}\n");
    const auto refused = reports_.next();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->outcome, Reload::Outcome::refused);
    EXPECT_FALSE(refused->issues.empty());
    EXPECT_EQ(live_->current()->revision(), before);
    write("a.yaml", rules_with("footer"));
    EXPECT_EQ(reports_.next()->outcome, Reload::Outcome::published);
}

TEST_F(ReloaderTest, keeps_what_is_in_force_where_the_files_vanish) {
    fs::rename(folder_, folder_.string() + "-gone");
    const auto refused = reports_.next();
    fs::rename(folder_.string() + "-gone", folder_);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->outcome, Reload::Outcome::refused);
    EXPECT_TRUE(refused->unreadable);
    EXPECT_TRUE(live_->current()->find_slot("hero"));
}

TEST_F(ReloaderTest, tells_that_nothing_changed) {
    reloader_->ask();
    EXPECT_EQ(reports_.next()->outcome, Reload::Outcome::unchanged);
    EXPECT_EQ(reloader_->reload().outcome, Reload::Outcome::unchanged);
}

TEST(Reloader, refuses_a_first_set_that_is_broken_or_missing) {
    const Reload missing = Reloader({"/nowhere/at/all"}).load();
    EXPECT_EQ(missing.outcome, Reload::Outcome::refused);
    EXPECT_TRUE(missing.unreadable);
    EXPECT_FALSE(missing.issues.empty());
}

}  // namespace
}  // namespace passerby::live
