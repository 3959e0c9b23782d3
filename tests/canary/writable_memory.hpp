// All that a process can write, read page by page: where something of a visitor could still be.
//
//   /proc/PID/maps ─▶ the regions with `w` ─▶ /proc/PID/mem ─▶ visit(bytes, address, region)
//
// Pages overlap by what is asked for, so that nothing is missed between two. What was read is overwritten:
// whoever looks into the own process makes no further copy.
#pragma once

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace passerby::canary {

class WritableMemory {
  public:
    // `process`: a number, or `self`.
    explicit WritableMemory(const std::string& process)
        : maps_("/proc/" + process + "/maps"), memory_("/proc/" + process + "/mem"), page_(1u << 20) {}

    // Whether it could be read at all; regions that are the kernel's own cannot, and are left out.
    template <class Visit>  // void(std::string_view bytes, std::uint64_t address, const std::string& region)
    bool read(std::size_t overlap, Visit visit) {
        std::ifstream maps(maps_);
        const int memory = ::open(memory_.c_str(), O_RDONLY | O_CLOEXEC);
        if (!maps || memory < 0) { return false; }
        for (std::string line; std::getline(maps, line);) {
            unsigned long begin = 0, end = 0;
            char rights[5] = {};
            if (std::sscanf(line.c_str(), "%lx-%lx %4s", &begin, &end, rights) == 3 && rights[1] == 'w') {
                const std::string region = line.substr(std::min(line.size(), name_column));
                read_region(memory, {begin, end}, overlap, region, visit);
            }
        }
        ::close(memory);
        return true;
    }

  private:
    static constexpr std::size_t name_column = 73;  // of a line of maps
    struct Stretch {
        unsigned long begin, end;
    };

    template <class Visit>
    void read_region(int memory, Stretch region, std::size_t overlap, const std::string& name, Visit& visit) {
        for (unsigned long at = region.begin; at < region.end; at += page_.size() - overlap) {
            const std::size_t wanted = std::min<std::size_t>(page_.size(), region.end - at);
            const auto got = ::pread(memory, page_.data(), wanted, static_cast<off_t>(at));
            if (got > 0) {
                visit(std::string_view(page_.data(), static_cast<std::size_t>(got)), std::uint64_t{at}, name);
            }
            ::explicit_bzero(page_.data(), page_.size());
            if (got < static_cast<ssize_t>(wanted)) { break; }
        }
    }

    std::string maps_, memory_;
    std::vector<char> page_;
};

}  // namespace passerby::canary
