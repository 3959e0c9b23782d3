// What is told alike to everybody who asks: the statement of what is used, the rights, the support of GPC.
// Composed once for each rule set, before anybody asks; workers only copy it out.
#pragma once

#include <string>

#include "engine/instant.hpp"
#include "engine/rule_index.hpp"
#include "server/api/settings.hpp"
#include "server/http/message.hpp"
#include "server/live/in_force.hpp"

namespace passerby::api {

// One of them, as programs and as people read it; each with its entity tag.
struct Notice {
    struct Form {
        std::string body, tag;
    };
    Form json, html;  // html: empty where programs alone ask for it
};

// Immutable.
struct Notices {
    Notice statement, rights, gpc;
};
using LiveNotices = live::InForce<Notices>;

Notices compose_notices(const engine::RuleIndex& rules, const PublicSettings& settings);

// In the form that the request prefers; 304 where the client has it already.
void answer_with(const Notice& notice, const http::RequestView& request, engine::Instant now,
                 const PublicSettings& settings, http::Response& response);

}  // namespace passerby::api
