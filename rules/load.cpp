#include "rules/load.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

#include "rules/check.hpp"
#include "rules/files.hpp"
#include "rules/lint.hpp"
#include "rules/parse_set.hpp"
#include "rules/report.hpp"
#include "rules/revision.hpp"
#include "rules/yaml_reader.hpp"

namespace passerby::rules {

namespace {

// A file's bytes and what they say as YAML. Immutable once read.
struct ReadFile {
    std::shared_ptr<const Source> source;
    Document document;
    std::vector<Issue> issues;

    void read() { document = read_yaml(source->name(), source->text(), issues); }
};

using Files = std::vector<std::shared_ptr<ReadFile>>;

// Reads the new ones side by side: a thread a core, each taking the next file.
void read_all(const Files& fresh) {
    std::atomic<std::size_t> next = 0;
    std::mutex failing;
    std::exception_ptr failure;  // the first; the others need not begin
    const auto work = [&] {
        try {
            for (std::size_t at = next++; at < fresh.size(); at = next++) { fresh[at]->read(); }
        } catch (...) {
            next = fresh.size();
            const std::lock_guard lock(failing);
            if (!failure) { failure = std::current_exception(); }
        }
    };
    const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
    {
        std::vector<std::jthread> helpers;
        const std::size_t wanted = std::min(cores, fresh.size());
        helpers.reserve(wanted);
        try {
            while (helpers.size() + 1 < wanted) { helpers.emplace_back(work); }
        } catch (const std::system_error&) {
            // No more threads to be had: those that there are do it.
        }
        work();
    }
    if (failure) { std::rethrow_exception(failure); }
}

std::shared_ptr<ReadFile> unread(Source source) {
    auto file = std::make_shared<ReadFile>();
    file->source = std::make_shared<const Source>(std::move(source));
    return file;
}

// For callers that do not come back: nothing is kept.
Files read_once(std::vector<Source> sources) {
    Files files;
    for (Source& source : sources) { files.push_back(unread(std::move(source))); }
    read_all(files);
    return files;
}

engine::Instant system_now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// From files that were read as YAML to a rule set, or to everything that is wrong with it.
void build(Files files, const LoadOptions& options, Loaded& out) {
    static const Document nothing;
    const bool all_found = !has_errors(out.issues);
    std::vector<std::string> names;
    std::vector<SetFile> parts;
    RevisionDigest revision;
    for (const auto& file : files) {
        names.push_back(file->source->name());
        parts.push_back({&file->document, !has_errors(file->issues)});
        out.issues.insert(out.issues.end(), file->issues.begin(), file->issues.end());
        out.sources.push_back(file->source);
        revision.add(file->source->name(), file->source->text());
    }
    if (!all_found) { parts.push_back({&nothing, false}); }
    Report report(names, out.issues);
    ReadSet read = read_set(parts, report);
    files.clear();  // whoever does not keep them needs their room for what comes now
    check_segments_and_limits(read.rule_set, report);
    if (!has_errors(out.issues) && options.lint) {
        lint(read.rule_set, read.places, options.now.value_or(system_now()), options.guard, report);
    }
    if (!has_errors(out.issues)) {
        read.rule_set.revision = revision.finish();
        read.rule_set.files = names;
        out.rule_set = std::move(read.rule_set);
    }
    sort_issues(out.issues);
}

}  // namespace

// By name, what the last load read.
struct Loader::Kept {
    std::map<std::string, std::shared_ptr<ReadFile>> files;

    // As it was kept, where the bytes are the same; else read anew.
    Files read(std::vector<Source> sources) {
        std::map<std::string, std::shared_ptr<ReadFile>> now;
        Files all, fresh;
        for (Source& source : sources) {
            const auto before = files.find(source.name());
            if (before != files.end() && before->second->source->text() == source.text()) {
                all.push_back(before->second);
            } else {
                all.push_back(unread(std::move(source)));
                fresh.push_back(all.back());
            }
            now[all.back()->source->name()] = all.back();
        }
        read_all(fresh);
        files = std::move(now);
        return all;
    }
};

Loader::Loader() : kept_(std::make_unique<Kept>()) {}
Loader::~Loader() = default;
Loader::Loader(Loader&&) noexcept = default;
Loader& Loader::operator=(Loader&&) noexcept = default;

namespace {

std::vector<Source> read_sources(std::span<const std::filesystem::path> paths, Loaded& out) {
    std::vector<Source> sources;
    for (const FoundFile& file : find_rule_files(paths, out.issues)) {
        if (auto bytes = read_file(file, out.issues)) { sources.emplace_back(file.name, *std::move(bytes)); }
    }
    out.unreadable = std::any_of(out.issues.begin(), out.issues.end(),
                                 [](const Issue& issue) { return issue.code == "unreadable"; });
    return sources;
}

}  // namespace

Loaded Loader::load(std::span<const std::filesystem::path> paths, const LoadOptions& options) {
    Loaded loaded;
    build(kept_->read(read_sources(paths, loaded)), options, loaded);
    return loaded;
}

Loaded Loader::load_texts(std::vector<Source> sources, const LoadOptions& options) {
    std::stable_sort(sources.begin(), sources.end(),
                     [](const Source& a, const Source& b) { return a.name() < b.name(); });
    Loaded loaded;
    build(kept_->read(std::move(sources)), options, loaded);
    return loaded;
}

Loaded load(std::span<const std::filesystem::path> paths, const LoadOptions& options) {
    Loaded loaded;
    build(read_once(read_sources(paths, loaded)), options, loaded);
    return loaded;
}

Loaded load_text(std::string name, std::string text, const LoadOptions& options) {
    std::vector<Source> sources;
    sources.emplace_back(std::move(name), std::move(text));
    Loaded loaded;
    build(read_once(std::move(sources)), options, loaded);
    return loaded;
}

}  // namespace passerby::rules
