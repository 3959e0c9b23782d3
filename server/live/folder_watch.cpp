#include "server/live/folder_watch.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <string>
#include <system_error>
#include <utility>

#include "rules/folder.hpp"

namespace passerby::live {

namespace fs = std::filesystem;

namespace {

// Not IN_MODIFY: a file that is still being written is not read before its writer closes it.
constexpr std::uint32_t of_interest = IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE |
                                      IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

// A new file says so again when it has been written; until then there is nothing to read.
bool can_change_content(const inotify_event& event) {
    const bool new_entry = (event.mask & IN_CREATE) != 0;
    return !new_entry || (event.mask & IN_ISDIR) != 0;
}

}  // namespace

FolderWatch::FolderWatch(std::vector<fs::path> paths)
    : paths_(std::move(paths)), descriptor_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    look_again();
}

FolderWatch::~FolderWatch() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool FolderWatch::take() {
    alignas(inotify_event) std::array<char, 16u << 10> buffer;
    bool changed = false;
    for (;;) {
        const ssize_t size = ::read(descriptor_, buffer.data(), buffer.size());
        if (size <= 0) return changed;
        for (const char* at = buffer.data(); at < buffer.data() + size;) {
            const auto& event = *reinterpret_cast<const inotify_event*>(at);
            changed = changed || can_change_content(event);
            at += sizeof event + event.len;
        }
    }
}

void FolderWatch::watch(const fs::path& folder) {
    if (descriptor_ >= 0) ::inotify_add_watch(descriptor_, folder.c_str(), of_interest);
}

// Links are followed; a loop of them ends where a set's folders are nested deeper than anybody nests them.
void FolderWatch::watch_all_in(const fs::path& folder, const int deep) {
    watch(folder);
    std::vector<std::string> names;
    if (deep > 16 || !rules::read_folder(folder, names)) return;
    for (const std::string& name : names) {
        std::error_code error;
        const fs::path path = folder / name;
        if (fs::is_directory(path, error)) watch_all_in(path, deep + 1);
    }
}

void FolderWatch::look_again() {
    for (const fs::path& path : paths_) {
        std::error_code error;
        watch(fs::absolute(path, error).lexically_normal().parent_path());
        if (fs::is_directory(path, error)) watch_all_in(path, 0);
    }
}

}  // namespace passerby::live
