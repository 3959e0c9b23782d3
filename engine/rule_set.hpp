// The checked source form of a rule set: plain values, nothing compiled, every id resolved.
//
// Whoever fills one in (the rule language, a test, a generator) promises what the comments ask; `compile`
// turns it into the form that answers. Spellings are kept as the author wrote them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/instant.hpp"
#include "engine/place.hpp"
#include "engine/vocabulary.hpp"
#include "engine/zone.hpp"

namespace passerby::engine {

using SlotId = std::uint32_t;     // index into RuleSet::slots
using ContentId = std::uint32_t;  // … contents
using SegmentId = std::uint32_t;  // … segments
using RuleId = std::uint32_t;     // … rules: the order of files, then of lines
using GroupId = std::uint32_t;    // … exclusive_groups

// Both ends included; ±infinity where open. Strict bounds are the next number inwards.
struct Interval {
    double min, max;
    friend bool operator==(const Interval&, const Interval&) = default;
};

// One operator of a test, e.g. a list of values, or `{not: …}`, or `{prefix: …}`.
struct Operator {
    enum class Kind : std::uint8_t {
        any_of,  // texts: a string is one of them; a set contains one of them
        all_of,  // texts: a set contains each of them
        prefix,  // texts: a string begins with one of them
        glob,    // texts: a whole string fits one of them
        within,  // intervals: a number lies in one of them; wrapped ranges are two
    };
    Kind kind = Kind::any_of;
    bool negated = false;  // `{not: …}`: the opposite, of a known signal
    std::vector<std::string> texts;
    std::vector<Interval> intervals;
};

// One test of one signal: every operator holds. Never empty.
struct Test {
    SignalId signal = 0;
    std::vector<Operator> operators;
};

struct Condition {
    enum class Kind : std::uint8_t {
        always,    // no `when` at all
        all,       // every child holds: a mapping, or `all: […]`
        any,       // one child holds
        negation,  // its one child does not hold
        test,      // `test` holds
        segment,   // one of `segments` holds
    };
    Kind kind = Kind::always;
    bool listed = false;  // `all`: written as `all: […]`, not as a mapping (for paths in explanations)
    Place place;
    std::vector<Condition> children;
    std::vector<SegmentId> segments;
    std::optional<Test> test;
};

struct Cap {
    enum class Per : std::uint8_t { visit, hour, day, week };
    std::uint32_t times = 0;
    Per per = Per::day;
};

struct Content {
    std::string id;
    std::string data = "{}";  // a JSON object, minified
    std::optional<GroupId> exclusive;
    std::optional<Cap> cap;
    Place place;
};

struct Slot {
    std::string id;
    std::optional<ContentId> fallback;
    std::uint8_t count = 1;
    Condition when;
    Place place;
};

struct Segment {
    std::string id;
    Condition when;
    Place place;
};

struct Variant {
    ContentId content = 0;
    double weight = 1;
};

struct Budget {
    enum class Counts : std::uint8_t { impressions, clicks };
    enum class Per : std::uint8_t { day, total };
    enum class Pace : std::uint8_t { even, asap };
    Counts counts = Counts::impressions;
    std::uint64_t limit = 0;
    Per per = Per::day;
    Pace pace = Pace::even;
};

enum class Clock : std::uint8_t { visitor, site };

// `why:` as the author wrote it: one sentence (language empty) or one a language; empty: generated.
struct Sentence {
    std::string language;
    std::string text;
};

struct Rule {
    std::string id;
    std::vector<SlotId> slots;  // at least one, each once
    Condition when;
    std::vector<Variant> show;  // at least one, each content once
    std::int32_t priority = 0;
    double weight = 1;
    Clock clock = Clock::visitor;
    Instant from = Instant::min();   // in force from here …
    Instant until = Instant::max();  // … up to, not including, here
    bool enabled = true;
    std::optional<Budget> budget;
    std::vector<Sentence> why;
    std::vector<std::string> allow;  // warnings that this rule accepts
    std::string owner;
    std::string notes;
    Place place;
};

struct RuleSet {
    std::string revision;            // hex; names these very files
    std::vector<std::string> files;  // relative paths, `/` between
    Zone zone;
    Vocabulary vocabulary;
    std::vector<Slot> slots;
    std::vector<Content> contents;
    std::vector<std::string> exclusive_groups;
    std::vector<Segment> segments;  // no segment reaches itself
    std::vector<Rule> rules;
};

}  // namespace passerby::engine
