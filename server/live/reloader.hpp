// From rule files to the rules in force, at the start and whenever they change.
//
// read ─▶ issues? keep what is in force, report : compile ─▶ publish, report. A thread of its own waits for
// changes of the files and for requests to reload; whoever asks meanwhile waits for the lock.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "rules/issue.hpp"
#include "rules/load.hpp"
#include "server/live/fingerprint.hpp"
#include "server/live/live_rules.hpp"

namespace passerby::live {

struct Reload {
    enum class Outcome : std::uint8_t { published, unchanged, refused };
    Outcome outcome = Outcome::refused;
    RulesReference rules;              // those now in force; none only where the first load is refused
    std::vector<rules::Issue> issues;  // why it was refused
    std::vector<std::shared_ptr<const rules::Source>> sources;  // of a refused set, to show its lines
    bool unreadable = false;                                    // a path is missing or cannot be read
    std::chrono::nanoseconds took{0};
};

class Reloader {
  public:
    // `report` is called after each reload, by one thread at a time, before anybody can ask for the next.
    using Report = std::function<void(const Reload&)>;

    explicit Reloader(std::vector<std::filesystem::path> paths);
    ~Reloader();
    Reloader(const Reloader&) = delete;
    Reloader& operator=(const Reloader&) = delete;

    // The first rules; nobody is told.
    Reload load();
    // From now on: publishes to `live`, and watches the files.
    void start(LiveRules& live, Report report);
    void stop();

    // Reads the files now, on this thread. After start().
    Reload reload();
    // Has the watching thread do so, without waiting for it.
    void ask();

  private:
    class Watcher;

    bool read_whole(rules::Loaded& loaded);
    Reload read(rules::Loaded& loaded, std::size_t threads);
    void check_files();
    void check_now_and_then();
    Reload reload_locked();
    void drop_retired();

    std::vector<std::filesystem::path> paths_;
    std::mutex loading_;  // guards all below but the watcher
    rules::Loader loader_;
    Fingerprint seen_ = 0;
    Fingerprint seen_before_ = 0;
    int retry_after_ = 0;  // looks; none: what is wrong is in the files, and stays so until they change
    int looks_ = 0;
    bool told_ = true;  // whether the last report went well: else what is in force is told again
    LiveRules* live_ = nullptr;
    Report report_;
    // Taking a large set apart takes time that no worker should spend: it is dropped here, once the last
    // worker has let go of it.
    std::vector<RulesReference> retired_;
    std::unique_ptr<Watcher> watcher_;
};

}  // namespace passerby::live
