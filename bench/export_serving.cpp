// Writes what servers are measured with: rules as passerby's files and as JSON for peers, and requests.
//
//   export_serving --rules=1000 --requests=1000 --date=2026-11-22 --into=FOLDER
//
// FOLDER/rules/*.yaml, FOLDER/rules.json (by slot, highest priority first), FOLDER/requests.jsonl. All
// rules are in one slot, so that a hundred rules are a hundred to try; visitors consented on that date.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "bench/options.hpp"
#include "bench/row.hpp"
#include "bench/workload.hpp"
#include "bench/workload_json.hpp"
#include "bench/yaml_writer.hpp"

namespace passerby::bench {
namespace {

using namespace engine;
namespace fs = std::filesystem;

constexpr std::size_t usual_facts = 12;  // those that plain rules ask for; a page sends no others

void write_rules(const RuleSet& set, const fs::path& folder) {
    fs::create_directories(folder);
    for (const RuleFile& file : write_yaml(set, std::max<std::size_t>(1, set.rules.size() / 1'000))) {
        std::ofstream(folder / file.name) << file.text;
    }
}

void write_rules_json(const RuleSet& set, std::ostream& out) {
    std::vector<const Rule*> rules;
    for (const Rule& rule : set.rules) { rules.push_back(&rule); }
    std::stable_sort(rules.begin(), rules.end(),
                     [](const Rule* a, const Rule* b) { return a->priority > b->priority; });
    out.precision(17);
    write_list(out, rules, [&](const Rule* rule) {
        out << "{\"id\":\"" << rule->id << "\",\"slot\":\"" << set.slots[rule->slots.front()].id
            << "\",\"content\":\"" << set.contents[rule->show.front().content].id << "\",\"when\":";
        write_condition(out, set.vocabulary, rule->when);
        out << "}\n";
    });
}

// `page.section` is a member of `page` in a request.
void write_groups(const Vocabulary& vocabulary, const Moment& moment, std::ostream& out) {
    std::map<std::string, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < usual_facts; ++i) {
        const std::string_view name = vocabulary[moment.facts[i].first].name;
        groups[std::string(name.substr(0, name.find('.')))].push_back(i);
    }
    for (const auto& [group, facts] : groups) {
        out << ",\"" << group << "\":{";
        for (const std::size_t i : facts) {
            const auto& [signal, value] = moment.facts[i];
            const std::string_view name = vocabulary[signal].name;
            out << (i == facts.front() ? "\"" : ",\"") << name.substr(name.find('.') + 1) << "\":";
            write_fact(out, value);
        }
        out << '}';
    }
}

void write_requests(const RuleSet& set, std::size_t count, const std::string& date, std::ostream& out) {
    for (const Moment& moment : make_moments(count, workload_seed)) {
        out << "{\"slots\":[\"" << set.slots.front().id << "\"]";
        write_groups(set.vocabulary, moment, out);
        out << ",\"consent\":{\"location\":true,\"behaviour\":true,\"at\":\"" << date
            << "\"},\"bucket\":" << int{moment.bucket} << "}\n";
    }
}

int main_of(int argc, char** argv) {
    const auto rules = parse_numbers(take_option(argc, argv, "rules"));
    const auto requests = parse_numbers(take_option(argc, argv, "requests"));
    const std::string date = take_option(argc, argv, "date"), into = take_option(argc, argv, "into");
    if (rules.size() != 1 || requests.size() != 1 || date.empty() || into.empty() || argc != 1) {
        std::cerr << "usage: export_serving --rules=N --requests=N --date=YYYY-MM-DD --into=FOLDER\n";
        return 2;
    }
    RuleSet set = make_rule_set(Kind::dense, rules.front(), workload_seed);
    for (Rule& rule : set.rules) { rule.slots = {0}; }
    write_rules(set, fs::path(into) / "rules");
    std::ofstream json(fs::path(into) / "rules.json"), bodies(fs::path(into) / "requests.jsonl");
    write_rules_json(set, json);
    write_requests(set, requests.front(), date, bodies);
    return json.flush() && bodies.flush() ? 0 : 2;
}

}  // namespace
}  // namespace passerby::bench

int main(int argc, char** argv) {
    return passerby::bench::main_of(argc, argv);
}
