// Which files make a rule set, and in what order.
//
// A path is a file or a folder of them at any depth. Links are followed, as mounted configuration needs;
// what begins with a dot (an editor's leftovers, a mount's hidden copies) is not part of a set.
#include "rules/files.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

#include <fmt/core.h>

#include "engine/limits.hpp"
#include "rules/codes.hpp"
#include "rules/folder.hpp"

namespace passerby::rules {

namespace {

namespace fs = std::filesystem;

enum class Wanted : std::uint8_t { rules, tests };

bool is_yaml_name(std::string_view name) {
    return !name.starts_with('.') && (name.ends_with(".yaml") || name.ends_with(".yml"));
}

bool is_test_name(std::string_view name) {
    return name.ends_with(".test.yaml") || name.ends_with(".test.yml");
}

bool is_wanted(std::string_view name, Wanted wanted) {
    return is_yaml_name(name) && is_test_name(name) == (wanted == Wanted::tests);
}

// Looks through the paths of one set and collects the wanted files.
class Finder {
  public:
    Finder(Wanted wanted, std::vector<Issue>& issues) : wanted_(wanted), issues_(issues) {}

    // `prefix` keeps the names of several paths apart.
    void look(const fs::path& path, const std::string& prefix) {
        std::error_code error;
        const fs::file_status status = fs::status(path, error);
        if (fs::is_directory(status)) {
            look_into(path, prefix);
        } else if (fs::is_regular_file(status) || fs::is_fifo(status) || fs::is_character_file(status)) {
            look_at_file(path, prefix);
        } else {
            report(path, fs::exists(status) ? "is neither a file nor a folder" : "does not exist");
        }
    }

    std::vector<FoundFile> take() {
        const auto by_name = [](const FoundFile& a, const FoundFile& b) { return a.name < b.name; };
        std::sort(found_.begin(), found_.end(), by_name);
        const auto same = [](const FoundFile& a, const FoundFile& b) { return a.name == b.name; };
        found_.erase(std::unique(found_.begin(), found_.end(), same), found_.end());
        return std::move(found_);
    }

  private:
    void look_into(const fs::path& folder, const std::string& prefix) {
        std::error_code error;
        const fs::path real = fs::canonical(folder, error);
        if (std::find(inside_.begin(), inside_.end(), real) != inside_.end()) {
            return report(folder, "is a link to a folder that holds it");
        }
        std::vector<std::string> names;
        if (!read_folder(folder, names)) return report(folder, "cannot be read");
        inside_.push_back(real);
        for (const std::string& name : names) {
            if (name.starts_with('.')) continue;
            const fs::path path = folder / name;
            if (fs::is_directory(path, error)) {
                look_into(path, prefix + name + '/');
            } else if (is_wanted(name, wanted_)) {
                found_.push_back({path, prefix + name});
            }
        }
        inside_.pop_back();
    }

    // A file that was named itself needs no particular ending; its tests lie beside it.
    void look_at_file(const fs::path& path, const std::string& prefix) {
        const std::string name = path.filename().string();
        const bool is_test = is_test_name(name);
        if (is_test == (wanted_ == Wanted::tests)) return found_.push_back({path, prefix + name});
        if (is_test) return;
        for (const char* ending : {".test.yaml", ".test.yml"}) {
            fs::path beside = path;
            beside.replace_extension(ending);
            std::error_code error;
            if (fs::is_regular_file(beside, error)) {
                found_.push_back({beside, prefix + beside.filename().string()});
            }
        }
    }

    void report(const fs::path& path, std::string_view what) {
        issues_.push_back(
            make_issue({path.generic_string()}, "unreadable", fmt::format("`{}` {}", path.string(), what)));
    }

    Wanted wanted_;
    std::vector<Issue>& issues_;
    std::vector<FoundFile> found_;
    std::vector<fs::path> inside_;  // the folders that hold the one being read
};

// Of several paths each name begins with the path as it was given, so that no two files share one.
std::string prefix_of(const fs::path& path, std::size_t paths) {
    if (paths == 1) return {};
    std::error_code error;
    const fs::path folder = fs::is_directory(path, error) ? path : path.parent_path();
    std::string prefix = folder.lexically_normal().generic_string();
    if (prefix == "." || prefix.empty()) return {};
    if (!prefix.ends_with('/')) prefix += '/';
    return prefix;
}

std::vector<FoundFile> find_files(std::span<const fs::path> paths, Wanted wanted,
                                  std::vector<Issue>& issues) {
    Finder finder(wanted, issues);
    for (const fs::path& path : paths) { finder.look(path, prefix_of(path, paths.size())); }
    return finder.take();
}

Issue unreadable(const FoundFile& file) {
    return make_issue({file.name}, "unreadable", fmt::format("`{}` cannot be read", file.path.string()));
}

}  // namespace

std::vector<FoundFile> find_rule_files(std::span<const fs::path> paths, std::vector<Issue>& issues) {
    return find_files(paths, Wanted::rules, issues);
}

std::vector<FoundFile> find_test_files(std::span<const fs::path> paths, std::vector<Issue>& issues) {
    return find_files(paths, Wanted::tests, issues);
}

std::optional<std::string> read_file(const FoundFile& file, std::vector<Issue>& issues) {
    constexpr std::size_t most = engine::limits::file_bytes_max;
    std::error_code error;
    std::ifstream stream(file.path, std::ios::binary);
    if (!stream || fs::is_directory(file.path, error)) {
        issues.push_back(unreadable(file));
        return std::nullopt;
    }
    // The size is a guess that the file may outgrow while it is read; the bound is not.
    const std::uintmax_t size = fs::file_size(file.path, error);
    std::string text(error ? 0 : static_cast<std::size_t>(std::min<std::uintmax_t>(size, most)) + 1, '\0');
    std::size_t got = 0;
    while (stream && got <= most) {
        if (got == text.size()) text.resize(std::min(std::max<std::size_t>(2 * got, 4096), most + 1));
        stream.read(text.data() + got, static_cast<std::streamsize>(text.size() - got));
        got += static_cast<std::size_t>(stream.gcount());
    }
    if (stream.bad()) {
        issues.push_back(unreadable(file));
        return std::nullopt;
    }
    if (got > most) {
        issues.push_back(make_issue({file.name}, "file-too-large",
                                    fmt::format("the file is longer than {} MiB", most >> 20),
                                    "split the rule set into several files"));
        return std::nullopt;
    }
    text.resize(got);
    return text;
}

}  // namespace passerby::rules
