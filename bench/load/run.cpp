#include "bench/load/run.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <thread>

#include "bench/load/worker.hpp"

namespace passerby::load {

namespace {

constexpr Nanoseconds start_delay = 5 * millisecond;  // for all threads to be there
constexpr Nanoseconds look_every = 200 * millisecond;

using Workers = std::vector<std::unique_ptr<Worker>>;

// The counters at one end of the measured time.
struct Mark {
    Usage usage;
    std::uint64_t answered = 0;
    Nanoseconds at = 0;
};

// Watches the threads from outside.
class Watcher {
  public:
    Watcher(const Plan& plan, const Workers& workers, const Watch& watch, Nanoseconds start)
        : plan_(plan), workers_(workers), watch_(watch), start_(start) {}

    // Until the measured time is over, or the run is stopped.
    void watch() {
        wait_until(plan_.timing.measured_from());
        first_ = mark();
        wait_until(plan_.timing.end());
        last_ = mark();
    }

    void add_to(Report& report) const {
        const double passed = in_seconds(last_.at - first_.at);
        const double all = last_.usage.machine.all - first_.usage.machine.all;
        report.measured =
            std::clamp<Nanoseconds>(last_.at - plan_.timing.measured_from(), 0, plan_.timing.duration);
        if (passed <= 0) { return; }
        report.own_share = (last_.usage.own - first_.usage.own).total_s() / passed / plan_.threads;
        if (all > 0) {
            report.stolen_share = (last_.usage.machine.stolen - first_.usage.machine.stolen) / all;
        }
        const auto answers = static_cast<double>(last_.answered - first_.answered);
        if (first_.usage.server && last_.usage.server && answers > 0) {
            const ProcessorTime used = *last_.usage.server - *first_.usage.server;
            report.server_per_answer = {used.user_s / answers, used.system_s / answers};
        }
    }

  private:
    void wait_until(Nanoseconds time) {
        for (Nanoseconds now = since_start(); now < time && !watch_.stop; now = since_start()) {
            std::this_thread::sleep_for(std::chrono::nanoseconds(std::min(look_every, time - now)));
            tell();
        }
    }

    Mark mark() const { return {Usage::now(plan_.server_processes), moment().answered, since_start()}; }

    void tell() const {
        if (watch_.on_moment) { watch_.on_moment(moment()); }
    }

    Moment moment() const {
        Moment sum{since_start(), plan_.timing.end(), 0, 0, 0};
        for (const auto& worker : workers_) {
            sum.answered += worker->gauge().answered.load(std::memory_order_relaxed);
            sum.failed += worker->gauge().failed.load(std::memory_order_relaxed);
            sum.behind = std::max(sum.behind, worker->gauge().behind.load(std::memory_order_relaxed));
        }
        return sum;
    }

    Nanoseconds since_start() const { return steady_now() - start_; }

    const Plan& plan_;
    const Workers& workers_;
    const Watch& watch_;
    Nanoseconds start_;
    Mark first_, last_;
};

std::size_t connect(const Plan& plan, const Workers& workers) {
    std::vector<std::thread> threads;
    for (const auto& worker : workers) {
        threads.emplace_back([&worker] { worker->connect_all(); });
    }
    for (std::thread& thread : threads) { thread.join(); }
    std::size_t opened = 0;
    Failure failure = Failure::count;
    for (const auto& worker : workers) {
        opened += worker->pool().opened();
        failure = std::min(failure, worker->pool().connect_failure());
    }
    if (opened == 0) {
        const auto why =
            failure == Failure::count ? "failed" : failure_names[static_cast<std::size_t>(failure)];
        throw std::runtime_error("cannot connect to `" + plan.target.url + "`: " + std::string(why));
    }
    return opened;
}

Outcome add_up(const Plan& plan, const Workers& workers, const Expectations& expectations,
               std::size_t requests) {
    Report report{plan, Measures(plan.timing), 0, 0, {}, {}, 0, 0, {}};
    AnswerBook book(expectations, requests);
    for (const auto& worker : workers) {
        report.measures.merge(worker->measures());
        book.merge(worker->book());
    }
    report.kept = report.measures.slices.kept(plan.timing.late);
    if (expectations.reads_bodies()) {
        report.answers = AnswersRead{requests, book.answered(), book.checksum(), book.varied()};
    }
    return {std::move(report), book.recorded()};
}

}  // namespace

Outcome run(const Plan& plan, const RequestSet& requests, const Expectations& expectations,
            const Watch& watch) {
    Workers workers;
    for (unsigned thread = 0; thread < plan.threads; ++thread) {
        workers.push_back(std::make_unique<Worker>(plan, requests, expectations, thread));
    }
    const std::size_t connected = connect(plan, workers);
    const Nanoseconds start = steady_now() + start_delay;
    std::vector<std::thread> threads;
    for (const auto& worker : workers) {
        threads.emplace_back([&] { worker->run(start, watch.stop); });
    }
    Watcher watcher(plan, workers, watch, start);
    watcher.watch();
    for (std::thread& thread : threads) { thread.join(); }
    Outcome outcome = add_up(plan, workers, expectations, requests.size());
    outcome.report.connected = connected;
    watcher.add_to(outcome.report);
    return outcome;
}

}  // namespace passerby::load
