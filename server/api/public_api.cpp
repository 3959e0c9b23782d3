#include "server/api/public_api.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string_view>

#include "server/api/decide.hpp"
#include "server/api/notices.hpp"
#include "server/api/signals.hpp"
#include "server/api/statement.hpp"
#include "server/wire/problem.hpp"

namespace passerby::api {

namespace {

using wire::Problem;
using wire::ProblemKind;

// What a page of another origin may do here: ask, revalidate, and read the tag to revalidate by.
constexpr std::string_view preflight_fields =
    "Access-Control-Allow-Methods: GET, HEAD, POST, OPTIONS\r\n"
    "Access-Control-Allow-Headers: content-type, if-none-match, x-api-key, authorization\r\n"
    "Access-Control-Max-Age: 86400\r\n";

constexpr std::string_view any_origin_field = "Access-Control-Allow-Origin: *\r\n";
constexpr std::string_view exposing_field = "Access-Control-Expose-Headers: ETag\r\n";

// More than any answer of a usual rule set.
constexpr std::size_t answer_bytes = 64u << 10;

}  // namespace

class PublicApi::Routes {
  public:
    Routes(const PublicSettings& settings, Measures& measures, const Readiness& readiness,
           std::uint64_t chance_seed)
        : settings_(settings),
          measures_(measures),
          readiness_(readiness),
          decide_(settings, measures, chance_seed),
          signals_(settings),
          any_origin_(std::find(settings.cors_origins.begin(), settings.cors_origins.end(), "*") !=
                      settings.cors_origins.end()) {
        if (settings.notices != nullptr) { notices_.emplace(*settings.notices); }
    }

    void handle(const http::RequestView& request, const engine::RuleIndex& rules, engine::Instant now,
                http::Response& response) {
        const auto began = std::chrono::steady_clock::now();
        response.start();
        // Once: an answer that grew out of its memory would leave the names of slots behind there.
        response.body.reserve(answer_bytes);
        const Path& path = find_path(request.path);
        const Forgetting whatever_happens{*this};
        if (const auto problem = answer(path, request, rules, now, response)) {
            response.status = status_of(problem->kind);
            response.content_type = problem::media_type;
            response.field("Cache-Control", "no-store");
            if (problem->kind == ProblemKind::method_not_allowed) { response.field("Allow", path.allow); }
            wire::write_problem(*problem, response.body);
        }
        if (path.cross_origin) { allow_origin(request, response); }
        measures_.count_request(path.route, response.status, std::chrono::steady_clock::now() - began);
    }

  private:
    // Also where memory runs out in the middle.
    struct Forgetting {
        Routes& routes;
        ~Forgetting() {
            routes.decide_.forget();
            routes.signals_.forget();
        }
    };
    using Handler = std::optional<Problem> (Routes::*)(const http::RequestView&, const engine::RuleIndex&,
                                                       engine::Instant, http::Response&);
    struct Path {
        std::string_view path;
        Route route;
        std::string_view allow;
        bool cross_origin;  // pages of other origins may ask
        Handler get, post, options;
    };

    static constexpr std::string_view read_only = "GET, HEAD";
    static constexpr std::string_view read_only_or_options = "GET, HEAD, OPTIONS";
    static const std::array<Path, 8> paths;  // the last is for all others

    static const Path& find_path(std::string_view path) {
        const auto found = std::find_if(paths.begin(), paths.end() - 1,
                                        [&](const Path& known) { return known.path == path; });
        return *found;
    }

    std::optional<Problem> answer(const Path& path, const http::RequestView& request,
                                  const engine::RuleIndex& rules, engine::Instant now,
                                  http::Response& response) {
        const std::string_view method = request.method;
        if (path.allow.empty()) { return Problem{ProblemKind::not_found}; }
        const Handler handler = method == "POST"                      ? path.post
                                : method == "GET" || method == "HEAD" ? path.get
                                : method == "OPTIONS"                 ? path.options
                                                                      : nullptr;
        if (handler == nullptr) { return Problem{ProblemKind::method_not_allowed}; }
        return (this->*handler)(request, rules, now, response);
    }

    std::optional<Problem> post_decide(const http::RequestView& request, const engine::RuleIndex& rules,
                                       engine::Instant now, http::Response& response) {
        return decide_.post(request, rules, now, response);
    }

