#include "rules/folder.hpp"

#include <dirent.h>

#include <cerrno>
#include <memory>

namespace passerby::rules {

namespace {

struct Close {
    void operator()(DIR* folder) const { ::closedir(folder); }
};

}  // namespace

bool read_folder(const std::filesystem::path& folder, std::vector<std::string>& names) {
    const std::unique_ptr<DIR, Close> open(::opendir(folder.c_str()));
    if (!open) { return false; }
    for (;;) {
        errno = 0;
        const dirent* entry = ::readdir(open.get());
        if (entry == nullptr) { return errno == 0; }
        std::string name = entry->d_name;
        if (name != "." && name != "..") { names.push_back(std::move(name)); }
    }
}

}  // namespace passerby::rules
