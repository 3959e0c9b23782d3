// All matches of a context by plain CRoaring: the same rules, moments, timing and checksum as match_bench.
//
//   croaring_bench [--rules=…] [--kinds=…] [--contexts=…] [Google Benchmark's options]
#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>

#include "bench/heap.hpp"
#include "bench/options.hpp"
#include "bench/peers/croaring_matcher.hpp"
#include "bench/plan.hpp"
#include "bench/row.hpp"
#include "bench/timings.hpp"
#include "bench/workload.hpp"

namespace passerby::bench {
namespace {

struct Built {
    std::unique_ptr<CroaringMatcher> matcher;
    double bytes_per_rule = 0, build_ns_per_rule = 0;
};

// The last one is kept, for the repetitions of its row.
Built& built(const Sized& wanted) {
    static Sized key;
    static Built kept;
    if (kept.matcher && key == wanted) { return kept; }
    kept = {};
    {
        const engine::RuleSet set = make_rule_set(wanted.kind, wanted.rules, workload_seed);
        const auto count = static_cast<double>(wanted.rules);
        const std::size_t before = heap_bytes();
        const auto start = Timings::Clock::now();
        kept.matcher = std::make_unique<CroaringMatcher>(set);
        const std::chrono::duration<double, std::nano> took = Timings::Clock::now() - start;
        kept.bytes_per_rule = static_cast<double>(heap_bytes() - before) / count;
        kept.build_ns_per_rule = took.count() / count;
    }
    trim_heap();
    key = wanted;
    return kept;
}

void measure(benchmark::State& state, const Sized& sized, Row row, const std::vector<Moment>& moments) {
    Built& by = built(sized);
    for (std::size_t i = 0; i < std::min<std::size_t>(1'000, sized.contexts); ++i) {
        benchmark::DoNotOptimize(by.matcher->find_all(moments[i]).data());
    }
    MatchChecksum checksum;
    Timings timings(sized.contexts);
    std::size_t number = 0;
    std::size_t matches = 0;
    for (auto _ : state) {
        const std::vector<std::uint32_t>* found = nullptr;
        timings.time(state,
                     [&] { benchmark::DoNotOptimize(found = &by.matcher->find_all(moments[number])); });
        for (const std::uint32_t rule : *found) { checksum.add(number, rule); }
        matches += found->size();
        ++number;
    }
    timings.tell(state);
    row.bytes_per_rule = by.bytes_per_rule;
    row.build_ns_per_rule = by.build_ns_per_rule;
    row.checksum = checksum.of_checked();
    row.checksum_all = checksum.of_all();
    row.further = {
        {"matches_per_context", static_cast<double>(matches) / static_cast<double>(sized.contexts)}};
    state.SetLabel(row.label());
}

}  // namespace

int main_of(int argc, char** argv) {
    keep_heap();
    const Plan plan = read_plan(argc, argv);
    const std::vector<Moment> moments = make_moments(plan.contexts, workload_seed);
    for (const Sized& sized : plan.rule_sets) {
        Row row;
        row.what = "find_all";
        row.who = "croaring";
        row.workload = name_of(sized.kind);
        row.rules = sized.rules;
        enter(row, sized.contexts,
              [&, sized, row](benchmark::State& state) { measure(state, sized, row, moments); });
    }
    return run_registered(argc, argv);
}

}  // namespace passerby::bench

int main(int argc, char** argv) {
    return passerby::bench::main_of(argc, argv);
}
