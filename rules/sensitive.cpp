#include "rules/sensitive.hpp"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "rules/lint.hpp"
#include "rules/sensitive_words.hpp"

namespace passerby::rules {

using engine::Condition;
using engine::Group;
using Kind = engine::Condition::Kind;

namespace {

constexpr engine::PurposeSet telling = {engine::Purpose::location, engine::Purpose::behaviour,
                                        engine::Purpose::history};

// What was found in a condition.
struct Found {
    const Condition* topic = nullptr;  // the first test of one
    const SensitiveWord* word = nullptr;
    std::optional<engine::SignalId> visitor;  // the first signal about the visitor

    void add(const Found& other) {
        if (word == nullptr) {
            topic = other.topic;
            word = other.word;
        }
        if (!visitor) { visitor = other.visitor; }
    }
};

class SensitiveCheck {
  public:
    SensitiveCheck(const engine::RuleSet& set, Report& report)
        : set_(set),
          report_(report),
          segments_(set.segments.size()),
          refused_segments_(set.segments.size()) {}

    void run() {
        std::vector<Found> slots;
        for (const engine::Slot& slot : set_.slots) { slots.push_back(look_into(slot.when, Sense::asked)); }
        for (const engine::Rule& rule : set_.rules) {
            Found found = look_into(rule.when, Sense::asked);
            for (const engine::SlotId slot : rule.slots) { found.add(slots[slot]); }
            if (found.word != nullptr && found.visitor && !accepts(rule, "sensitive")) { warn(rule, found); }
        }
    }

  private:
    enum class Sense : std::uint8_t { asked, refused };

    Found look_into(const Condition& condition, Sense sense) {
        Found found;
        if (condition.test) { return look_into(condition, *condition.test, sense); }
        const bool flips = condition.kind == Kind::negation;
        const Sense inner = flips == (sense == Sense::asked) ? Sense::refused : Sense::asked;
        for (const Condition& child : condition.children) { found.add(look_into(child, inner)); }
        for (const engine::SegmentId segment : condition.segments) { found.add(look_into(segment, sense)); }
        return found;
    }

    Found look_into(engine::SegmentId id, Sense sense) {
        auto& known = (sense == Sense::asked ? segments_ : refused_segments_)[id];
        if (!known) { known = look_into(set_.segments[id].when, sense); }
        return *known;
    }

    Found look_into(const Condition& condition, const engine::Test& test, Sense sense) const {
        const engine::Signal& signal = set_.vocabulary[test.signal];
        Found found;
        if (signal.needs.without(telling) != signal.needs) { found.visitor = test.signal; }
        if (signal.group != Group::page && signal.group != Group::behaviour && !signal.declared) {
            return found;
        }
        for (const engine::Operator& op : test.operators) {
            if (found.word == nullptr && op.negated == (sense == Sense::refused)) {
                found.word = find_word(signal, op);
            }
        }
        found.topic = &condition;
        return found;
    }

    const SensitiveWord* find_word(const engine::Signal& signal, const engine::Operator& op) const {
        if (signal.declared) {
            if (const SensitiveWord* word = words_.find(with_blanks(signal.member()))) { return word; }
        }
        for (const std::string& text : op.texts) {
            if (const SensitiveWord* word = words_.find(text)) { return word; }
        }
        return nullptr;
    }

    static std::string with_blanks(std::string_view name) {
        std::string out(name);
        for (char& c : out) { c = c == '_' ? ' ' : c; }
        return out;
    }

    void warn(const engine::Rule& rule, const Found& found) {
        const std::string& topic = set_.vocabulary[found.topic->test->signal].name;
        const std::string& visitor = set_.vocabulary[*found.visitor].name;
        const std::string with = topic == visitor ? "" : fmt::format(" together with `{}`", visitor);
        report_.say(found.topic->place, "sensitive",
                    fmt::format("rule {} asks for `{}` ({}) in `{}`{}", backticked(rule.id),
                                found.word->words, found.word->topic, topic, with),
                    "ask for the page alone, or say `allow: [sensitive]` with the reason in `notes`");
    }

    const engine::RuleSet& set_;
    Report& report_;
    SensitiveWords words_;
    std::vector<std::optional<Found>> segments_, refused_segments_;  // by SegmentId
};

}  // namespace

void warn_of_sensitive_rules(const engine::RuleSet& set, Report& report) {
    SensitiveCheck(set, report).run();
}

}  // namespace passerby::rules
