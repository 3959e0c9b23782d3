#include "rules/parse_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "engine/limits.hpp"
#include "rules/names.hpp"
#include "rules/parse_content.hpp"
#include "rules/parse_keys.hpp"
#include "rules/parse_signals.hpp"
#include "rules/parse_slot.hpp"
#include "rules/reading.hpp"
#include "rules/zones.hpp"

namespace passerby::rules {

namespace limits = engine::limits;

namespace {

enum Section : std::size_t { timezone, slots, content, signals, segments, rules, section_count };

constexpr std::array<std::string_view, section_count> section_names = {"timezone", "slots",    "content",
                                                                       "signals",  "segments", "rules"};

// The sections of one file, by Section.
using Outline = std::array<std::optional<Node>, section_count>;

class OutlineReader {
  public:
    explicit OutlineReader(Report& report) : report_(report), scalars_(report) {}

    Outline read(Node root) {
        Outline outline;
        if (is_blank(root) || !scalars_.is_mapping(root, "a rule file", "begin with e.g. `rules:`")) {
            return outline;
        }
        for (auto [key, value] : root.entries()) {
            const auto name = std::find(section_names.begin(), section_names.end(), key.text());
            const auto section = static_cast<std::size_t>(name - section_names.begin());
            if (name == section_names.end()) {
                say_unknown_key(report_, key, "a rule file", section_names);
            } else if (fits(section, value)) {
                outline[section] = value;
            }
        }
        return outline;
    }

  private:
    // A section may also be left blank.
    bool fits(std::size_t section, Node value) {
        if (section == timezone) { return true; }
        if (is_blank(value)) { return false; }
        const NodeKind kind = section == rules ? NodeKind::sequence : NodeKind::mapping;
        if (value.kind() == kind) { return true; }
        report_.say(
            value, "wrong-kind",
            fmt::format("`{}` is {}, not {}", section_names[section], name_of(kind), name_of(value.kind())),
            kind == NodeKind::sequence ? "begin each rule with `- id:`" : "write `name:`, then what it is");
        return false;
    }

    Report& report_;
    ScalarReader scalars_;
};

class SetReader {
  public:
    SetReader(std::span<const SetFile> files, Report& report)
        : files_(files), report_(report), scalars_(report) {}

    ReadSet read() {
        outline_files();
        read_timezone();
        read_signals();
        take_names(slots, names_.slots, "a slot");
        take_names(content, names_.contents, "a content");
        take_names(segments, names_.segments, "a segment");
        limit(names_.slots.size(), limits::slots_max, slots, "too-many-slots", "slots");
        Reading reading{report_, names_, set_.vocabulary, set_.zone, zone_known_};
        read_contents(reading);
        read_slots(reading);
        read_segments(reading);
        read_rules(reading);
        for (const std::string_view group : names_.groups.all()) {
            set_.exclusive_groups.emplace_back(group);
        }
        return {std::move(set_), std::move(places_)};
    }

  private:
    void outline_files() {
        OutlineReader reader(report_);
        for (std::uint32_t file = 0; file < files_.size(); ++file) {
            if (!files_[file].readable) {
                names_.complete = false;
                report_.mark_broken(file);
            }
            report_.enter(file);
            const Document& document = *files_[file].document;
            outlines_.push_back(document.empty() ? Outline{} : reader.read(document.root()));
        }
    }

    // Calls `each(key, value)` for every entry of a section, file by file.
    template <class Each>
    void for_entries(Section section, Each each) {
        for (std::uint32_t file = 0; file < outlines_.size(); ++file) {
            const std::optional<Node>& node = outlines_[file][section];
            if (!node) { continue; }
            report_.enter(file);
            for (auto [key, value] : node->entries()) { each(key, value); }
        }
    }

    std::size_t count_entries(Section section) const {
        std::size_t count = 0;
        for (const Outline& outline : outlines_) { count += outline[section] ? outline[section]->size() : 0; }
        return count;
    }

    void read_timezone() {
        std::optional<engine::Place> first;
        for (std::uint32_t file = 0; file < outlines_.size(); ++file) {
            if (!outlines_[file][timezone]) { continue; }
            report_.enter(file);
            const Node node = *outlines_[file][timezone];
            const auto name = scalars_.text(node, "`timezone`");
            if (!name) {
                zone_known_ = false;
            } else if (!first) {
                first = report_.place(node);
                take_zone(node, *name);
            } else if (*name != zone_name_) {
                report_.say(node, "two-timezones",
                            fmt::format("`timezone` is {} here and {} at {}", backticked(*name),
                                        backticked(zone_name_), report_.spell(*first)),
                            "a rule set has one time zone");
            }
        }
    }

    void take_zone(Node node, std::string_view name) {
        zone_name_ = name;
        auto zone = find_zone(name);
        zone_known_ = zone.has_value();
        if (zone) {
            set_.zone = *std::move(zone);
            return;
        }
        const std::string near = nearest_zone_name(name);
        report_.say(
            node, "unknown-timezone", fmt::format("there is no time zone {}", backticked(name)),
            near.empty() ? "write a name as in `Europe/Berlin`" : fmt::format("did you mean `{}`?", near));
    }

