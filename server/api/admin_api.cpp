#include "server/api/admin_api.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>

#include "engine/compile.hpp"
#include "rules/json_text.hpp"
#include "rules/load.hpp"
#include "rules/render.hpp"
#include "server/api/admin_guard.hpp"
#include "server/api/inspect.hpp"
#include "server/wire/problem.hpp"

namespace passerby::api {

namespace {

using rules::append_json_string;
using wire::Problem;
using wire::ProblemKind;

// Tests of a rule set may lie among its files, as they do in its folder.
bool is_test_file(std::string_view name) {
    return name.ends_with(".test.yaml") || name.ends_with(".test.yml");
}

rules::Loaded load(const std::vector<wire::NamedText>& files, const rules::LoadOptions& how) {
    std::vector<rules::Source> sources;
    for (const wire::NamedText& file : files) {
        if (!is_test_file(file.name)) {
            sources.emplace_back(std::string(file.name), std::string(file.text));
        }
    }
    return rules::Loader().load_texts(std::move(sources), how);
}

}  // namespace

class AdminApi::Routes {
  public:
    Routes(const AdminSettings& settings, Metrics& metrics, Measures& measures, const Readiness& readiness,
           std::function<ReloadReport()> reload, std::uint64_t chance_seed)
        : settings_(settings),
          guard_(settings),
          metrics_(metrics),
          measures_(measures),
          readiness_(readiness),
          reload_(std::move(reload)),
          chance_(chance_seed) {}

    void handle(const http::RequestView& request, const engine::RuleIndex& rules, engine::Instant now,
                http::Response& response) {
        const auto began = std::chrono::steady_clock::now();
        response.start();
        response.field("Cache-Control", "no-store");
        const Path& path = find_path(request.path);
        if (const auto problem = answer(path, {request, rules, now}, response)) {
            response.status = status_of(problem->kind);
            response.content_type = problem::media_type;
            response.body.clear();
            if (problem->kind == ProblemKind::method_not_allowed) { response.field("Allow", path.allow); }
            if (problem->kind == ProblemKind::unauthorized) { response.field("WWW-Authenticate", "Bearer"); }
            wire::write_problem(*problem, response.body);
        }
        measures_.count_request(path.route, response.status, std::chrono::steady_clock::now() - began);
    }

  private:
    struct Asked {
        const http::RequestView& view;
        const engine::RuleIndex& rules;
        engine::Instant now;
    };
    using Handler = std::optional<Problem> (Routes::*)(const Asked&, http::Response&);
    enum class Door : std::uint8_t { guarded, open };  // probes come without a token, by any name
    struct Path {
        std::string_view path;
        Route route;
        std::string_view allow;
        Door door;
        Role role;
        Handler get, post;
    };
    static const std::array<Path, 7> paths;  // the last is for all others

    static const Path& find_path(std::string_view path) {
        return *std::find_if(paths.begin(), paths.end() - 1,
                             [&](const Path& known) { return known.path == path; });
    }

    std::optional<Problem> answer(const Path& path, const Asked& asked, http::Response& response) {
        const std::string_view method = asked.view.method;
        if (path.door == Door::guarded) {
            if (auto problem = guard_.check(asked.view, path.role)) { return problem; }
        }
        if (path.allow.empty()) { return Problem{ProblemKind::not_found}; }
        const Handler handler = method == "POST"                      ? path.post
                                : method == "GET" || method == "HEAD" ? path.get
                                                                      : nullptr;
        if (handler == nullptr) { return Problem{ProblemKind::method_not_allowed}; }
        return (this->*handler)(asked, response);
    }

    std::optional<Problem> get_health(const Asked&, http::Response& response) {
        response.body.append(R"({"alive":true})");
        return std::nullopt;
    }

    std::optional<Problem> get_readiness(const Asked&, http::Response& response) {
        response.status = readiness_.ready() ? 200 : 503;
        readiness_.write(response.body);
        return std::nullopt;
    }

    std::optional<Problem> get_metrics(const Asked& asked, http::Response& response) {
        response.content_type = Metrics::media_type;
        response.body = metrics_.render(asked.rules, readiness_, asked.now);
        return std::nullopt;
    }

