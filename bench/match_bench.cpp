// How long one decision and one list of all matches take: four slots, a full context, strings included.
//
//   match_bench [--rules=1000,10000,…] [--kinds=dense,sparse,…] [--contexts=10000] [Google Benchmark's
//   options]
//
// Rows: `decision`; `find_all`; `encode`, the same decision where all rules are in a slot that nobody asks
// for, so that only the gate, the strings to ids and four empty slots are left; `evidence`, of that the gate
// and the strings to ids alone; `offer`, what comes before, not part of any other row: each value of a
// request checked, its bytes just read; `decision_own_why`, with sentences that the author wrote instead of
// generated ones; `decision_exact_until`, which looks for the very instant of the next change; `clock`, what
// timing one call costs, contained in every figure; `memory_latency`, for other machines.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <sstream>
#include <tuple>

#include "bench/heap.hpp"
#include "bench/options.hpp"
#include "bench/plan.hpp"
#include "bench/row.hpp"
#include "bench/timings.hpp"
#include "bench/visits.hpp"
#include "bench/workload.hpp"
#include "engine/compile.hpp"

namespace passerby::bench {
namespace {

using namespace engine;

// How the workload's rules are laid out for a row.
enum class Layout : std::uint8_t { usual, unasked, own_why };

struct Built {
    std::shared_ptr<const RuleIndex> index;
    double bytes_per_rule = 0, build_ns_per_rule = 0;
    std::vector<std::pair<std::string, double>> parts;  // of the size report, bytes a rule
};

void lay_out(RuleSet& set, Layout layout) {
    if (layout == Layout::unasked) { set.slots.push_back({"unasked", {}, 1, {}, {}}); }
    for (Rule& rule : set.rules) {
        if (layout == Layout::unasked) { rule.slots = {static_cast<SlotId>(workload_slots)}; }
        if (layout == Layout::own_why) { rule.why = {{"", "You may like this."}}; }
    }
}

// "columns: 61 bytes a rule" a line.
std::vector<std::pair<std::string, double>> parts_of(const RuleIndex& index) {
    std::vector<std::pair<std::string, double>> parts;
    std::istringstream report(index.size_report());
    for (std::string line; std::getline(report, line);) {
        const std::size_t colon = line.find(": ");
        if (colon == std::string::npos) { continue; }
        std::string name = line.substr(0, colon);
        std::replace(name.begin(), name.end(), ' ', '-');
        parts.emplace_back("bytes." + name, std::strtod(line.c_str() + colon + 2, nullptr));
    }
    return parts;
}

Built build(Kind kind, std::size_t rules, Layout layout) {
    Built built;
    RuleSet set = make_rule_set(kind, rules, workload_seed);
    lay_out(set, layout);
    const std::size_t before = heap_bytes();
    const auto start = Timings::Clock::now();
    built.index = compile(set);
    const std::chrono::duration<double, std::nano> took = Timings::Clock::now() - start;
    const auto count = static_cast<double>(rules);
    built.bytes_per_rule = static_cast<double>(heap_bytes() - before) / count;
    built.build_ns_per_rule = took.count() / count;
    built.parts = parts_of(*built.index);
    return built;
}

// The last one is kept: rows of one rule set stand side by side.
const Built& built(Kind kind, std::size_t rules, Layout layout) {
    static std::tuple<Kind, std::size_t, Layout> key;
    static Built kept;
    const std::tuple wanted(kind, rules, layout);
    if (!kept.index || key != wanted) {
        kept = {};
        trim_heap();
        kept = build(kind, rules, layout);
        trim_heap();
        key = wanted;
    }
    return kept;
}

std::vector<Moment> moments;

std::uint64_t digest(const Decision& decision) {
    std::uint64_t sum = 0;
    for (const SlotDecision& slot : decision.slots) {
        for (const Choice& choice : slot.choices) {
            sum = mix64(sum ^ (std::uint64_t{slot.slot} << 32 ^ choice.content ^ 1u << 31));
        }
    }
    return sum;
}

// Sums of digests, each with the number of its context.
class DecisionChecksum {
  public:
    void add(std::size_t context, const Decision& decision) {
        const std::uint64_t mixed = mix64(digest(decision) + mix64(context + 1));
        all_ += mixed;
        if (context < contexts_checked) { checked_ += mixed; }
    }
    std::string of_checked() const { return as_hex(checked_); }
    std::string of_all() const { return as_hex(all_); }

