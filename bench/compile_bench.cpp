// How long it takes until rules serve.
//
//   compile_bench [--rules=1000,10000,…] [--kinds=dense,…] [--contexts=…] [--yaml_rules=10000,100000]
//                 [--files=100] [Google Benchmark's options]
//
// Rows: `compile`, from the checked form; `load_cold`, from YAML files to an index, with a loader that knows
// nothing; `load_edit`, the same after one file of the set changed; `decision_alone` and
// `decision_beside_compile`, a decision while another thread compiles the same set over and over. The times
// of the first three are of the whole set.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <thread>

#include "bench/heap.hpp"
#include "bench/options.hpp"
#include "bench/plan.hpp"
#include "bench/row.hpp"
#include "bench/timings.hpp"
#include "bench/visits.hpp"
#include "bench/workload.hpp"
#include "bench/yaml_writer.hpp"
#include "engine/compile.hpp"
#include "engine/ensure.hpp"
#include "rules/load.hpp"
#include "server/live/task_threads.hpp"

namespace passerby::bench {
namespace {

using namespace engine;
namespace fs = std::filesystem;

Row row_of(std::string what, std::string_view workload, std::size_t rules) {
    Row row;
    row.what = std::move(what);
    row.who = "passerby";
    row.workload = workload;
    row.rules = rules;
    return row;
}

std::shared_ptr<const RuleSet> rule_set_of(const Sized& sized) {
    static Sized key;
    static std::shared_ptr<const RuleSet> kept;
    if (!kept || !(key == sized)) {
        kept.reset();
        trim_heap();
        kept = std::make_shared<const RuleSet>(make_rule_set(sized.kind, sized.rules, workload_seed));
        key = sized;
    }
    return kept;
}

void tell_build(benchmark::State& state, Row row, double nanoseconds) {
    row.build_ns_per_rule = nanoseconds / static_cast<double>(row.rules);
    state.SetLabel(row.label());
}

// One call is one iteration; what is made is dropped outside of the time.
template <class Make>
void measure_making(benchmark::State& state, const Row& row, Make&& make) {
    Timings timings(1);
    const auto start_of = [&] {
        std::shared_ptr<const RuleIndex> index;
        const auto start = Timings::Clock::now();
        timings.time(state, [&] { index = make(); });
        const std::chrono::duration<double, std::nano> took = Timings::Clock::now() - start;
        ensure(index && index->rule_count() == row.rules, "every rule was compiled");
        return took.count();
    };
    double nanoseconds = 0;
    for (auto _ : state) { nanoseconds = start_of(); }
    timings.tell(state);
    trim_heap();
    tell_build(state, row, nanoseconds);
}

// The files of one set, in a folder that goes with it.
class Folder {
  public:
    Folder(const RuleSet& set, std::size_t files)
        : path_(fs::temp_directory_path() / ("compile-bench-" + std::to_string(getpid()))) {
        fs::create_directories(path_);
        for (const RuleFile& file : write_yaml(set, files)) {
            write(file.name, file.text);
            bytes_ += file.text.size();
            if (file.name == edited_name) { edited_ = file.text; }
        }
    }
    ~Folder() {
        std::error_code nobody_cares;
        fs::remove_all(path_, nobody_cares);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const fs::path& path() const { return path_; }
    std::size_t bytes() const { return bytes_; }
    // One remark more at the end of one file: other bytes, the same rules.
    void edit() {
        edited_ += "# edited\n";
        write(edited_name, edited_);
    }

  private:
    static constexpr const char* edited_name = "rules-0.yaml";

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
    }

    fs::path path_;
    std::string edited_;
    std::size_t bytes_ = 0;
};

// What was loaded outlives the call, as in a server: it is taken apart once the rules are in force.
std::shared_ptr<const RuleIndex> load(rules::Loader& loader, const fs::path& folder, rules::Loaded& loaded) {
    const std::array paths{folder};
    rules::LoadOptions as_a_server;
    as_a_server.lint = false;
    loaded = loader.load(paths, as_a_server);
    ensure(loaded.rule_set.has_value(), "the workload's rules are right");
    return compile(*loaded.rule_set);
}

void measure_cold(benchmark::State& state, const Row& row, const fs::path& folder) {
    rules::Loader loader;
    rules::Loaded loaded;
    measure_making(state, row, [&] { return load(loader, folder, loaded); });
}

void measure_edit(benchmark::State& state, const Row& row, Folder& folder) {
    rules::Loader loader;
    {
        rules::Loaded before;
        load(loader, folder.path(), before);
    }
    folder.edit();
    rules::Loaded loaded;
    measure_making(state, row, [&] { return load(loader, folder.path(), loaded); });
}

// Compiles the set again and again while it lives, if there is one.
class Neighbour {
  public:
    explicit Neighbour(std::shared_ptr<const RuleSet> set) {
        if (set) {
            thread_ = std::thread([this, set] {
                while (!stopped_) { compile(*set); }
            });
        }
    }
    ~Neighbour() {
        stopped_ = true;
        if (thread_.joinable()) { thread_.join(); }
    }
    Neighbour(const Neighbour&) = delete;
    Neighbour& operator=(const Neighbour&) = delete;