    std::optional<Problem> post_check(const Asked& asked, http::Response& response) {
        wire::RequestReader reader({.bytes_max = body_bytes_max});
        if (auto problem = reader.read_files(asked.view.body)) { return problem; }
        response.body =
            rules::render_json(load(*reader.files(), {.now = std::nullopt, .guard = settings_.guard}).issues);
        return std::nullopt;
    }

    // By the rules in force, or by those that come along.
    std::optional<Problem> post_explain(const Asked& asked, http::Response& response) {
        Inspect inspect(
            settings_.decide.consent, chance_.next(),
            {.bytes_max = body_bytes_max, .has_now = true, .has_files = true, .tcf = settings_.decide.tcf});
        if (auto problem = inspect.read(asked.view.body, asked.rules, asked.now)) { return problem; }
        if (!inspect.reader().files()) { return explain(inspect, asked.rules, response); }
        const rules::Loaded loaded = load(*inspect.reader().files(), {.now = std::nullopt, .lint = false});
        if (!loaded.rule_set) {
            response.status = 422;
            response.body = rules::render_json(loaded.issues);
            return std::nullopt;
        }
        const auto own = engine::compile(*loaded.rule_set);
        if (auto problem = inspect.read(asked.view.body, *own, asked.now)) { return problem; }
        return explain(inspect, *own, response);
    }

    std::optional<Problem> explain(Inspect& inspect, const engine::RuleIndex& rules,
                                   http::Response& response) {
        auto& consent = inspect.request().consent;
        consent.child = consent.child || settings_.decide.child_directed;
        inspect.write_answer(rules, {.explanation = true}, response.body);
        return std::nullopt;
    }

    std::optional<Problem> post_reload(const Asked&, http::Response& response) {
        const ReloadReport report = reload_();
        response.status = report.ok ? 200 : 422;
        response.body.append(report.ok ? R"({"ok":true,"revision":)" : R"({"ok":false,"revision":)");
        append_json_string(response.body, report.revision);
        rules::append_json_issues(response.body.append(R"(,"issues":)"), report.issues);
        response.body.append("}");
        return std::nullopt;
    }

    const AdminSettings& settings_;
    AdminGuard guard_;
    Metrics& metrics_;
    Measures& measures_;
    const Readiness& readiness_;
    std::function<ReloadReport()> reload_;
    engine::Chance chance_;
};

const std::array<AdminApi::Routes::Path, 7> AdminApi::Routes::paths = {{
    {health_path, Route::healthz, "GET, HEAD", Door::open, Role::viewer, &Routes::get_health, nullptr},
    {readiness_path, Route::readyz, "GET, HEAD", Door::open, Role::viewer, &Routes::get_readiness, nullptr},
    {"/metrics", Route::metrics, "GET, HEAD", Door::guarded, Role::viewer, &Routes::get_metrics, nullptr},
    {"/admin/v1/check", Route::check, "POST", Door::guarded, Role::viewer, nullptr, &Routes::post_check},
    {"/admin/v1/explain", Route::explain, "POST", Door::guarded, Role::viewer, nullptr,
     &Routes::post_explain},
    {"/admin/v1/reload", Route::reload, "POST", Door::guarded, Role::operator_, nullptr,
     &Routes::post_reload},
    {"", Route::other, "", Door::guarded, Role::viewer, nullptr, nullptr},
}};

AdminApi::AdminApi(const AdminSettings& settings, Metrics& metrics, Measures& measures,
                   const Readiness& readiness, std::function<ReloadReport()> reload,
                   std::uint64_t chance_seed)
    : routes_(
          std::make_unique<Routes>(settings, metrics, measures, readiness, std::move(reload), chance_seed)) {}
AdminApi::~AdminApi() = default;

void AdminApi::handle(const http::RequestView& request, const engine::RuleIndex& rules, engine::Instant now,
                      http::Response& response) {
    routes_->handle(request, rules, now, response);
}

}  // namespace passerby::api
