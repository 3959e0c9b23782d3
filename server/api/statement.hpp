// What this server reads of a visit, for which purpose, by which rules, and what it keeps: one plain value,
// made from the rules and the configuration in force, that is written as JSON and as a page.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rule_index.hpp"
#include "server/api/consent_effects.hpp"
#include "server/api/settings.hpp"

namespace passerby::api {

// A signal that enabled rules read.
struct SignalUse {
    std::string_view name;
    std::string about;
    std::vector<std::string_view> needs;  // purposes, each of which must be permitted
    bool used = true;                     // false: read by rules, but dropped of everybody here
    std::size_t rule_count = 0;
    std::vector<std::string_view> rules;  // the first of them; none where rules are not told
};

struct PurposeUse {
    std::string_view purpose;  // "none": what needs no permission
    std::string_view title, about;
    std::vector<SignalUse> signals;
};

struct HeaderUse {
    std::string_view name, about;
};

struct Kept {
    std::string_view what, about, where, how_long;
};

// Views are into the rules and into tables.
struct Statement {
    std::string_view rules, version;
    bool for_ads = false;  // else content
    bool tells_rules = true;
    bool child_directed = false;
    std::int64_t max_age_days = 0;
    std::optional<unsigned> tcf_vendor;  // nothing: the publisher
    std::vector<PurposeUse> purposes;
    std::vector<ConsentEffect> effects;
    std::vector<HeaderUse> headers;
    std::string_view address;  // what becomes of it
    bool reads_address = false;
    std::span<const Kept> kept;
    std::span<const std::string_view> never_kept;
};

// The rules outlive it.
Statement make_statement(const engine::RuleIndex& rules, const PublicSettings& settings);

// What is dropped, in words: "behaviour", "device", "location finer than country".
std::vector<std::string_view> names_of(engine::PurposeSet dropped);

inline constexpr std::string_view statement_path = "/v1/privacy", rights_path = "/v1/privacy/rights",
                                  gpc_path = "/.well-known/gpc.json";

}  // namespace passerby::api
