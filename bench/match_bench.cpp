// How long one decision takes: four slots, a full context, strings to ids included.
//
// Google Benchmark times the loop; beside it a histogram of single calls gives the median, the 99th
// percentile and the maximum. Every row ends with a checksum of what was decided: a fast wrong answer shows.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>

#include "bench/workload.hpp"
#include "engine/compile.hpp"
#include "engine/consent.hpp"
#include "engine/decide.hpp"

namespace passerby::bench {
namespace {

using namespace engine;

constexpr std::uint64_t seed = 20'261'122;
constexpr std::size_t moment_count = 10'000;

std::shared_ptr<const RuleIndex> index_of(Kind kind, std::size_t rules) {
    static std::map<std::pair<Kind, std::size_t>, std::shared_ptr<const RuleIndex>> made;
    auto& index = made[{kind, rules}];
    if (!index) { index = compile(make_rule_set(kind, rules, seed)); }
    return index;
}

// One worker's view of one rule set.
class Bench {
  public:
    Bench(Kind kind, std::size_t rules) : index_(index_of(kind, rules)) {}

    void load(std::size_t number) {
        moment_ = &moments()[number % moment_count];
        signals_.start(index_->vocabulary());
        moment_->offer(signals_);
    }

    Decision decide() {
        const Context context = gate_.admit(signals_, full_consent(moment_->now), moment_->now, std::nullopt);
        return engine::decide(*index_, context, {slots_, {}, moment_->bucket, false}, chance_, scratch_);
    }

    std::uint64_t find_all() {
        const Context context = gate_.admit(signals_, full_consent(moment_->now), moment_->now, std::nullopt);
        std::uint64_t sum = 0;
        for (const SlotId slot : slots_) {
            for (const RuleId rule : find_matches(*index_, context, slot, scratch_)) {
                sum += mix64(rule + 1);
            }
        }
        return sum;
    }

  private:
    static const std::vector<Moment>& moments() {
        static const std::vector<Moment> all = make_moments(moment_count, seed);
        return all;
    }

    std::shared_ptr<const RuleIndex> index_;
    std::vector<SlotId> slots_{0, 1, 2, 3};
    const Moment* moment_ = nullptr;
    Signals signals_;
    ConsentGate gate_{ConsentPolicy{}};
    Chance chance_{seed};
    Scratch scratch_;
};

std::uint64_t checksum(const Decision& decision) {
    std::uint64_t sum = 0;
    for (const SlotDecision& slot : decision.slots) {
        for (const Choice& choice : slot.choices) {
            sum = mix64(sum ^ (std::uint64_t{slot.slot} << 32 ^ choice.content ^ 1u << 31));
        }
    }
    return sum;
}

using Clock = std::chrono::steady_clock;

// One pass over all moments, call by call.
template <class Call>
void report(benchmark::State& state, Bench& bench, Call&& call) {
    std::vector<double> nanoseconds;
    nanoseconds.reserve(moment_count);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < moment_count; ++i) {
        bench.load(i);
        const auto start = Clock::now();
        const std::uint64_t result = call(bench);
        nanoseconds.push_back(std::chrono::duration<double, std::nano>(Clock::now() - start).count());
        sum = mix64(sum ^ result);
    }
    std::sort(nanoseconds.begin(), nanoseconds.end());
    state.counters["p50_ns"] = nanoseconds[moment_count / 2];
    state.counters["p99_ns"] = nanoseconds[moment_count * 99 / 100];
    state.counters["max_ns"] = nanoseconds.back();
    state.counters["checksum"] = static_cast<double>(sum >> 12);
}

template <class Call>
void run(benchmark::State& state, Kind kind, Call&& call) {
    Bench bench(kind, static_cast<std::size_t>(state.range(0)));
    for (std::size_t i = 0; i < 1'000; ++i) {
        bench.load(i);
        benchmark::DoNotOptimize(call(bench));
    }
    std::size_t number = 0;
    for (auto _ : state) {
        bench.load(number++);
        const auto start = Clock::now();
        benchmark::DoNotOptimize(call(bench));
        state.SetIterationTime(std::chrono::duration<double>(Clock::now() - start).count());
    }
    report(state, bench, call);
}

void decision(benchmark::State& state, Kind kind) {
    run(state, kind, [](Bench& bench) { return checksum(bench.decide()); });
}

void find_all(benchmark::State& state, Kind kind) {
    run(state, kind, [](Bench& bench) { return bench.find_all(); });
}

#define PASSERBY_SIZES UseManualTime()->RangeMultiplier(10)->Range(1'000, 100'000)
BENCHMARK_CAPTURE(decision, dense, Kind::dense)->PASSERBY_SIZES;
BENCHMARK_CAPTURE(decision, sparse, Kind::sparse)->PASSERBY_SIZES;
BENCHMARK_CAPTURE(decision, flat, Kind::flat)->PASSERBY_SIZES;
BENCHMARK_CAPTURE(decision, none, Kind::none)->PASSERBY_SIZES;
BENCHMARK_CAPTURE(find_all, dense, Kind::dense)->PASSERBY_SIZES;
BENCHMARK_CAPTURE(find_all, sparse, Kind::sparse)->PASSERBY_SIZES;

}  // namespace
}  // namespace passerby::bench

BENCHMARK_MAIN();
