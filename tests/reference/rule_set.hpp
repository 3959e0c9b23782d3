// A rule set as its files say it: trees by id, with no more meaning than where things stand.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/reference/clock.hpp"
#include "tests/reference/vocabulary.hpp"

namespace passerby::reference {

struct Rule {
    std::string id;
    std::vector<std::string> slots;
    std::vector<std::string> show;  // content ids; every weight is positive, so each may come
    long priority = 0;
    bool site_clock = false;
    bool enabled = true;
    std::optional<Instant> from, until;
    const Tree* when = nullptr;  // null: always
};

// Holds the trees that its rules point into.
class RuleSet {
  public:
    // Files as name and text, in the order of the set. They must be right: errors are others' to find.
    explicit RuleSet(const std::vector<std::pair<std::string, std::string>>& files);
    RuleSet(const RuleSet&) = delete;
    RuleSet& operator=(const RuleSet&) = delete;

    std::string zone = "UTC";
    Vocabulary vocabulary;
    std::vector<Rule> rules;  // by file, then by line
    std::map<std::string, const Tree*> slots, contents, segments;

    std::string group_of(const std::string& content) const;  // empty: none
    int count_of(const std::string& slot) const;
    std::string fallback_of(const std::string& slot) const;  // empty: none
    const Tree* when_of(const std::string& slot) const;

  private:
    void enter(const Tree& file);
    Rule to_rule(const Tree& tree) const;

    std::vector<Tree> files_;
};

}  // namespace passerby::reference
