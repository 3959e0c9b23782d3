#include "server/api/process_figures.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <ctime>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "rules/folder.hpp"

namespace passerby::api {

namespace {

// The fields of /proc/self/stat that follow the program's name, by their number in proc(5).
class StatFields {
  public:
    StatFields() {
        std::ifstream file("/proc/self/stat");
        std::string line((std::istreambuf_iterator<char>(file)), {});
        // The name may hold spaces and parentheses itself, so the last one ends it.
        fields_.str(line.substr(std::min(line.rfind(')') + 2, line.size())));
    }

    // Ascending numbers only.
    double field(int number) {
        double value = 0;
        for (std::string skipped; next_ < number; ++next_) { fields_ >> skipped; }
        fields_ >> value;
        return ++next_, fields_ ? value : 0;
    }

  private:
    std::istringstream fields_;
    int next_ = 3;
};

// By the two clocks and not by /proc/stat, which a hardened service cannot see. Told once, so that a clock
// that is set later does not look like a restart.
double boot_time_seconds() {
    static const double booted = [] {
        ::timespec wall{}, since{};
        ::clock_gettime(CLOCK_REALTIME, &wall);
        ::clock_gettime(CLOCK_BOOTTIME, &since);
        return static_cast<double>(wall.tv_sec - since.tv_sec) +
               static_cast<double>(wall.tv_nsec - since.tv_nsec) * 1e-9;
    }();
    return booted;
}

std::uint64_t count_descriptors() {
    std::vector<std::string> open;
    rules::read_folder("/proc/self/fd", open);
    return open.empty() ? 0 : open.size() - 1;  // without the one that reads them
}

}  // namespace

ProcessFigures read_process_figures() {
    ProcessFigures figures;
    const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    StatFields stat;
    const double user_ticks = stat.field(14);
    figures.cpu_seconds = (user_ticks + stat.field(15)) / ticks;
    figures.threads = static_cast<std::uint64_t>(stat.field(20));
    figures.start_time_seconds = boot_time_seconds() + stat.field(22) / ticks;
    figures.virtual_bytes = static_cast<std::uint64_t>(stat.field(23));
    figures.resident_bytes =
        static_cast<std::uint64_t>(stat.field(24)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    figures.open_descriptors = count_descriptors();
    ::rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) { figures.descriptors_max = limit.rlim_cur; }
    return figures;
}

}  // namespace passerby::api
