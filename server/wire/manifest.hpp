// What the rules in force read of a request, as JSON for pages: `GET /v1/signals`.
#pragma once

#include <cstdint>
#include <string>

#include "engine/manifest.hpp"
#include "engine/rule_index.hpp"

namespace passerby::wire {

enum class ManifestDetail : std::uint8_t {
    full,
    names,  // cuts and values are the operator's secret: pages send what they have
};

void write_manifest(const engine::RuleIndex& rules, const engine::ReadByRules& read, ManifestDetail detail,
                    std::string& out);

}  // namespace passerby::wire