  private:
    std::uint64_t checked_ = 0, all_ = 0;
};

struct Measured {
    Sized sized;
    Layout layout = Layout::usual;
    Row row = {};
};

Row described(const Measured& measured, const Built& by) {
    Row row = measured.row;
    row.bytes_per_rule = by.bytes_per_rule;
    row.build_ns_per_rule = by.build_ns_per_rule;
    row.further = by.parts;
    return row;
}

// `call(visits)` is timed, `keep(context number, its result)` is not.
template <class Call, class Keep>
void run(benchmark::State& state, const Built& by, Call&& call, Keep&& keep) {
    Visits visits(by.index, moments);
    for (std::size_t i = 0; i < std::min<std::size_t>(1'000, moments.size()); ++i) {
        visits.load(i);
        benchmark::DoNotOptimize(call(visits));
    }
    Timings timings(moments.size());
    std::size_t number = 0;
    for (auto _ : state) {
        visits.load(number);
        decltype(call(visits)) result{};
        timings.time(state, [&] { benchmark::DoNotOptimize(result = call(visits)); });
        keep(number++, result);
    }
    timings.tell(state);
}

void measure_decision(benchmark::State& state, const Measured& measured, const Request& request) {
    const Built& by = built(measured.sized.kind, measured.sized.rules, measured.layout);
    DecisionChecksum checksum;
    run(
        state, by, [&](Visits& visits) { return visits.decide(request); },
        [&](std::size_t number, const Decision& decision) { checksum.add(number, decision); });
    Row row = described(measured, by);
    row.checksum = checksum.of_checked();
    row.checksum_all = checksum.of_all();
    state.SetLabel(row.label());
}

void measure_find_all(benchmark::State& state, const Measured& measured) {
    const Built& by = built(measured.sized.kind, measured.sized.rules, measured.layout);
    MatchChecksum checksum;
    std::size_t matches = 0;
    run(
        state, by, [](Visits& visits) { return &visits.find_all(); },
        [&](std::size_t number, const std::vector<RuleId>* found) {
            matches += found->size();
            for (const RuleId rule : *found) { checksum.add(number, rule); }
        });
    Row row = described(measured, by);
    row.checksum = checksum.of_checked();
    row.checksum_all = checksum.of_all();
    const double calls = static_cast<double>(measured.sized.contexts);
    row.further.emplace_back("matches_per_context", static_cast<double>(matches) / calls);
    state.SetLabel(row.label());
}

void measure_evidence(benchmark::State& state, const Measured& measured) {
    const Built& by = built(measured.sized.kind, measured.sized.rules, measured.layout);
    std::uint64_t sum = 0;
    run(
        state, by, [](Visits& visits) { return &visits.encode(); },
        [&](std::size_t number, const Evidence* evidence) {
            sum += mix64(number + 1) * evidence->symbols(signals::page_section).front();
        });
    Row row = described(measured, by);
    row.checksum_all = as_hex(sum);
    state.SetLabel(row.label());
}

void measure_offer(benchmark::State& state, const Row& row) {
    Visits visits(built(Kind::dense, 1'000, Layout::usual).index, moments);
    Timings timings(moments.size());
    std::size_t number = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(visits.receive(number));
        timings.time(state, [&] { visits.load(number); });
        ++number;
    }
    timings.tell(state);
    state.SetLabel(row.label());
}

void measure_clock(benchmark::State& state, const Row& row) {
    Timings timings(moments.size());
    for (auto _ : state) {
        timings.time(state, [] {});
    }
    timings.tell(state);
    state.SetLabel(row.label());
}

// Dependent loads over 8 MiB: a walk along one cycle through all lines of 64 bytes, in random order.
void measure_memory_latency(benchmark::State& state, const Row& row) {
    struct alignas(64) Line {
        std::uint32_t next;
    };
    std::vector<Line> lines((std::size_t{8} << 20) / sizeof(Line));
    std::vector<std::uint32_t> order(lines.size());
    std::iota(order.begin(), order.end(), 0u);
    Chance chance(workload_seed);
    for (std::size_t i = order.size() - 1; i > 0; --i) {
        std::swap(order[i], order[static_cast<std::size_t>(chance.share() * static_cast<double>(i + 1))]);
    }
    for (std::size_t i = 0; i < order.size(); ++i) { lines[order[i]].next = order[(i + 1) % order.size()]; }
    constexpr std::size_t steps = 2'000;  // a call
    Timings timings(moments.size());
    std::uint32_t at = 0;
    for (auto _ : state) {
        timings.time_steps(state, steps, [&] {
            for (std::size_t step = 0; step < steps; ++step) { at = lines[at].next; }
            benchmark::DoNotOptimize(at);
        });
    }
    timings.tell(state);
    state.SetLabel(row.label());
}

Measured measured(std::string what, const Sized& sized, Layout layout = Layout::usual) {
    Measured row{sized, layout};
    row.row.what = std::move(what);
    row.row.who = "passerby";
    row.row.workload = name_of(sized.kind);
    row.row.rules = sized.rules;
    return row;
}

void enter_decision(const Measured& row, const Request& request = {}) {
    enter(row.row, row.sized.contexts,
          [=](benchmark::State& state) { measure_decision(state, row, request); });
}

void enter_rule_set(const Sized& sized) {
    enter_decision(measured("decision", sized));
    const Measured all = measured("find_all", sized);
    enter(all.row, sized.contexts, [=](benchmark::State& state) { measure_find_all(state, all); });
    if (sized.kind != Kind::dense) { return; }
    Request exact;
    exact.exact_until = true;
    enter_decision(measured("decision_exact_until", sized), exact);
    enter_decision(measured("encode", sized, Layout::unasked));
    const Measured evidence = measured("evidence", sized, Layout::unasked);
    enter(evidence.row, sized.contexts, [=](benchmark::State& state) { measure_evidence(state, evidence); });
    enter_decision(measured("decision_own_why", sized, Layout::own_why));
}

Row machine_row(std::string what, std::string workload) {
    Row row;
    row.what = std::move(what);
    row.who = "machine";
    row.workload = std::move(workload);
    return row;
}

void enter_probes() {
    const Row latency = machine_row("memory_latency", "8-MiB"), clock = machine_row("clock", {});
    enter(latency, 200, [=](benchmark::State& state) { measure_memory_latency(state, latency); });
    enter(clock, moments.size(), [=](benchmark::State& state) { measure_clock(state, clock); });
    Row offer = machine_row("offer", {});
    offer.who = "passerby";
    enter(offer, moments.size(), [=](benchmark::State& state) { measure_offer(state, offer); });
}

}  // namespace

int main_of(int argc, char** argv) {
    const Plan plan = read_plan(argc, argv);
    moments = make_moments(plan.contexts, workload_seed);
    enter_probes();
    for (const Sized& sized : plan.rule_sets) { enter_rule_set(sized); }
    return run_registered(argc, argv);
}

}  // namespace passerby::bench

int main(int argc, char** argv) {
    return passerby::bench::main_of(argc, argv);
}
