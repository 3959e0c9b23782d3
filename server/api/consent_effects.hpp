// What each word on consent takes away from those who would otherwise permit everything, under one
// configuration. Asked of the gate and of the reader of TC strings themselves, so that it is never written
// twice.
#pragma once

#include <string>
#include <vector>

#include "engine/consent.hpp"
#include "server/api/settings.hpp"

namespace passerby::api {

struct ConsentEffect {
    std::string when;   // a name for programs: "sec_gpc", "tcf_purpose_11_refused"
    std::string about;  // the same for people
    engine::PurposeSet drops;
};

std::vector<ConsentEffect> consent_effects(const PublicSettings& settings);

// What is not used of anybody, whatever he permits.
engine::PurposeSet dropped_for_everybody(const PublicSettings& settings);

}  // namespace passerby::api
