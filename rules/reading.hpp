// What every reader of a part of the language is given: where remarks go, and what the names mean.
#pragma once

#include "engine/vocabulary.hpp"
#include "engine/zone.hpp"
#include "rules/names.hpp"
#include "rules/report.hpp"

namespace passerby::rules {

struct Reading {
    Report& report;
    Names& names;
    const engine::Vocabulary& vocabulary;
    const engine::Zone& zone;
    bool zone_known = true;  // else `zone` stands in for one that was reported
};

}  // namespace passerby::rules
