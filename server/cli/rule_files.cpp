#include "server/cli/rule_files.hpp"

#include "engine/compile.hpp"
#include "rules/render.hpp"

namespace passerby::cli {

std::variant<std::shared_ptr<const engine::RuleIndex>, Exit> load_rules(
    std::span<const std::filesystem::path> paths) {
    const rules::Loaded loaded = rules::load(paths, {.now = std::nullopt, .lint = false});
    if (loaded.rule_set) { return engine::compile(*loaded.rule_set); }
    write_remark(
        rules::render_text(loaded.issues, loaded.sources, {.colour = wants_colour(Stream::remarks)}));
    return loaded.unreadable ? Exit::useless : Exit::wrong;
}

}  // namespace passerby::cli
