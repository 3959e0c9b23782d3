// What the rules in force read of a request, so that a page need not send anything else: which signals, and
// of each what its tests tell apart.
//
//   cart_value    0 ───────── 50 ──────── 100 ─▶    no test tells 50 from 63.20: it may travel as 50
//   page.section  sport | news | all others          no test tells two of the others apart
//
// So whoever sends of a number the largest cut that it reaches, of a text the value or that it is none of
// these, gets the same answer from every test, and with it the same decision. Whatever is tested by prefix or
// glob has to come whole. Disabled rules do not count; those outside their schedule do, as they may come into
// force without a new revision. Kept slot by slot, and for all slots together. Immutable after compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/rule_set.hpp"
#include "engine/symbols.hpp"

namespace passerby::engine {

struct CompiledRules;
class RuleIndex;

// One signal that is read: `whole`, or by cuts (a number; the first is the least that it can be), or by
// values (a text; as rules compare them).
struct SignalRead {
    SignalId signal = 0;
    bool whole = false;
    std::vector<double> cuts = {};      // ascending
    std::vector<SymbolId> values = {};  // ascending
};

struct ReadByRules {
    std::vector<SignalRead> signals;  // ascending, without those of time …
    bool utc_offset = false;          // … which are read by the visitor's clock
};

class Manifest {
  public:
    // More values or cuts of one signal are not listed: it is read whole. A list is for every page to fetch,
    // and one that tells a thousand values apart hides hardly anything.
    static constexpr std::size_t of_signal_max = 1'000;
    // … nor more of all slots one by one, whatever the rules: those beyond are read whole. A few MiB.
    static constexpr std::size_t of_slots_max = 1u << 18;

    ReadByRules of_all() const;
    ReadByRules of(std::span<const SlotId> slots) const;
    std::size_t bytes() const;

  private:
    friend Manifest make_manifest(const CompiledRules& rules);
    enum class Form : std::uint8_t { whole, cuts, values };
    // A SignalRead; its cuts or values stand at [first, first + count).
    struct Part {
        SignalId signal;
        Form form;
        std::uint32_t first = 0, count = 0;
    };
    struct Reader {
        std::uint32_t first_part = 0, part_count = 0;
        bool utc_offset = false;
    };
    void keep(const ReadByRules& read, std::size_t values_max);
    ReadByRules read_by(const Reader& reader) const;

    std::vector<Reader> readers_;  // by SlotId; the last is all slots together
    std::vector<Part> parts_;
    std::vector<double> cuts_;
    std::vector<SymbolId> values_;
};

// A step of compile: conditions, rules and sentences are there.
Manifest make_manifest(const CompiledRules& rules);

const Manifest& manifest_of(const RuleIndex& rules);

}  // namespace passerby::engine
