#include "server/api/readiness.hpp"

#include <fmt/format.h>

#include <utility>

#include "rules/json_text.hpp"
#include "rules/render.hpp"

namespace passerby::api {

namespace {

using rules::append_json_number;
using rules::append_json_string;

void append_instant(engine::Instant at, std::string& out) {
    append_json_string(out, engine::format_instant(at));
}

}  // namespace

void Readiness::published(std::string revision, std::size_t rule_count, engine::Instant at) {
    const std::lock_guard lock(guard_);
    revision_ = std::move(revision);
    rule_count_ = rule_count;
    loaded_at_ = at;
    last_reload_ = Reload{.at = at, .refused = false, .issues = {}};
}

void Readiness::confirmed(engine::Instant at) {
    const std::lock_guard lock(guard_);
    last_reload_ = Reload{.at = at, .refused = false, .issues = {}};
}

void Readiness::refused(engine::Instant at, std::vector<rules::Issue> issues) {
    const std::lock_guard lock(guard_);
    last_reload_ = Reload{.at = at, .refused = true, .issues = std::move(issues)};
}

void Readiness::drain() {
    const std::lock_guard lock(guard_);
    draining_ = true;
}

bool Readiness::ready() const {
    const std::lock_guard lock(guard_);
    return loaded_at_ && !draining_;
}

std::optional<engine::Instant> Readiness::loaded_at() const {
    const std::lock_guard lock(guard_);
    return loaded_at_;
}

bool Readiness::refused() const {
    const std::lock_guard lock(guard_);
    return last_reload_ && last_reload_->refused;
}

std::string Readiness::summary() const {
    const std::lock_guard lock(guard_);
    std::string text = fmt::format("{} rules in force, revision {}", rule_count_, revision_.substr(0, 12));
    if (!last_reload_ || !last_reload_->refused) return text;
    text += "; newer ones REFUSED";
    if (last_reload_->issues.empty()) return text;
    const rules::Issue& first = last_reload_->issues.front();
    return text + fmt::format(" ({}:{} {})", first.file, first.line, first.code);
}

void Readiness::write(std::string& out) const {
    const std::lock_guard lock(guard_);
    out.append(R"({"ready":)").append(loaded_at_ && !draining_ ? "true" : "false");
    append_json_string(out.append(R"(,"rules":{"revision":)"), revision_);
    append_json_number(out.append(R"(,"rules":)"), static_cast<std::int64_t>(rule_count_));
    out.append(R"(,"loaded_at":)");
    loaded_at_ ? append_instant(*loaded_at_, out) : void(out.append("null"));
    out.append(R"(,"last_reload":)");
    if (last_reload_) {
        append_instant(last_reload_->at, out.append(R"({"at":)"));
        out.append(R"(,"outcome":)").append(last_reload_->refused ? R"("refused")" : R"("ok")");
        rules::append_json_issues(out.append(R"(,"issues":)"), last_reload_->issues);
        out.append("}");
    } else {
        out.append("null");
    }
    out.append(R"(},"draining":)").append(draining_ ? "true}" : "false}");
}

}  // namespace passerby::api
