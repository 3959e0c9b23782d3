// What the handlers need of the configuration: plain values, filled in once by `app`.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "engine/consent.hpp"
#include "rules/guard.hpp"
#include "server/live/in_force.hpp"
#include "server/wire/answer.hpp"
#include "server/wire/manifest.hpp"
#include "server/wire/request.hpp"

namespace passerby::api {

struct Notices;  // see notices.hpp
struct Places;   // see visitor_place.hpp

struct PublicSettings {
    std::vector<std::string> cors_origins{"*"};  // `*`, or origins as browsers write them
    wire::AnswerParts answer;                    // what public answers tell beside the content
    wire::ManifestDetail manifest = wire::ManifestDetail::full;  // what `/v1/signals` tells
    bool strict = false;                                         // undeclared members are refused with 422
    bool child_directed = false;                                 // every visitor counts as a child
    std::chrono::seconds cache_max{60};
    std::size_t body_bytes_max = wire::request_bytes_max;
    engine::ConsentPolicy consent;
    wire::TcfReader tcf;             // for whom TC strings are read
    const Places* places = nullptr;  // where addresses are looked up, and shared by all; null: nowhere
    const live::InForce<Notices>* notices = nullptr;  // shared by all; null: nobody composes any
};

enum class Role : std::uint8_t { viewer, editor, operator_ };  // each may do what those before it may

struct Token {
    std::string name;  // of a colleague: the author in the log
    Role role = Role::viewer;
    std::string secret;
};

struct AdminSettings {
    std::vector<Token> tokens;       // empty: loopback only, and everybody there is an operator
    std::vector<std::string> hosts;  // further Host names that are ours, beside the loopback's
    PublicSettings decide;           // explanations decide as the public listener does
    rules::Guard guard;              // what a check goes by
};

}  // namespace passerby::api
