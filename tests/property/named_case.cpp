#include "tests/property/named_case.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "engine/instant.hpp"

namespace passerby::property {

using reference::Tree;

namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) { throw std::runtime_error("cannot read " + path.string()); }
    return text.str();
}

bool says_true(const Tree* headers, const char* name) {
    const Tree* header = headers == nullptr ? nullptr : headers->find(name);
    return header != nullptr && header->text == "true";
}

void from_line(const std::string& line, Case& named) {
    auto request = reference::read_json(line);
    const Tree* now = request ? request->find("now") : nullptr;
    const auto written = now == nullptr ? std::nullopt : reference::read_time(now->text);
    if (!written) { throw std::runtime_error("a request without a `now`: " + line); }
    named.now = reference::Instant{written->local.time_since_epoch() -
                                   written->offset.value_or(std::chrono::minutes{0})};
    const Tree* headers = request->find("headers");
    named.headers = {.gpc = says_true(headers, "gpc"), .dnt = says_true(headers, "dnt")};
    std::erase_if(request->entries,
                  [](const auto& entry) { return entry.first == "now" || entry.first == "headers"; });
    named.request = std::move(*request);
}

}  // namespace

Tree to_line(const Case& request) {
    Tree line = request.request;
    line.entries.emplace_back("now", Tree::word(engine::format_instant(request.now)));
    std::vector<std::pair<std::string, Tree>> headers;
    if (request.headers.gpc) { headers.emplace_back("gpc", Tree::literal("true")); }
    if (request.headers.dnt) { headers.emplace_back("dnt", Tree::literal("true")); }
    if (!headers.empty()) { line.entries.emplace_back("headers", Tree::map(std::move(headers))); }
    return line;
}

std::vector<std::pair<std::string, Tree>> read_rule_folder(const std::filesystem::path& folder) {
    std::vector<std::pair<std::string, Tree>> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (!name.ends_with(".yaml") || name.ends_with(".test.yaml")) { continue; }
        files.emplace_back(name, reference::read_yaml(read_file(entry.path())));
    }
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return files;
}

std::vector<Case> read_named_cases(const std::filesystem::path& folder) {
    const Case rules{read_rule_folder(folder), {}, {}, {}, 0};
    std::vector<Case> cases;
    std::istringstream lines(read_file(folder / "requests.jsonl"));
    for (std::string line; std::getline(lines, line);) {
        cases.push_back(rules);
        from_line(line, cases.back());
    }
    if (cases.empty()) { throw std::runtime_error("no request in " + folder.string()); }
    return cases;
}

}  // namespace passerby::property
