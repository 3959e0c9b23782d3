// Any bytes as a file of rule tests, against a small rule set.
#include <cstdint>
#include <string>

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

// JSON is YAML, and read_yaml is strict.
void check_request(const RuleTest& test) {
    std::vector<Issue> issues;
    const Document request = read_yaml("request.json", test.request, issues);
    ensure(issues.empty() && !request.empty() && request.root().is_mapping(), "a request is a JSON object");
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
    for (const RuleTest& test : read_rule_tests(std::move(sources), rule_set()).tests) {
        check_request(test);
    }
    return 0;
}
