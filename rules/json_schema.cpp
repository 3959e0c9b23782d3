#include "rules/json_schema.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <iterator>

#include "engine/limits.hpp"
#include "rules/codes.hpp"
#include "rules/json_text.hpp"
#include "rules/schema_patterns.hpp"

namespace passerby::rules {

namespace {

namespace limits = engine::limits;
using engine::Signal;
using engine::SignalType;

// What a signal tells, for those who hover over it. In the order of the vocabulary.
constexpr std::string_view signal_meanings[] = {
    "The hour of the day, 0 to 23; ranges may wrap: 22-2.",
    "The time of day: 09:00-17:30, from the first minute up to, not including, the second.",
    "The day of the week: mon to sun, or a range: mon-fri.",
    "Days and a time of day: fri-sat 22:00-02:00. It belongs to the day it starts on.",
    "The page's path, cut at ? and #; begins with /. The only text where upper and lower case differ.",
    "The section of the site that the page belongs to.",
    "The kind of page: article, product, checkout, …",
    "The page's language: de, en, …",
    "What the page is about.",
    "The page's keywords.",
    "Where the visitor came from.",
    "The kind of device.",
    "The device's operating system.",
    "The browser.",
    "The country: ISO 3166-1. Needs the visitor's consent to location.",
    "The region: ISO 3166-2, DE-BE. Needs the visitor's consent to location.",
    "The city. Needs the visitor's consent to location.",
    "Pages seen on this visit. Needs the visitor's consent to behaviour.",
    "Things in the cart. Needs the visitor's consent to behaviour.",
    "Minutes on the site on this visit. Needs the visitor's consent to behaviour.",
    "What the cart holds is worth. Needs the visitor's consent to behaviour.",
    "Sections seen on this visit. Needs the visitor's consent to behaviour.",
    "Topics read about on this visit. Needs the visitor's consent to behaviour.",
    "What was searched for on this visit. Needs the visitor's consent to behaviour.",
    "Visits so far, as the visitor's own device remembers. Needs the visitor's consent to history.",
    "Days since the last purchase. Needs the visitor's consent to history.",
    "Whether the visitor has been here before. Needs the visitor's consent to history.",
    "Whether the visitor subscribes. Needs the visitor's consent to history.",
};
static_assert(std::size(signal_meanings) == engine::signals::count, "every built-in signal has its meaning");

constexpr std::string_view declared_pattern = R"(^(page|device|location|behaviour)\.[a-z][a-z0-9_]{0,47}$)";
constexpr std::string_view id_pattern = "^[a-z0-9][a-z0-9._-]{0,63}$";

std::string quoted(std::string_view text) {
    std::string json;
    append_json_string(json, text);
    return json;
}

std::string reference(std::string_view definition) {
    return fmt::format(R"({{"$ref":"#/definitions/{}"}})", definition);
}

// One of that kind, or a list of them.
std::string one_or_list(std::string_view schema) {
    return fmt::format(R"({{"anyOf":[{0},{{"type":"array","items":{0},"minItems":1,"maxItems":{1}}}]}})",
                       schema, limits::list_values_max);
}

std::string list_of(std::string_view schema) {
    return fmt::format(R"({{"type":"array","items":{},"minItems":1}})", schema);
}

std::string words(std::initializer_list<std::string_view> known) {
    return words_schema({known.begin(), known.size()});
}

struct Property {
    std::string_view name;
    std::string schema;
    std::string_view meaning = {};
};

// An object of these members and no others. A reference stands beside its description in `allOf`, since
// draft 7 ignores what stands beside a `$ref`.
class ObjectSchema {
  public:
    ObjectSchema& add(const Property& property) {
        append_json_string(properties_ += before_, property.name);
        before_ = ",";
        properties_ += property.meaning.empty() ? ":" + property.schema
                                                : fmt::format(R"(:{{"description":{},"allOf":[{}]}})",
                                                              quoted(property.meaning), property.schema);
        return *this;
    }
    // Members after that pattern.
    ObjectSchema& pattern(std::string_view pattern, std::string_view schema) {
        extra_ += fmt::format(R"(,"patternProperties":{{{}:{}}})", quoted(pattern), schema);
        return *this;
    }
    ObjectSchema& require(std::initializer_list<std::string_view> names) {
        std::string list;
        for (std::string_view name : names) { list += (list.empty() ? "" : ",") + quoted(name); }
        extra_ += fmt::format(R"(,"required":[{}])", list);
        return *this;
    }
    ObjectSchema& not_empty() {
        extra_ += R"(,"minProperties":1)";
        return *this;
    }
    ObjectSchema& with(std::string_view more) {
        extra_ += more;
        return *this;
    }
    std::string done() const {
        return fmt::format(R"({{"type":"object","properties":{{{}}},"additionalProperties":false{}}})",
                           properties_, extra_);
    }

  private:
    std::string properties_, extra_;
    std::string_view before_;
};

// A mapping of names to things; a thing that has no members may be written as nothing.
std::string named(std::string_view schema) {
    return fmt::format(
        R"({{"type":["object","null"],"patternProperties":{{{}:{{"anyOf":[{},{{"type":"null"}}]}}}},"additionalProperties":false}})",
        quoted(id_pattern), schema);
}

// --- tests -----------------------------------------------------------------------------------------------

// What a test of that signal may be: a value, a list, or operators.
std::string test_schema(const Signal& signal) {
    const std::string value = one_or_list(value_schema(signal));
    ObjectSchema operators;
    operators.not_empty().add(
        {"not", value, "The opposite of the value or list, for a signal that is known."});
    if (signal.type == SignalType::string) {
        const std::string texts = one_or_list(any_scalar);
        operators.add({"prefix", texts, "The text begins with this."});
        operators.add(
            {"glob", texts, "The whole text fits: * any run without /, ** any run, ? one character but /."});
    } else if (signal.type == SignalType::set) {
        operators.add({"all", list_of(value_schema(signal)), "The set holds every one of these."});
    } else if (signal.type == SignalType::integer || signal.type == SignalType::number) {
        const std::string number = R"({"type":["number","string"]})";
        operators.add({"min", number, "At least."}).add({"max", number, "At most."});
        operators.add({"above", number, "More than."}).add({"below", number, "Less than."});
    }
    return fmt::format(R"({{"anyOf":[{},{}]}})", value, operators.done());
}

// Of a declared signal the schema does not know the type: any test at all.
std::string declared_test() {
    const std::string value = one_or_list(any_scalar);
    ObjectSchema operators;
    for (const std::string_view name : {"not", "prefix", "glob", "all", "min", "max", "above", "below"}) {
        operators.add({name, value});
    }
    return fmt::format(R"({{"anyOf":[{},{}]}})", value, operators.not_empty().done());
}

std::string condition_schema() {
    const std::string condition = reference("condition"), conditions = list_of(condition);
    ObjectSchema schema;
    schema.not_empty();
    schema.add({"all", conditions, "Every one of these conditions holds."});
    schema.add({"any", conditions, "At least one of these conditions holds."});
    schema.add({"not", condition, "The condition does not hold. What is unknown stays unknown."});
    schema.add({"segment", one_or_list(reference("id")), "One of the named segments holds."});
    const engine::Vocabulary vocabulary;
    for (std::size_t id = 0; id < vocabulary.size(); ++id) {
        const Signal& signal = vocabulary[static_cast<engine::SignalId>(id)];
        schema.add({signal.name, test_schema(signal), signal_meanings[id]});
    }
    return schema.pattern(declared_pattern, declared_test()).done();
}

// --- things ----------------------------------------------------------------------------------------------

std::string warning_names() {
    std::string schema = R"({"enum":[)";
    std::string_view before;
    for (const Code& code : all_codes()) {
        if (code.severity != Severity::warning) continue;
        append_json_string(schema += before, code.name);
        before = ",";
    }
    return schema + "]}";
}

std::string slot_schema() {
    return ObjectSchema()
        .add({"fallback", reference("id"), "The content shown when no rule matches."})
        .add({"count", whole_schema(1, limits::choices_per_slot_max),
              "How many choices the slot makes; 1 if not said."})
        .add({"when", reference("condition"), "Holds for every rule of this slot, besides the rule's own."})
        .done();
}

std::string content_schema() {
    const std::string cap = ObjectSchema()
                                .add({"times", whole_schema(1, limits::priority_max)})
                                .add({"per", words({"visit", "hour", "day", "week"})})
                                .require({"times", "per"})
                                .done();
    return ObjectSchema()
        .add({"data", R"({"type":"object"})", "Handed to the page untouched, as JSON."})
        .add({"exclusive", reference("id"), "One answer never holds two contents of the same group."})
        .add({"cap", cap, "How often one visitor sees it, counted on the visitor's own device."})
        .done();
}

std::string signal_schema() {
    const std::string number = R"({"type":["number","string"]})";
    return ObjectSchema()
        .add({"type", words({"string", "set", "integer", "number", "boolean"})})
        .add({"values", list_of(any_scalar), "The only values it can have."})
        .add({"purpose", words({"location", "behaviour", "history"}), "A further consent that it needs."})
        .add({"min", number, "The least value it can have."})
        .add({"max", number, "The greatest value it can have."})
        .require({"type"})
        .done();
}

std::string show_schema() {
    const std::string variant =
        ObjectSchema()
            .add({"content", reference("id")})
            .add({"weight", reference("weight"), "Its share among the others; 1 if not said."})
            .require({"content"})
            .done();
    return fmt::format(R"({{"anyOf":[{},{}]}})", reference("id"),
                       list_of(fmt::format(R"({{"anyOf":[{},{}]}})", reference("id"), variant)));
}

std::string budget_schema() {
    const std::string number = whole_schema(1, limits::number_max);
    return ObjectSchema()
        .add({"impressions", number})
        .add({"clicks", number})
        .add({"per", words({"day", "total"})})
        .add({"pace", words({"even", "asap"}),
              "Spread over the time, which is the default, or as soon as possible."})
        .with(R"(,"oneOf":[{"required":["impressions"]},{"required":["clicks"]}])")
        .require({"per"})
        .done();
}

std::string rule_schema() {
    return ObjectSchema()
        .add({"id", reference("id"), "Unique in the rule set."})
        .add({"slot", one_or_list(reference("id")), "The slot, or slots, that the rule fills."})
        .add({"when", reference("condition"), "What must hold; always true if not said."})
        .add({"show", show_schema(), "A content, or a list of them that share by weight."})
        .add({"priority", whole_schema(-limits::priority_max, limits::priority_max),
              "The highest wins; 0 if not said."})
        .add({"weight", reference("weight"), "Share among matching rules of equal priority; 1 if not said."})
        .add({"clock", words({"visitor", "site"}),
              "Whose time the time signals mean; the visitor's if not said."})
        .add({"from", reference("time"), "In force from here on."})
        .add({"until", reference("time"),
              "A date runs through its end; a date-time is the first moment no longer."})
        .add({"enabled", R"({"enum":[true,false,"true","false"]})",
              "false keeps the rule in the file, but out of decisions."})
        .add({"budget", budget_schema(), "How often the rule may show or be clicked."})
        .add({"why",
              fmt::format(
                  R"({{"anyOf":[{0},{{"type":"object","additionalProperties":{0},"minProperties":1}}]}})",
                  any_scalar),
              "The sentence for a visitor who asks why, or one a language."})
        .add({"allow", one_or_list(warning_names()), "Warnings that this rule accepts."})
        .add({"notes", std::string(any_scalar), "Free text, never served."})
        .add({"owner", std::string(any_scalar), "Free text, never served."})
        .require({"id", "slot", "show"})
        .done();
}

std::string definitions() {
    const std::string time =
        pattern_schema(R"(^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$)");
    // `2026` and `true` are ids, whatever YAML takes them for.
    const std::string id =
        fmt::format(R"({{"anyOf":[{},{{"type":["number","boolean","null"]}}]}})", pattern_schema(id_pattern));
    const std::string weight =
        fmt::format(R"({{"anyOf":[{{"type":"number","exclusiveMinimum":0,"maximum":{}}},{}]}})",
                    limits::weight_max, pattern_schema("^[0-9.eE+-]+$"));
    return fmt::format(R"({{"id":{},"time":{},"weight":{},"condition":{}}})", id, time, weight,
                       condition_schema());
}

}  // namespace

std::string json_schema() {
    const std::string rules = fmt::format(R"({{"type":["array","null"],"items":{}}})", rule_schema());
    const std::string signals = fmt::format(
        R"({{"type":["object","null"],"patternProperties":{{{}:{}}},"additionalProperties":false}})",
        quoted(declared_pattern), signal_schema());
    std::string sections = ObjectSchema()
                               .add({"timezone", R"({"type":"string"})",
                                     "An IANA name, Europe/Berlin; one per rule set; UTC if not said."})
                               .add({"slots", named(slot_schema()), "The places on a page."})
                               .add({"content", named(content_schema()), "What can be shown."})
                               .add({"signals", signals, "This site's own facts, beside the built-in ones."})
                               .add({"segments", named(reference("condition")), "Named conditions."})
                               .add({"rules", rules, "What is shown where, and when."})
                               .done();
    sections.replace(0, std::string_view(R"({"type":"object")").size(), R"("type":["object","null"])");
    return fmt::format(
               R"({{"$schema":"http://json-schema.org/draft-07/schema#","title":"Passerby rules",{},"definitions":{}}})",
               sections.substr(0, sections.size() - 1), definitions()) +
           "\n";
}

}  // namespace passerby::rules
