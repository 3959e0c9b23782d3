// passerby-load: an open-loop load generator for HTTP servers. See bench/README.md.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>

#include "bench/load/options.hpp"
#include "bench/load/percentiles.hpp"
#include "bench/load/quantity.hpp"
#include "bench/load/run.hpp"

namespace passerby::load {
namespace {

std::atomic<bool> stopped{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler stores to it");

// The first signal ends the measuring, the second the process.
void stop_at_signals() {
    struct sigaction action {};
    action.sa_handler = [](int) { stopped = true; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

// As many descriptors as we may have.
void raise_descriptors() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

RequestSet requests_of(const Options& options) {
    RequestSet requests(options.plan.target, options.fields);
    if (options.requests.empty()) {
        requests.add_get(options.plan.target.path);
    } else {
        requests.add_lines(read_file(options.requests));
    }
    return requests;
}

Expectations expectations_of(const Options& options, std::size_t requests) {
    Expectations expectations;
    expectations.volatile_names = options.volatile_names;
    expectations.records = !options.recorded.empty();
    expectations.compares = options.compares;
    expectations.accept(options.statuses);
    if (!options.expected.empty()) { expectations.expect(read_file(options.expected), requests); }
    return expectations;
}

void show(const Moment& moment) {
    static std::uint64_t answered_before = 0;
    static Nanoseconds shown_at = 0;
    const double passed = in_seconds(moment.since_start - shown_at);
    const double rate = passed <= 0 ? 0 : static_cast<double>(moment.answered - answered_before) / passed;
    answered_before = moment.answered;
    shown_at = moment.since_start;
    fmt::print(
        stderr, "\r\x1b[K{:.0f} of {:.0f} s  {:.0f}/s  {} answered  {} failed{}",
        in_seconds(moment.since_start), in_seconds(moment.end), rate, show_count(moment.answered),
        show_count(moment.failed),
        moment.behind < 10 * millisecond ? "" : "  the server is behind by " + show_duration(moment.behind));
    std::fflush(stderr);
}

void write_file(const std::string& name, const std::string& text) {
    std::ofstream file(name, std::ios::binary);
    file << text;
    file.close();
    if (!file) { throw std::runtime_error("cannot write `" + name + "`"); }
}

void write_recorded(const std::string& name, const std::vector<std::string>& answers) {
    std::string text;
    for (const std::string& answer : answers) {
        if (answer.empty()) {
            fmt::print(stderr, "passerby-load: not every request was answered; `{}` is not written\n", name);
            return;
        }
        text += answer + "\n";
    }
    write_file(name, text);
}

void write_reports(const Options& options, const Outcome& outcome) {
    const Report& report = outcome.report;
    const std::string told = options.json == "-" ? json(report) : summary(report);
    std::fwrite(told.data(), 1, told.size(), stdout);
    if (!options.json.empty() && options.json != "-") { write_file(options.json, json(report)); }
    if (!options.chart.empty()) { write_file(options.chart, chart(report)); }
    if (!options.percentiles.empty()) {
        write_file(options.percentiles, percentile_text(report.measures.corrected));
        write_file(options.percentiles + ".service", percentile_text(report.measures.service));
    }
    if (!options.recorded.empty()) { write_recorded(options.recorded, outcome.recorded); }
    if (std::fflush(stdout) != 0) { throw std::runtime_error("cannot write the report"); }
}

int main_of(int argc, char** argv) {
    int exit = 0;
    std::optional<Options> options = read_options(argc, argv, exit);
    if (!options) { return exit; }
    options->plan.target = Target::resolve(options->url);
    if (options->plan.target.tls) {
        options->plan.tls = std::make_shared<TlsClient>(options->trust, options->plan.target.name);
    }
    raise_descriptors();
    const RequestSet requests = requests_of(*options);
    const Expectations expectations = expectations_of(*options, requests.size());
    const bool watched = !options->quiet && ::isatty(STDERR_FILENO) == 1;
    stop_at_signals();
    const Watch watch{watched ? show : std::function<void(const Moment&)>(), stopped};
    const Outcome outcome = run(options->plan, requests, expectations, watch);
    if (watched) { fmt::print(stderr, "\r\x1b[K"); }
    write_reports(*options, outcome);
    return outcome.report.flawless() ? 0 : 1;
}

}  // namespace
}  // namespace passerby::load

int main(int argc, char** argv) {
    try {
        return passerby::load::main_of(argc, argv);
    } catch (const std::exception& error) {
        fmt::print(stderr, "passerby-load: {}\n", error.what());
        return 2;
    }
}
