#include "tests/reference/rule_set.hpp"

namespace passerby::reference {

namespace {

std::string text_or(const Tree* tree, std::string otherwise) {
    return tree == nullptr ? std::move(otherwise) : tree->text;
}

// One thing, or a list of them.
std::vector<Tree> one_or_more(const Tree& tree) {
    return tree.is_list() ? tree.items : std::vector<Tree>{tree};
}

enum class End { from, until };

Instant boundary(const std::string& text, End end, const std::string& zone) {
    const Written written = read_time(text).value();
    if (written.offset) { return Instant{written.local.time_since_epoch() - *written.offset}; }
    const bool whole_day = written.date_only && end == End::until;  // through the end of that day
    return first_instant(written.local + std::chrono::days{whole_day ? 1 : 0}, zone);
}

}  // namespace

RuleSet::RuleSet(const std::vector<std::pair<std::string, std::string>>& files) : vocabulary(built_in()) {
    for (const auto& [name, text] : files) { files_.push_back(read_yaml(text)); }
    for (const Tree& file : files_) { enter(file); }
    for (const Tree& file : files_) {  // once the zone is known, whichever file names it
        const Tree* list = file.find("rules");
        if (list == nullptr) { continue; }
        for (const Tree& rule : list->items) { rules.push_back(to_rule(rule)); }
    }
}

void RuleSet::enter(const Tree& file) {
    const auto each = [&](const char* key, auto enter_one) {
        if (const Tree* part = file.find(key)) {
            for (const auto& [id, tree] : part->entries) { enter_one(id, tree); }
        }
    };
    zone = text_or(file.find("timezone"), zone);
    each("slots", [&](const std::string& id, const Tree& tree) { slots[id] = &tree; });
    each("content", [&](const std::string& id, const Tree& tree) { contents[id] = &tree; });
    each("segments", [&](const std::string& id, const Tree& tree) { segments[id] = &tree; });
    each("signals",
         [&](const std::string& name, const Tree& tree) { vocabulary[name] = declared(name, tree); });
}

Rule RuleSet::to_rule(const Tree& tree) const {
    Rule rule;
    rule.id = tree.find("id")->text;
    for (const Tree& slot : one_or_more(*tree.find("slot"))) { rule.slots.push_back(slot.text); }
    for (const Tree& shown : one_or_more(*tree.find("show"))) {
        rule.show.push_back(shown.is_map() ? shown.find("content")->text : shown.text);
    }
    rule.priority = std::stol(text_or(tree.find("priority"), "0"));
    rule.site_clock = text_or(tree.find("clock"), "visitor") == "site";
    rule.enabled = text_or(tree.find("enabled"), "true") == "true";
    if (const Tree* from = tree.find("from")) { rule.from = boundary(from->text, End::from, zone); }
    if (const Tree* until = tree.find("until")) { rule.until = boundary(until->text, End::until, zone); }
    rule.when = tree.find("when");
    return rule;
}

std::string RuleSet::group_of(const std::string& content) const {
    return text_or(contents.at(content)->find("exclusive"), "");
}

int RuleSet::count_of(const std::string& slot) const {
    return std::stoi(text_or(slots.at(slot)->find("count"), "1"));
}

std::string RuleSet::fallback_of(const std::string& slot) const {
    return text_or(slots.at(slot)->find("fallback"), "");
}

const Tree* RuleSet::when_of(const std::string& slot) const {
    return slots.at(slot)->find("when");
}

}  // namespace passerby::reference
