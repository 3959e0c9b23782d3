// Why a request is refused before it reaches the API: one table of status, title and sentence.
#pragma once

#include <cstdint>
#include <string_view>

namespace passerby::http {

enum class Refusal : std::uint8_t {
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
    unparsed,
    head_timeout,
    body_timeout,
    body_too_large,
    target_too_long,
    bad_expectation,
    head_too_large,
    overload,
    unsupported_version,
};

struct RefusalText {
    Refusal refusal;
    int status;
    std::string_view type;  // stable, for machines
    std::string_view title;
    std::string_view detail;  // never repeats what was sent
};

const RefusalText& describe(Refusal refusal);

}  // namespace passerby::http
