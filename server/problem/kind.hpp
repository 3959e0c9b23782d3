// What can be wrong with a request, as RFC 9457 says it: one table of kinds, their status and their words.
//
// The first part is found by HTTP itself, before anybody reads the request, the second by whom it is for.
// Every text stands in our source: a problem repeats nothing that a client sent. Trivial values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/problem/own_text.hpp"

namespace passerby::problem {

enum class Kind : std::uint8_t {
    none,
    bad_request_line,
    bad_target,
    bad_version,
    bad_line_end,
    bad_field,
    folded_field,
    bad_host,
    bad_content_length,
    bad_transfer_encoding,
    bad_chunk,
    truncated,
    head_timeout,
    body_timeout,
    body_too_large,
    target_too_long,
    bad_expectation,
    head_too_large,
    overload,
    unsupported_version,

    malformed_json,
    body_not_an_object,
    slots_missing,
    slots_malformed,
    now_malformed,
    files_malformed,
    undeclared_members,
    unauthorized,
    forbidden,
    wrong_host,
    foreign_origin,
    not_found,
    method_not_allowed,
    not_json_media,
    internal,
};
inline constexpr Kind last_kind = Kind::internal;

struct Words {
    Kind kind;
    int status;
    OwnText type;  // stable, for machines; after `urn:passerby:problem:`
    OwnText title;
    OwnText detail;
};

const Words& words_of(Kind kind);
int status_of(Kind kind);

inline constexpr std::string_view media_type = "application/problem+json";
// Appends the problem's JSON object but for its closing brace: further members may follow.
void begin(Kind kind, std::string& out);

}  // namespace passerby::problem