    void read_signals() {
        SignalReader reader(report_);
        NameTable declared;
        for_entries(signals, [&](Node key, Node value) { declare(reader, declared, key, value); });
        limit(declared.size(), limits::declared_signals_max, signals, "too-many-signals", "declared signals");
        for (const engine::Signal& signal : set_.vocabulary) {
            names_.signals[signal.name] = set_.vocabulary.find(signal.name);
            names_.signal_names.push_back(signal.name);
        }
    }

    void declare(SignalReader& reader, NameTable& declared, Node key, Node value) {
        const std::string_view name = key.text();
        const auto builtin = set_.vocabulary.find(name);
        if (builtin && *builtin < engine::signals::count) {
            return report_.say(key, "builtin-signal", fmt::format("{} is built in already", backticked(name)),
                               "use it without declaring it");
        }
        const NameTable::Holder holder = declared.take(name, report_.place(key));
        if (holder.place != report_.place(key)) { say_taken(key, "a signal", holder); }
        auto signal = reader.read(key, value);
        const bool fits = declared.size() <= limits::declared_signals_max;
        if (signal && fits && holder.place == report_.place(key)) {
            set_.vocabulary.declare(*std::move(signal));
        } else {
            names_.signals.try_emplace(name, std::nullopt);
        }
    }

    void say_taken(Node key, std::string_view what, const NameTable::Holder& holder) {
        report_.say(key, "duplicate-id",
                    fmt::format("there is {} {} already at {}", what, backticked(key.text()),
                                report_.spell(holder.place)),
                    "names are shared by all files of a rule set");
    }

    void take_names(Section section, NameTable& table, std::string_view what) {
        table.reserve(count_entries(section));
        for_entries(section, [&](Node key, Node) {
            scalars_.new_id(key, what);
            const NameTable::Holder holder = table.take(key.text(), report_.place(key));
            if (holder.place != report_.place(key)) { say_taken(key, what, holder); }
        });
    }

    void limit(std::size_t count, std::size_t most, Section section, CodeName code, std::string_view what) {
        if (count <= most) { return; }
        for (std::uint32_t file = 0; file < outlines_.size(); ++file) {
            if (!(outlines_[file][section])) { continue; }
            report_.enter(file);
            return report_.say(
                *(outlines_[file][section]), code,
                fmt::format("the rule set has {} {}; it may have at most {}", count, what, most));
        }
    }

    // Reads each entry, and keeps it where it holds its name: names were taken in this order.
    template <class Thing, class Read>
    void fill(Section section, const NameTable& table, std::vector<Thing>& things, Read read) {
        things.reserve(table.size());
        for_entries(section, [&](Node key, Node value) {
            Thing thing = read(key, value);
            const auto next = static_cast<std::uint32_t>(things.size());
            const bool holds = next < table.size() && table.place(next) == report_.place(key);
            if (holds) { things.push_back(std::move(thing)); }
        });
    }

    void read_contents(Reading& reading) {
        ContentReader reader(reading);
        fill(content, names_.contents, set_.contents,
             [&](Node key, Node value) { return reader.read(key, value); });
    }

    void read_slots(Reading& reading) {
        SlotReader reader(reading);
        fill(slots, names_.slots, set_.slots, [&](Node key, Node value) { return reader.read(key, value); });
    }

    void read_segments(Reading& reading) {
        ConditionReader conditions(reading);
        fill(segments, names_.segments, set_.segments, [&](Node key, Node value) {
            return engine::Segment{std::string(key.text()), conditions.read(value, "a segment"),
                                   report_.place(key)};
        });
    }

    void read_rules(Reading& reading) {
        const std::size_t count = count_entries(rules);
        limit(count, limits::rules_max, rules, "too-many-rules", "rules");
        if (count > limits::rules_max) { return; }
        names_.rules.reserve(count);
        set_.rules.reserve(count);
        places_.reserve(count);
        RuleReader reader(reading);
        for (std::uint32_t file = 0; file < outlines_.size(); ++file) {
            if (!outlines_[file][rules]) { continue; }
            report_.enter(file);
            for (Node node : outlines_[file][rules]->items()) {
                RuleReader::Read read = reader.read(node);
                set_.rules.push_back(std::move(read.rule));
                places_.push_back(read.places);
            }
        }
    }

    std::span<const SetFile> files_;
    Report& report_;
    ScalarReader scalars_;
    std::vector<Outline> outlines_;
    Names names_;
    std::string_view zone_name_;
    bool zone_known_ = true;
    engine::RuleSet set_;
    std::vector<RulePlaces> places_;
};

}  // namespace

ReadSet read_set(std::span<const SetFile> files, Report& report) {
    return SetReader(files, report).read();
}

}  // namespace passerby::rules
