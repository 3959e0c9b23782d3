#include "server/cli/rule_files.hpp"

#include "engine/compile.hpp"
#include "server/cli/issue_text.hpp"

namespace passerby::cli {

std::variant<std::shared_ptr<const engine::RuleIndex>, Exit> load_rules(
    std::span<const std::filesystem::path> paths) {
    const rules::Loaded loaded = rules::load(paths, {.now = std::nullopt, .lint = false});
    if (loaded.rule_set) { return engine::compile(*loaded.rule_set); }
    const IssueText text(loaded.sources, wants_colour(Stream::remarks));
    for (const rules::Issue& issue : loaded.issues) { write_remark(text.render(issue)); }
    return loaded.unreadable ? Exit::useless : Exit::wrong;
}

}  // namespace passerby::cli
