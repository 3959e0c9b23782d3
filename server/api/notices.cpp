#include "server/api/notices.hpp"

#include <utility>

#include "server/api/accept.hpp"
#include "server/api/caching.hpp"
#include "server/api/page.hpp"
#include "server/api/rights.hpp"
#include "server/api/statement.hpp"
#include "server/api/statement_json.hpp"
#include "server/api/statement_page.hpp"

namespace passerby::api {

namespace {

Notice::Form form_of(std::string body) {
    std::string tag(EntityTag(body).text());
    return {std::move(body), std::move(tag)};
}

}  // namespace

Notices compose_notices(const engine::RuleIndex& rules, const PublicSettings& settings) {
    const Statement statement = make_statement(rules, settings);
    return {.statement = {form_of(statement_json(statement)), form_of(statement_page(statement))},
            .rights = {form_of(rights_json()), form_of(rights_page())},
            .gpc = {form_of(gpc_json()), {}}};
}

void answer_with(const Notice& notice, const http::RequestView& request, engine::Instant now,
                 const PublicSettings& settings, http::Response& response) {
    const bool has_page = !notice.html.body.empty();
    const bool as_page = has_page && prefers_html(request.header("accept").value_or(""));
    const Notice::Form& form = as_page ? notice.html : notice.json;
    allow_caching(now, engine::never_changes, settings.cache_max, response);
    if (has_page) { response.field("Vary", "Accept"); }
    response.field("ETag", form.tag);
    response.field("X-Content-Type-Options", "nosniff");
    if (as_page) {
        response.content_type = Page::media_type;
        response.field("Content-Security-Policy", Page::security_policy);
        response.field("Referrer-Policy", "no-referrer");
    }
    if (names_tag(request.header("if-none-match").value_or(""), form.tag)) {
        response.status = 304;
    } else {
        response.body.append(form.body);
    }
}

}  // namespace passerby::api
