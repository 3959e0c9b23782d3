// What the machine did meanwhile: processor time of the server, of ourselves, and what others stole of it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace passerby::load {

struct ProcessorTime {
    double user_s = 0, system_s = 0;

    double total_s() const { return user_s + system_s; }
    ProcessorTime operator-(const ProcessorTime& earlier) const {
        return {user_s - earlier.user_s, system_s - earlier.system_s};
    }
};

// The text of /proc/PID/stat, and of /proc/stat as shares of all processors' time.
std::optional<ProcessorTime> read_process_stat(std::string_view text);
struct MachineTime {
    double all = 0, stolen = 0;  // in ticks
};
std::optional<MachineTime> read_machine_stat(std::string_view text);

// All of it at one moment.
struct Usage {
    std::optional<ProcessorTime> server;  // of all processes asked for; none if one of them is gone
    ProcessorTime own;
    MachineTime machine;

    static Usage now(const std::vector<int>& server_processes);
};

}  // namespace passerby::load
