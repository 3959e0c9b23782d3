// From folders, files or texts to a checked rule set, or to everything that is wrong with it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/rule_set.hpp"
#include "rules/guard.hpp"
#include "rules/issue.hpp"
#include "rules/source.hpp"

namespace passerby::rules {

struct LoadOptions {
    // Only for the warnings about dates in the past; absent: the system's clock.
    std::optional<engine::Instant> now;
    // Warnings cost time that a server at reload may not want to spend.
    bool lint = true;
    // What the warnings go by, and what they refuse. Without warnings nothing is refused.
    Guard guard = {};
};

struct Loaded {
    std::optional<engine::RuleSet> rule_set;             // present unless an issue is an error
    std::vector<Issue> issues;                           // sorted; errors and warnings
    std::vector<std::shared_ptr<const Source>> sources;  // for showing lines; rule files, not tests
    bool unreadable = false;  // a path does not exist or cannot be read (exit code 2, not 1)
};

// Keeps what it parsed: the next load parses only files whose bytes changed. Owned by one thread, uses all
// cores while it loads.
class Loader {
  public:
    Loader();
    ~Loader();
    Loader(Loader&&) noexcept;
    Loader& operator=(Loader&&) noexcept;

    // Each path is a rule file or a folder of them at any depth; all are one set, in the order of their
    // relative paths' bytes. `*.test.yaml` and `*.test.yml` are left out.
    Loaded load(std::span<const std::filesystem::path> paths, const LoadOptions& options = {});
    // Texts instead of files, e.g. from the console.
    Loaded load_texts(std::vector<Source> sources, const LoadOptions& options = {});

  private:
    struct Kept;
    std::unique_ptr<Kept> kept_;
};

// One load of one set, for callers that do not come back.
Loaded load(std::span<const std::filesystem::path> paths, const LoadOptions& options = {});
Loaded load_text(std::string name, std::string text, const LoadOptions& options = {});

// The rule files (or the test files) below the paths, in the order of the set.
struct FoundFile {
    std::filesystem::path path;  // to open it
    std::string name;            // within the set
};
std::vector<FoundFile> find_rule_files(std::span<const std::filesystem::path> paths,
                                       std::vector<Issue>& issues);
std::vector<FoundFile> find_test_files(std::span<const std::filesystem::path> paths,
                                       std::vector<Issue>& issues);

// The system's zone of that IANA name as plain data, or nothing.
std::optional<engine::Zone> find_zone(std::string_view name);

}  // namespace passerby::rules
