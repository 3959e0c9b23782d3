#include "rules/parse_condition.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/limits.hpp"

namespace passerby::rules {

using engine::Condition;

Condition ConditionReader::make(Condition::Kind kind, Node where) const {
    Condition condition;
    condition.kind = kind;
    condition.place = report_.place(where);
    return condition;
}

bool ConditionReader::is_condition(Node node, std::string_view what) {
    if (node.is_mapping() && node.size() > 0) { return true; }
    if (node.is_mapping() || is_blank(node)) {
        report_.say(node, "empty", fmt::format("{} is an empty condition", what),
                    what == "`when`" ? "leave `when` out where a rule always holds" : "");
        return false;
    }
    std::string hint = "write e.g. `device.type: phone`";
    if (node.is_sequence()) { hint = "put the list under `all:` or `any:`"; }
    if (node.is_scalar() && reading_.names.segments.find(node.text())) {
        hint = fmt::format("did you mean `segment: {}`?", node.text());
    }
    return scalars_.is_mapping(node, what, hint);
}

Condition ConditionReader::read(Node node, std::string_view what) {
    if (!is_condition(node, what)) { return make(Condition::Kind::always, node); }
    Condition condition = make(Condition::Kind::all, node);
    condition.children.reserve(node.size());
    for (auto [key, value] : node.entries()) { read_entry(key, value, condition.children); }
    // One entry stands for itself; none is left where each of them was reported.
    if (condition.children.empty()) { return make(Condition::Kind::always, node); }
    if (condition.children.size() == 1) { return Condition(std::move(condition.children.front())); }
    return condition;
}

void ConditionReader::read_entry(Node key, Node value, std::vector<Condition>& into) {
    struct Word {
        std::string_view name;
        void (ConditionReader::*read)(Node, Node, std::vector<Condition>&);
    };
    static constexpr Word words[] = {{"all", &ConditionReader::read_list},
                                     {"any", &ConditionReader::read_list},
                                     {"not", &ConditionReader::read_negation},
                                     {"segment", &ConditionReader::read_segments}};
    for (const Word& word : words) {
        if (word.name != key.text()) { continue; }
        const auto read_word = word.read;  // on its own, for GCC 12 under UBSan
        return (this->*read_word)(key, value, into);
    }
    read_test(key, value, into);
}

bool ConditionReader::goes_deeper(Node key) {
    if (depth_ < engine::limits::condition_depth_max) { return true; }
    report_.say(key, "too-deep",
                fmt::format("conditions nest more than {} deep", engine::limits::condition_depth_max),
                "name a part of it as a segment, or write it flatter");
    return false;
}

void ConditionReader::read_list(Node key, Node list, std::vector<Condition>& into) {
    const std::string_view word = key.text();
    const std::string_view what = word == "all" ? "`all`" : "`any`";
    if (!scalars_.is_list(list, what, "begin each entry with a dash: `- device.type: phone`")) { return; }
    if (!goes_deeper(key)) { return; }
    Condition condition = make(word == "all" ? Condition::Kind::all : Condition::Kind::any, key);
    condition.listed = word == "all";
    condition.children.reserve(list.size());
    ++depth_;
    const std::string_view part = word == "all" ? "an entry of `all`" : "an entry of `any`";
    for (Node item : list.items()) { condition.children.push_back(read(item, part)); }
    --depth_;
    into.push_back(std::move(condition));
}

void ConditionReader::read_negation(Node key, Node value, std::vector<Condition>& into) {
    if (!goes_deeper(key)) { return; }
    Condition condition = make(Condition::Kind::negation, key);
    ++depth_;
    condition.children.push_back(read(value, "`not`"));
    --depth_;
    into.push_back(std::move(condition));
}

void ConditionReader::read_segments(Node key, Node value, std::vector<Condition>& into) {
    Condition condition = make(Condition::Kind::segment, key);
    if (value.is_mapping()) {
        return report_.say(value, "wrong-kind", "`segment` takes the name of a segment, not a mapping",
                           "define it under `segments:` and name it here");
    }
    if (value.is_scalar()) {
        add_segment(value, condition);
    } else if (scalars_.is_list(value, "`segment`")) {
        for (Node name : value.items()) { add_segment(name, condition); }
    }
    if (!condition.segments.empty()) { into.push_back(std::move(condition)); }
}

void ConditionReader::add_segment(Node name, Condition& into) {
    const auto text = scalars_.text(name, "the name of a segment");
    if (!text) { return; }
    const NameTable& segments = reading_.names.segments;
    if (const auto known = segments.find(*text)) { return into.segments.push_back(known->id); }
    if (!reading_.names.complete) { return; }
    report_.say(name, "unknown-segment", fmt::format("there is no segment {}", backticked(*text)),
                report_.did_you_mean(*text, segments.all()));
}

void ConditionReader::read_test(Node key, Node value, std::vector<Condition>& into) {
    const auto known = reading_.names.signals.find(key.text());
    if (known == reading_.names.signals.end()) { return say_unknown(key, value); }
    if (!known->second) { return; }  // its declaration was reported
    auto test = tests_.read(*known->second, value);
    if (!test) { return; }
    Condition condition = make(Condition::Kind::test, key);
    condition.test = std::move(test);
    into.push_back(std::move(condition));
}

// ---- what an unknown key of a condition may have meant

void ConditionReader::say_unknown(Node key, Node value) {
    const std::string_view text = key.text();
    const bool signal_like = text.find('.') != std::string_view::npos;
    if (signal_like && !reading_.names.complete) { return; }  // may be declared in a file that is unreadable
    report_.say(key, "unknown-signal", fmt::format("there is no signal {}", backticked(text)),
                hint_for_signal(key, value));
}

std::string ConditionReader::hint_for_signal(Node key, Node value) {
    const std::string_view text = key.text();
    const auto group = engine::find_group(text);
    if (group && value.is_mapping() && value.size() > 0) {
        const std::string_view member = (*value.entries().begin()).key.text();
        if (reading_.vocabulary.find(*group, member)) {
            return fmt::format("did you mean `{}.{}`? group and name are one word", text, member);
        }
    }
    const std::string_view member = text.substr(text.rfind('.') + 1);
    const std::string elsewhere = hint_for_member(member);
    // `page.country` lacks nothing but the right group; in `divice.type` the group is the slip.
    const bool group_is_known =
        member.size() == text.size() ||
        engine::find_group(text.substr(0, text.size() - member.size() - 1)).has_value();
    if (group_is_known && !elsewhere.empty()) { return elsewhere; }
    static constexpr std::string_view words[] = {"all", "any", "not", "segment"};
    std::string near = report_.did_you_mean(text, reading_.names.signal_names);
    if (near.empty()) { near = report_.did_you_mean(text, words); }
    if (!near.empty()) { return near; }
    if (!elsewhere.empty()) { return elsewhere; }
    std::vector<std::string_view> members;
    for (const engine::Signal& signal : reading_.vocabulary) { members.push_back(signal.member()); }
    const std::string_view similar = report_.nearest_of(member, members);
    const std::string resembling = hint_for_member(similar);
    return resembling.empty() ? "a site's own signals are declared under `signals:`" : resembling;
}

// The first signal of that name in whatever group.
std::string ConditionReader::hint_for_member(std::string_view member) const {
    for (const engine::Signal& signal : reading_.vocabulary) {
        if (signal.member() == member) { return fmt::format("did you mean `{}`?", signal.name); }
    }
    return {};
}

}  // namespace passerby::rules
