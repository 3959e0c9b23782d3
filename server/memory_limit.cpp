#include "server/memory_limit.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string>
#include <string_view>

namespace passerby::process {

namespace {

using Limit = std::optional<std::size_t>;
namespace fs = std::filesystem;

// Version 1 writes almost 2^63 where nothing was set; so much has no machine.
constexpr std::size_t no_limit = std::size_t{1} << 60;

Limit read_limit(const fs::path& file) {
    std::ifstream in(file);
    std::string text;
    std::size_t bytes = 0;
    if (!std::getline(in, text)) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bytes);
    if (error != std::errc{} || bytes >= no_limit) return std::nullopt;  // "max" is no number
    return bytes;
}

Limit lesser(Limit a, Limit b) {
    if (a && b) return std::min(*a, *b);
    return a ? a : b;
}

// Of the group and all around it. In a container the path may be the host's, of which only the end of the
// way up is there: the container's own group.
Limit read_groups(const fs::path& hierarchy, fs::path group, std::string_view file) {
    Limit least;
    for (group = group.relative_path(); !group.empty(); group = group.parent_path()) {
        least = lesser(least, read_limit(hierarchy / group / file));
    }
    return lesser(least, read_limit(hierarchy / file));
}

}  // namespace

Limit read_memory_limit(const fs::path& root) {
    const fs::path groups = root / "sys/fs/cgroup";
    std::ifstream in(root / "proc/self/cgroup");
    Limit least;
    // `NUMBER:CONTROLLERS:PATH`; version 2 has the number 0 and no controllers.
    for (std::string line; std::getline(in, line);) {
        const std::size_t controllers = line.find(':') + 1, path = line.find(':', controllers) + 1;
        const std::string group = line.substr(path);
        if (line.starts_with("0::")) least = lesser(least, read_groups(groups, group, "memory.max"));
        if (std::string_view(line).substr(controllers, path - controllers).find("memory") != line.npos) {
            least = lesser(least, read_groups(groups / "memory", group, "memory.limit_in_bytes"));
        }
    }
    return least;
}

}  // namespace passerby::process