    std::optional<Problem> get_decide(const http::RequestView& request, const engine::RuleIndex& rules,
                                      engine::Instant now, http::Response& response) {
        return decide_.get(request, rules, now, response);
    }

    std::optional<Problem> get_signals(const http::RequestView& request, const engine::RuleIndex& rules,
                                       engine::Instant now, http::Response& response) {
        return signals_.get(request, rules, now, response);
    }

    // A preflight, or somebody who asks what is possible; both learn it.
    std::optional<Problem> options_decide(const http::RequestView&, const engine::RuleIndex&, engine::Instant,
                                          http::Response& response) {
        response.status = 204;
        response.field("Allow", "GET, HEAD, POST, OPTIONS");
        response.fields.append(preflight_fields);
        return std::nullopt;
    }

    std::optional<Problem> options_read_only(const http::RequestView&, const engine::RuleIndex&,
                                             engine::Instant, http::Response& response) {
        response.status = 204;
        response.field("Allow", read_only_or_options);
        response.fields.append(preflight_fields);
        return std::nullopt;
    }

    template <Notice Notices::*notice>
    std::optional<Problem> get_notice(const http::RequestView& request, const engine::RuleIndex&,
                                      engine::Instant now, http::Response& response) {
        if (!notices_) { return Problem{ProblemKind::not_found}; }
        answer_with(notices_->now().*notice, request, now, settings_, response);
        return std::nullopt;
    }

    std::optional<Problem> get_health(const http::RequestView&, const engine::RuleIndex&, engine::Instant,
                                      http::Response& response) {
        response.field("Cache-Control", "no-store");
        response.body.append(R"({"alive":true})");
        return std::nullopt;
    }

    std::optional<Problem> get_readiness(const http::RequestView&, const engine::RuleIndex&, engine::Instant,
                                         http::Response& response) {
        response.status = readiness_.ready() ? 200 : 503;
        response.field("Cache-Control", "no-store");
        readiness_.write(response.body);
        return std::nullopt;
    }

    // Never with credentials: there is nothing here that they would protect.
    void allow_origin(const http::RequestView& request, http::Response& response) const {
        if (any_origin_) {
            response.fields.append(any_origin_field);
        } else {
            response.field("Vary", "Origin");
            const auto& ours = settings_.cors_origins;
            const auto listed = std::find(ours.begin(), ours.end(), request.header("origin").value_or(""));
            if (listed == ours.end()) { return; }
            response.field("Access-Control-Allow-Origin", *listed);
        }
        response.fields.append(exposing_field);
    }

    const PublicSettings& settings_;
    Measures& measures_;
    const Readiness& readiness_;
    Decide decide_;
    SignalList signals_;
    std::optional<live::InHand<Notices>> notices_;
    bool any_origin_;
};

const std::array<PublicApi::Routes::Path, 8> PublicApi::Routes::paths = {{
    {"/v1/decide", Route::decide, "GET, HEAD, POST, OPTIONS", true, &Routes::get_decide, &Routes::post_decide,
     &Routes::options_decide},
    {"/v1/signals", Route::signals, read_only_or_options, true, &Routes::get_signals, nullptr,
     &Routes::options_read_only},
    {statement_path, Route::privacy, read_only_or_options, true, &Routes::get_notice<&Notices::statement>,
     nullptr, &Routes::options_read_only},
    {rights_path, Route::rights, read_only_or_options, true, &Routes::get_notice<&Notices::rights>, nullptr,
     &Routes::options_read_only},
    {gpc_path, Route::gpc, read_only_or_options, true, &Routes::get_notice<&Notices::gpc>, nullptr,
     &Routes::options_read_only},
    {health_path, Route::healthz, read_only, false, &Routes::get_health, nullptr, nullptr},
    {readiness_path, Route::readyz, read_only, false, &Routes::get_readiness, nullptr, nullptr},
    {"", Route::other, "", false, nullptr, nullptr, nullptr},
}};

PublicApi::PublicApi(const PublicSettings& settings, Measures& measures, const Readiness& readiness,
                     std::uint64_t chance_seed)
    : routes_(std::make_unique<Routes>(settings, measures, readiness, chance_seed)) {}
PublicApi::~PublicApi() = default;

void PublicApi::handle(const http::RequestView& request, const engine::RuleIndex& rules, engine::Instant now,
                       http::Response& response) {
    routes_->handle(request, rules, now, response);
}

}  // namespace passerby::api
