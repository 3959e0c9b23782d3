#include "server/live/reloader.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <new>
#include <utility>

#include "engine/compile.hpp"
#include "server/live/folder_watch.hpp"
#include "server/live/task_threads.hpp"

namespace passerby::live {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds quiet{40};          // after a change, this long without another …
constexpr milliseconds patience{400};      // … but no longer than this
constexpr milliseconds look_every{1'000};  // for changes that no event told of
constexpr std::uint64_t wake = 1;

// Before anybody is served there are cores to spare; later they are the workers'.
constexpr std::size_t threads_at_start = 2, threads_beside_workers = 1;

constexpr int reads_max = 5;   // of files that change while they are read
constexpr int looks_max = 64;  // at the longest this many looks lie between two tries of what may go better

// What stands in the way is not in the rules.
rules::Issue out_of_resources() {
    rules::Issue issue;
    issue.code = "out-of-resources";
    issue.message = "there is not enough memory for these rules";
    return issue;
}
rules::Issue files_changing() {
    rules::Issue issue;
    issue.code = "files-changing";
    issue.message = "the rule files change whenever they are read";
    return issue;
}

}  // namespace

// The thread that waits for files to change.
class Reloader::Watcher {
  public:
    explicit Watcher(Reloader& reloader)
        : reloader_(reloader), folders_(reloader.paths_), wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
        thread_ = std::thread([this] { run(); });
    }
    ~Watcher() {
        stopping_ = true;
        poke();
        thread_.join();
        ::close(wake_);
    }

    void ask() {
        asked_ = true;
        poke();
    }

  private:
    void poke() { [[maybe_unused]] const auto size = ::write(wake_, &wake, sizeof wake); }

    void run() {
        while (!stopping_) {
            const bool woken = wait(look_every);
            const bool asked = asked_.exchange(false);
            try {
                if (!stopping_) look(woken, asked);
            } catch (const std::exception&) {
                if (asked) asked_ = true;
                wait_for_memory();
            }
        }
    }

    void look(const bool woken, const bool asked) {
        if (asked) {
            reloader_.reload();
        } else if (!woken) {
            reloader_.check_now_and_then();
        } else if (folders_.take()) {
            wait_until_quiet();
            folders_.look_again();
            reloader_.check_files();
        }
    }

    // Whether something happened before the time was over.
    bool wait(milliseconds timeout) {
        pollfd waiting[] = {{wake_, POLLIN, 0}, {folders_.descriptor(), POLLIN, 0}};
        const int ready = ::poll(waiting, std::size(waiting), static_cast<int>(timeout.count()));
        std::uint64_t pokes = 0;
        [[maybe_unused]] const auto size = ::read(wake_, &pokes, sizeof pokes);
        return ready > 0;
    }

    // Whatever else happens meanwhile is found then.
    void wait_for_memory() {
        pollfd woken{wake_, POLLIN, 0};
        ::poll(&woken, 1, static_cast<int>(look_every.count()));
    }

    // Whoever writes one file of a set often writes another right after.
    void wait_until_quiet() {
        const auto end = std::chrono::steady_clock::now() + patience;
        while (!stopping_ && std::chrono::steady_clock::now() < end && wait(quiet)) folders_.take();
    }

    Reloader& reloader_;
    FolderWatch folders_;
    const int wake_;
    std::atomic<bool> stopping_{false}, asked_{false};
    std::thread thread_;
};

Reloader::Reloader(std::vector<std::filesystem::path> paths) : paths_(std::move(paths)) {}
Reloader::~Reloader() = default;

Reload Reloader::load() {
    const std::lock_guard lock(loading_);
    rules::Loaded loaded;
    return read(loaded, threads_at_start);
}

void Reloader::start(LiveRules& live, Report report) {
    live_ = &live;
    report_ = std::move(report);
    watcher_ = std::make_unique<Watcher>(*this);
}

void Reloader::stop() {
    watcher_.reset();
}

void Reloader::ask() {
    if (watcher_) watcher_->ask();
}

Reload Reloader::reload() {
    const std::lock_guard lock(loading_);
    return reload_locked();
}

// Reads files that hold still meanwhile: those of two releases may well fit together, but nobody wrote that.
bool Reloader::read_whole(rules::Loaded& loaded) {
    for (int reads = 0; reads < reads_max; ++reads) {
        // Taken before reading: what changes later is seen at the next look.
        seen_ = seen_before_ = take_fingerprint(paths_);
        loaded = loader_.load(paths_, {.now = {}, .lint = false});
        if (take_fingerprint(paths_) == seen_) return true;
    }
    return false;
}

// Reads and compiles; what is in force is not touched. Taking apart what was loaded takes as long as reading
// it: it is left to the caller, for when the rules are in force.
Reload Reloader::read(rules::Loaded& loaded, const std::size_t threads) {
    const auto began = std::chrono::steady_clock::now();
    Reload reload;
    try {
        const bool whole = read_whole(loaded);
        reload.unreadable = loaded.unreadable;
        if (!whole) {
            reload.issues = {files_changing()};
        } else if (loaded.rule_set) {
            TaskThreads tasks(threads);
            reload.rules = engine::compile(*loaded.rule_set, tasks);
            reload.outcome = Reload::Outcome::published;
        } else {
            reload.issues = std::move(loaded.issues);
            reload.sources = std::move(loaded.sources);
        }
        retry_after_ = reload.unreadable ? std::min(2 * retry_after_ + 1, looks_max) : 0;
    } catch (const std::exception&) {
        retry_after_ = std::min(2 * retry_after_ + 1, looks_max);
        reload.rules = nullptr;
        reload.outcome = Reload::Outcome::refused;
        reload.issues = {out_of_resources()};
    }
    looks_ = 0;
    reload.took = std::chrono::steady_clock::now() - began;
    return reload;
}

Reload Reloader::reload_locked() {
    rules::Loaded loaded;
    Reload reload = read(loaded, threads_beside_workers);
    RulesReference in_force = live_->current();
    if (reload.outcome == Reload::Outcome::refused) {
        reload.rules = std::move(in_force);
    } else if (reload.rules->revision() == in_force->revision()) {
        if (told_) reload.outcome = Reload::Outcome::unchanged;
        reload.rules = std::move(in_force);
    } else {
        retired_.reserve(retired_.size() + 1);  // from here to the report nothing takes memory
        retired_.push_back(live_->publish(reload.rules));
    }
    told_ = false;
    report_(reload);
    told_ = true;
    return reload;
}

void Reloader::check_files() {
    const std::lock_guard lock(loading_);
    if (take_fingerprint(paths_) != seen_) reload_locked();
    drop_retired();
}

// What no event told of is read once it has looked the same twice: then nobody is writing it any more. What
// could not be read, or not be held in memory, may go better without any change.
void Reloader::check_now_and_then() {
    const std::lock_guard lock(loading_);
    const Fingerprint now = take_fingerprint(paths_);
    const bool still = now == std::exchange(seen_before_, now);
    const bool retry = !told_ || (retry_after_ > 0 && ++looks_ >= retry_after_);
    if (still && (now != seen_ || retry)) reload_locked();
    drop_retired();
}

void Reloader::drop_retired() {
    std::erase_if(retired_, [](const RulesReference& rules) { return rules.use_count() == 1; });
}

}  // namespace passerby::live
