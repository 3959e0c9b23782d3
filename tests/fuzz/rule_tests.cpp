// Any bytes as a file of rule tests, against a small rule set.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/ensure.hpp"
#include "rules/rule_tests.hpp"
#include "rules/yaml_reader.hpp"

namespace passerby::rules {
namespace {

using engine::ensure;

const engine::RuleSet& rule_set() {
    static const Loaded loaded = load_text("a.yaml", R"(
slots: {hero: {fallback: welcome}, side: {count: 2}}
content: {welcome: {}, sale: {}}
signals: {page.code: {type: string}, page.size: {type: number, min: 0, max: 100}}
rules:
  - {id: night, slot: hero, show: sale}
  - {id: both, slot: [hero, side], show: sale}
)",
                                           {.now = engine::Instant{}});
    ensure(loaded.rule_set.has_value(), "the rule set is good");
    return *loaded.rule_set;
}

bool is_doubled_key(const Issue& issue) {
    return issue.code == "duplicate-key";
}

// JSON is YAML, and read_yaml is strict. What comes twice in a file whose author is told so comes twice here.
void check_request(const RuleTest& test, const std::vector<Issue>& told) {
    std::vector<Issue> issues;
    const Document request = read_yaml("request.json", test.request, issues);
    const bool doubled = std::any_of(told.begin(), told.end(), is_doubled_key);
    ensure(issues.empty() || (doubled && std::all_of(issues.begin(), issues.end(), is_doubled_key)),
           "a request is JSON");
    ensure(!request.empty() && request.root().is_mapping(), "a request is an object");
    for (auto [key, value] : request.root().entries()) {
        ensure(!key.plain(), "members of JSON are quoted");
        if (key.text() == "slots") ensure(value.size() == test.expect.size(), "each slot is asked for");
    }
}

}  // namespace
}  // namespace passerby::rules

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace passerby::rules;
    std::vector<Source> sources;
    sources.emplace_back("a.test.yaml", std::string(reinterpret_cast<const char*>(data), size));
    const auto read = read_rule_tests(std::move(sources), rule_set());
    for (const RuleTest& test : read.tests) { check_request(test, read.issues); }
    return 0;
}
