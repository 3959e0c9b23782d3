#include "server/live/fingerprint.hpp"

#include <sys/stat.h>

#include <string_view>
#include <vector>

#include "rules/load.hpp"

namespace passerby::live {

namespace {

// FNV-1a: good enough to tell a look from the one before.
class Hash {
  public:
    void add(std::string_view bytes) {
        for (const char byte : bytes) add_byte(static_cast<unsigned char>(byte));
        add_byte(0xff);  // no byte of UTF-8: names cannot run into each other
    }
    void add(std::uint64_t number) {
        for (int shift = 0; shift < 64; shift += 8) add_byte(static_cast<unsigned char>(number >> shift));
    }
    Fingerprint value() const { return value_; }

  private:
    void add_byte(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001b3; }
    Fingerprint value_ = 0xcbf29ce484222325;
};

void add_time(Hash& hash, const timespec& time) {
    hash.add(static_cast<std::uint64_t>(time.tv_sec));
    hash.add(static_cast<std::uint64_t>(time.tv_nsec));
}

// A link that was swapped, and swapped back, while somebody read through it.
void add_link(Hash& hash, const std::filesystem::path& path) {
    struct stat seen {};
    if (::lstat(path.c_str(), &seen) != 0 || !S_ISLNK(seen.st_mode)) return;
    hash.add(static_cast<std::uint64_t>(seen.st_ino));
    add_time(hash, seen.st_ctim);
}

}  // namespace

Fingerprint take_fingerprint(std::span<const std::filesystem::path> paths) {
    Hash hash;
    std::vector<rules::Issue> issues;
    for (const std::filesystem::path& path : paths) add_link(hash, path);
    for (const rules::FoundFile& file : rules::find_rule_files(paths, issues)) {
        struct stat seen {};
        hash.add(file.name);
        if (::stat(file.path.c_str(), &seen) != 0) continue;
        hash.add(static_cast<std::uint64_t>(seen.st_size));
        add_time(hash, seen.st_mtim);
        hash.add(static_cast<std::uint64_t>(seen.st_dev));
        hash.add(static_cast<std::uint64_t>(seen.st_ino));
    }
    for (const rules::Issue& issue : issues) hash.add(issue.message);
    return hash.value();
}

}  // namespace passerby::live
