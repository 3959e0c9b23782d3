#include "bench/load/usage.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

namespace passerby::load {

namespace {

std::string text_of(const std::string& name) {
    std::ifstream file(name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

double in_s(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// What the process's clock says, to the nanosecond where /proc counts in hundredths of a second.
std::optional<double> clock_of(int process) {
    clockid_t clock{};
    timespec time{};
    if (::clock_getcpuclockid(process, &clock) != 0 || ::clock_gettime(clock, &time) != 0) {
        return std::nullopt;
    }
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

std::optional<ProcessorTime> time_of(const std::vector<int>& processes) {
    ProcessorTime sum;
    for (const int process : processes) {
        auto time = read_process_stat(text_of("/proc/" + std::to_string(process) + "/stat"));
        if (!time) { return std::nullopt; }
        if (const auto exact = clock_of(process); exact && time->total_s() > 0) {
            const double correction = *exact / time->total_s();
            time->user_s *= correction;
            time->system_s *= correction;
        }
        sum.user_s += time->user_s;
        sum.system_s += time->system_s;
    }
    return processes.empty() ? std::nullopt : std::optional(sum);
}

}  // namespace

// The name in parentheses may hold anything, so the fields are counted from its end.
std::optional<ProcessorTime> read_process_stat(std::string_view text) {
    const std::size_t name_end = text.rfind(')');
    if (name_end == std::string_view::npos) { return std::nullopt; }
    std::istringstream rest{std::string(text.substr(name_end + 1))};
    std::string skipped;
    for (int field = 3; field < 14; ++field) { rest >> skipped; }
    double user = 0, system = 0;
    if (!(rest >> user >> system)) { return std::nullopt; }
    const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    return ProcessorTime{user / ticks, system / ticks};
}

std::optional<MachineTime> read_machine_stat(std::string_view text) {
    std::istringstream line{std::string(text.substr(0, text.find('\n')))};
    std::string name;
    constexpr int steal = 7, counted = 8;  // what comes after is part of `user` and `nice`
    MachineTime time;
    line >> name;
    for (int field = 0; field < counted; ++field) {
        double ticks = 0;
        if (!(line >> ticks)) { return std::nullopt; }
        time.all += ticks;
        if (field == steal) { time.stolen = ticks; }
    }
    return name == "cpu" ? std::optional(time) : std::nullopt;
}

Usage Usage::now(const std::vector<int>& server_processes) {
    rusage own{};
    ::getrusage(RUSAGE_SELF, &own);
    return {time_of(server_processes),
            {in_s(own.ru_utime), in_s(own.ru_stime)},
            read_machine_stat(text_of("/proc/stat")).value_or(MachineTime{})};
}

}  // namespace passerby::load
