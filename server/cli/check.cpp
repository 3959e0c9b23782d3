#include "server/cli/check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rules/render.hpp"
#include "server/options.hpp"

namespace passerby::cli {

namespace {

std::size_t count(const std::vector<rules::Issue>& issues, rules::Severity severity) {
    return static_cast<std::size_t>(std::count_if(
        issues.begin(), issues.end(), [&](const rules::Issue& issue) { return issue.severity == severity; }));
}

std::string several(std::size_t number, std::string_view noun) {
    return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

// What is wrong with the rules is the result; that there are none to look at is a remark.
void print_text(const rules::Loaded& loaded) {
    const Stream stream = loaded.unreadable ? Stream::remarks : Stream::results;
    const std::string text =
        rules::render_text(loaded.issues, loaded.sources, {.colour = wants_colour(stream)});
    loaded.unreadable ? write_remark(text) : print(text);
    remark(fmt::format("{}, {} in {}", several(count(loaded.issues, rules::Severity::error), "error"),
                       several(count(loaded.issues, rules::Severity::warning), "warning"),
                       several(loaded.sources.size(), "file")));
}

Exit judge(const rules::Loaded& loaded, const CheckFlags& flags) {
    if (loaded.unreadable) { return Exit::useless; }
    const bool errors = !loaded.rule_set;
    return errors || (flags.warnings_as_errors && !loaded.issues.empty()) ? Exit::wrong : Exit::fine;
}

}  // namespace

Exit check(const CheckFlags& flags) {
    rules::LoadOptions how;
    if (flags.config) {
        LoadedOptions options = load_options_file(*flags.config);
        if (!options.issues.empty()) {
            write_remark(rules::render_text(options.issues, options.sources,
                                            {.colour = wants_colour(Stream::remarks)}));
            return Exit::useless;
        }
        how.guard = std::move(options.options.guard);
    }
    const rules::Loaded loaded = rules::load(flags.paths, how);
    const Exit exit = judge(loaded, flags);
    switch (flags.format) {
        case ReportFormat::text: print_text(loaded); break;
        case ReportFormat::json: print(rules::render_json(loaded.issues)); break;
        case ReportFormat::sarif: print(rules::render_sarif(loaded.issues)); break;
    }
    return finish(exit);
}

}  // namespace passerby::cli
