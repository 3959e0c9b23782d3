// Writes rules and moments of the workload as JSON, for peers in other languages, with the matches to expect.
//
//   export_workload --rules=1000 --contexts=200 --kind=dense >workload.json
#include <cstdio>
#include <iostream>
#include <type_traits>

#include "bench/options.hpp"
#include "bench/row.hpp"
#include "bench/visits.hpp"
#include "bench/workload.hpp"
#include "engine/compile.hpp"
#include "engine/ensure.hpp"

namespace passerby::bench {
namespace {

using namespace engine;

// The workload's texts need no escapes.
template <class List, class Write>
void write_list(std::ostream& out, const List& list, Write&& write) {
    out << '[';
    bool first = true;
    for (const auto& entry : list) {
        if (!first) { out << ','; }
        first = false;
        write(entry);
    }
    out << ']';
}

void write_text(std::ostream& out, std::string_view text) {
    out << '"' << text << '"';
}

void write_condition(std::ostream& out, const Vocabulary& vocabulary, const Condition& condition) {
    if (condition.kind != Condition::Kind::test) {
        out << (condition.kind == Condition::Kind::all ? R"({"all":)" : R"({"any":)");
        write_list(out, condition.children,
                   [&](const Condition& child) { write_condition(out, vocabulary, child); });
        out << '}';
        return;
    }
    const Signal& signal = vocabulary[condition.test->signal];
    const Operator& op = condition.test->operators.front();
    out << R"({"signal":")" << signal.name << R"(","set":)"
        << (signal.type == SignalType::set ? "true" : "false") << R"(,"negated":)"
        << (op.negated ? "true" : "false");
    if (signal.is_text()) {
        out << R"(,"values":)";
        write_list(out, op.texts, [&](const std::string& text) { write_text(out, text); });
    } else {
        ensure(op.intervals.size() == 1, "the workload's ranges do not wrap");
        out << R"(,"min":)" << op.intervals.front().min << R"(,"max":)" << op.intervals.front().max;
    }
    out << '}';
}

void write_fact(std::ostream& out, const Moment::Value& value) {
    std::visit(
        [&](const auto& held) {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<Held, std::vector<std::string>>) {
                write_list(out, held, [&](const std::string& text) { write_text(out, text); });
            } else if constexpr (std::is_same_v<Held, std::string>) {
                write_text(out, held);
            } else {
                out << static_cast<double>(held);
            }
        },
        value);
}

// With the hour and the weekday, which passerby takes from its clock.
void write_moment(std::ostream& out, const Vocabulary& vocabulary, const Moment& moment) {
    const auto day = std::chrono::floor<std::chrono::days>(moment.now);
    out << R"({"time.hour":)" << std::chrono::floor<std::chrono::hours>(moment.now - day).count()
        << R"(,"time.weekday":)" << std::chrono::weekday{day}.iso_encoding() - 1;
    for (const auto& [signal, value] : moment.facts) {
        out << ",\"" << vocabulary[signal].name << "\":";
        write_fact(out, value);
    }
    out << '}';
}

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
