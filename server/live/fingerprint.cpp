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

}  // namespace

Fingerprint take_fingerprint(std::span<const std::filesystem::path> paths) {
    Hash hash;
    std::vector<rules::Issue> issues;
    for (const rules::FoundFile& file : rules::find_rule_files(paths, issues)) {
        struct stat seen {};
        hash.add(file.name);
        if (::stat(file.path.c_str(), &seen) != 0) continue;
        hash.add(static_cast<std::uint64_t>(seen.st_size));
        hash.add(static_cast<std::uint64_t>(seen.st_mtim.tv_sec));
        hash.add(static_cast<std::uint64_t>(seen.st_mtim.tv_nsec));
        hash.add(static_cast<std::uint64_t>(seen.st_dev));
        hash.add(static_cast<std::uint64_t>(seen.st_ino));
    }
    for (const rules::Issue& issue : issues) hash.add(issue.message);
    return hash.value();
}

}  // namespace passerby::live