  private:
    std::atomic<bool> stopped_{false};
    std::thread thread_;
};

void measure_decisions(benchmark::State& state, const Row& row, const std::shared_ptr<const RuleIndex>& index,
                       std::shared_ptr<const RuleSet> beside, const std::vector<Moment>& moments) {
    Visits visits(index, moments);
    const Neighbour neighbour(std::move(beside));
    Timings timings(moments.size());
    std::size_t number = 0;
    for (auto _ : state) {
        visits.load(number++);
        timings.time(state, [&] { benchmark::DoNotOptimize(visits.decide()); });
    }
    timings.tell(state);
    state.SetLabel(row.label());
}

void enter_compile(const Sized& sized) {
    const auto enter_with = [&](const char* what, std::size_t threads) {
        const Row row = row_of(what, name_of(sized.kind), sized.rules);
        enter(row, 1, [=](benchmark::State& state) {
            const auto set = rule_set_of(sized);
            live::TaskThreads tasks(threads);
            measure_making(state, row, [&] { return compile(*set, tasks); });
        });
    };
    enter_with("compile", 1);
    enter_with("compile_two_threads", 2);
}

// A rule set's folder is written at its first row and goes with its last.
void enter_loads(std::size_t rules, std::size_t files) {
    const auto folder = std::make_shared<std::optional<Folder>>();
    const auto ready = [=]() -> Folder& {
        if (!*folder) { folder->emplace(make_rule_set(Kind::dense, rules, workload_seed), files); }
        return **folder;
    };
    const auto described = [=](Row row, const Folder& on_disk) {
        row.further = {{"files", static_cast<double>(files)},
                       {"yaml_bytes", static_cast<double>(on_disk.bytes())}};
        return row;
    };
    const Row cold = row_of("load_cold", "dense", rules), edit = row_of("load_edit", "dense", rules);
    enter(cold, 1,
          [=](benchmark::State& state) { measure_cold(state, described(cold, ready()), ready().path()); });
    enter(edit, 1, [=](benchmark::State& state) { measure_edit(state, described(edit, ready()), ready()); });
}

void enter_decisions(const Sized& sized, const std::vector<Moment>& moments) {
    const auto index = std::make_shared<std::shared_ptr<const RuleIndex>>();
    const auto measure = [=, &moments](benchmark::State& state, const Row& row, bool beside) {
        const auto set = rule_set_of(sized);
        if (!*index) { *index = compile(*set); }
        measure_decisions(state, row, *index, beside ? set : nullptr, moments);
    };
    const Row alone = row_of("decision_alone", name_of(sized.kind), sized.rules);
    const Row beside = row_of("decision_beside_compile", name_of(sized.kind), sized.rules);
    enter(alone, moments.size(), [=](benchmark::State& state) { measure(state, alone, false); });
    enter(beside, moments.size(), [=](benchmark::State& state) { measure(state, beside, true); });
}

}  // namespace

int main_of(int argc, char** argv) {
    std::vector<std::size_t> yaml_rules = parse_numbers(take_option(argc, argv, "yaml_rules"));
    if (yaml_rules.empty()) { yaml_rules = {10'000, 100'000}; }
    const auto files = parse_numbers(take_option(argc, argv, "files"));
    const Plan plan = read_plan(argc, argv);
    const std::vector<Moment> moments = make_moments(plan.contexts, workload_seed);
    for (const Sized& sized : plan.rule_sets) { enter_compile(sized); }
    std::optional<Sized> largest;
    for (const Sized& sized : plan.rule_sets) {
        if (sized.kind == Kind::dense && (!largest || sized.rules > largest->rules)) { largest = sized; }
    }
    if (largest) { enter_decisions(*largest, moments); }
    for (const std::size_t rules : yaml_rules) { enter_loads(rules, files.empty() ? 100 : files.front()); }
    return run_registered(argc, argv);
}

}  // namespace passerby::bench

int main(int argc, char** argv) {
    return passerby::bench::main_of(argc, argv);
}
