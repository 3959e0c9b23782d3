#include "server/settings.hpp"

#include <algorithm>
#include <optional>

#include "server/api/admin_api.hpp"
#include "server/memory_limit.hpp"

namespace passerby {

namespace {

// What others may fill is a part of what there is: where a control group says how much, beyond it is death.
std::size_t held_at_most(std::size_t bytes) {
    const std::optional<std::size_t> memory = process::read_memory_limit();
    return memory ? std::min(bytes, *memory / 4) : bytes;
}

}  // namespace

http::Limits public_limits(const Options& options) {
    http::Limits limits{.connections = options.limits.connections,
                        .header_bytes = options.limits.header_bytes,
                        .body_bytes = options.limits.body_bytes,
                        .head_timeout = options.limits.head_timeout,
                        .body_timeout = options.limits.body_timeout,
                        .idle_timeout = options.limits.idle_timeout};
    limits.held_bytes = held_at_most(limits.held_bytes);
    return limits;
}

http::Limits admin_limits(const Options& options) {
    http::Limits limits = public_limits(options);
    limits.connections = 64;
    limits.body_bytes = api::AdminApi::body_bytes_max;
    limits.held_bytes = held_at_most(4 * limits.body_bytes);
    return limits;
}

api::PublicSettings public_settings(const Options& options, const api::Places* places) {
    api::PublicSettings settings;
    settings.cors_origins = options.cors_origins;
    settings.answer.rule = options.answer.rule;
    settings.answer.why = options.answer.why;
    settings.answer.signals = options.answer.signals;
    settings.manifest = options.manifest == Options::Manifest::names ? wire::ManifestDetail::names
                                                                     : wire::ManifestDetail::full;
    settings.strict = options.strict;
    settings.places = places;
    settings.child_directed = options.consent.child_directed;
    settings.cache_max = options.cache_max;
    settings.body_bytes_max = options.limits.body_bytes;
    settings.consent.age_max = options.consent.max_age;
    const bool for_ads = options.consent.use == decltype(options.consent.use)::ads;
    settings.tcf = {.use = for_ads ? wire::TcfReader::Use::ads : wire::TcfReader::Use::content,
                    .vendor = options.consent.tcf_vendor.value_or(0)};
    return settings;
}

api::AdminSettings admin_settings(const Options& options) {
    api::AdminSettings settings;
    settings.tokens = options.admin.tokens;
    settings.hosts = options.admin.hosts;
    settings.decide = public_settings(options);  // an operator's address is nobody's place
    settings.guard = options.guard;
    return settings;
}

}  // namespace passerby
