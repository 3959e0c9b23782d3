// Writes rules and moments of the workload as JSON, for peers in other languages, with the matches to expect.
//
//   export_workload --rules=1000 --contexts=200 --kind=dense >workload.json
#include <iostream>

#include "bench/options.hpp"
#include "bench/row.hpp"
#include "bench/visits.hpp"
#include "bench/workload.hpp"
#include "bench/workload_json.hpp"
#include "engine/compile.hpp"

namespace passerby::bench {
namespace {

using namespace engine;

std::string expected(const RuleSet& set, const std::vector<Moment>& moments) {
    Visits visits(compile(set), moments);
    MatchChecksum checksum;
    for (std::size_t number = 0; number < moments.size(); ++number) {
        visits.load(number);
        for (const RuleId rule : visits.find_all()) { checksum.add(number, rule); }
    }
    return checksum.of_all();
}

}  // namespace

int main_of(int argc, char** argv) {
    const auto rules = parse_numbers(take_option(argc, argv, "rules"));
    const auto contexts = parse_numbers(take_option(argc, argv, "contexts"));
    const auto kind = find_kind(take_option(argc, argv, "kind"));
    if (rules.size() != 1 || contexts.size() != 1 || !kind || argc != 1) {
        std::cerr << "usage: export_workload --rules=N --contexts=N --kind=NAME\n";
        return 2;
    }
    const RuleSet set = make_rule_set(*kind, rules.front(), workload_seed);
    const std::vector<Moment> moments = make_moments(contexts.front(), workload_seed);
    std::ostream& out = std::cout;
    out.precision(17);
    out << R"({"workload":")" << name_of(*kind) << R"(","checksum":")" << expected(set, moments)
        << R"(","rules":)";
    write_list(out, set.rules, [&](const Rule& rule) { write_condition(out, set.vocabulary, rule.when); });
    out << R"(,"contexts":)";
    write_list(out, moments, [&](const Moment& moment) { write_moment(out, set.vocabulary, moment); });
    out << "}\n";
    return 0;
}

}  // namespace passerby::bench

int main(int argc, char** argv) {
    return passerby::bench::main_of(argc, argv);
}
