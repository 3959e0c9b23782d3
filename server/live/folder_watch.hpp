// Notices that something below some paths may have changed, through inotify.
//
// Sees editors that write in place or rename into place, and the swap of a symbolic link with which
// mounted configuration changes (of a path itself too: its folder is watched). May tell of changes that
// are none; may miss some (a network's file system): who uses it looks for itself from time to time.
// Owned by one thread.
#pragma once

#include <filesystem>
#include <vector>

namespace passerby::live {

class FolderWatch {
  public:
    explicit FolderWatch(std::vector<std::filesystem::path> paths);
    ~FolderWatch();
    FolderWatch(const FolderWatch&) = delete;
    FolderWatch& operator=(const FolderWatch&) = delete;

    // To wait for: readable when there is something to take. -1 where the system has no watch to give.
    int descriptor() const { return descriptor_; }
    // Whether anything happened that may have changed a file's content; forgets it.
    bool take();
    // Folders may have come: watches all there are now.
    void look_again();

  private:
    void watch(const std::filesystem::path& folder);
    void watch_all_in(const std::filesystem::path& folder, int deep);

    std::vector<std::filesystem::path> paths_;
    int descriptor_;
};

}  // namespace passerby::live
