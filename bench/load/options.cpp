#include "bench/load/options.hpp"

#include <CLI/CLI.hpp>

#include "bench/load/quantity.hpp"

namespace passerby::load {

namespace {

constexpr unsigned connections_max = 200'000, threads_max = 256, pipeline_max = 1'024;

void add_duration(CLI::App& app, const std::string& name, Nanoseconds& into, const std::string& words) {
    app.add_option_function<std::string>(
           name,
           [&into, name](const std::string& text) {
               const auto read = read_duration(text);
               if (!read) {
                   throw CLI::ValidationError(name, "`" + text + "` is no duration (250us, 300ms, 10s, 2m)");
               }
               into = *read;
           },
           words)
        ->option_text("DURATION [" + show_duration(into) + "]");
}

void take_rate(Plan& plan, const std::string& text) {
    plan.rate = read_rate(text);
    if (!plan.rate && text != "max") {
        throw CLI::ValidationError("--rate", "`" + text + "` is no rate (500, 20k, max)");
    }
}

void add_load(CLI::App& app, Plan& plan) {
    app.add_option_function<std::string>(
           "--rate", [&](const std::string& text) { take_rate(plan, text); },
           "requests a second, of all threads; `max`: a closed loop, each connection "
           "asks again as soon as it is answered")
        ->option_text("RATE|max [1000]");
    app.add_option_function<std::string>(
           "--arrivals",
           [&](const std::string& name) {
               plan.process = name == "fixed" ? ArrivalProcess::fixed : ArrivalProcess::poisson;
           },
           "at random, as visitors come, or at equal distances")
        ->check(CLI::IsMember({"poisson", "fixed"}))
        ->option_text("poisson|fixed [poisson]");
    app.add_option("--seed", plan.seed, "of chance: the same seed, the same times")->option_text("N [1]");
    app.add_option("--connections,-c", plan.connections, "kept open, of all threads")
        ->check(CLI::Range(1u, connections_max))
        ->option_text("N [64]");
    app.add_option("--threads,-t", plan.threads, "that send")
        ->check(CLI::Range(1u, threads_max))
        ->option_text("N [1]");
    app.add_option("--pipeline", plan.pipeline, "requests in flight on a connection, at most")
        ->check(CLI::Range(1u, pipeline_max))
        ->option_text("N [1]");
}

void add_timing(CLI::App& app, Timing& timing) {
    add_duration(app, "--duration,-d", timing.duration, "of the measured part");
    add_duration(app, "--ramp", timing.ramp, "from nothing to the full rate, before it");
    add_duration(app, "--warm-up", timing.warm_up, "at the full rate, before it");
    add_duration(app, "--timeout", timing.timeout, "of a request, from when a connection has taken it");
    add_duration(app, "--late", timing.late,
                 "how late a send of ours is counted as late, and its slice as spoilt");
    add_duration(app, "--spin", timing.spin, "how much of the end of a wait is spent looking at the clock");
    app.add_option_function<std::string>(
           "--slice",
           [&](const std::string& text) {
               timing.slice = read_duration(text);
               if (!timing.slice || *timing.slice < millisecond) {
                   throw CLI::ValidationError("--slice", "`" + text + "` is no duration of 1ms or more");
               }
           },
           "into which the measured part is cut")
        ->option_text("DURATION [100 ms, at most 300 of them]");
}

void add_requests(CLI::App& app, Options& options) {
    app.add_option(
           "--requests,-r", options.requests,
           "one a line, in turn: a body to POST to the URL, or a /path to GET; without it, GET the URL")
        ->option_text("FILE");
    app.add_option("--header,-H", options.fields, "a further header line, `Name: value`")
        ->option_text("LINE");
    app.add_option("--status", options.statuses, "answers that are right; others are failures")
        ->option_text("LIST [2xx]");
    app.add_option("--expect", options.expected,
                   "the right answers, one a line, in the order of the requests")
        ->option_text("FILE");
    app.add_option("--volatile", options.volatile_names, "members of JSON answers that may differ, by name")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->option_text("NAME,…");
    app.add_flag("--same", options.compares, "all answers to one request must say the same");
    app.add_option("--record", options.recorded,
                   "write the first answer to each request, to be expected later")
        ->option_text("FILE");
}

void add_trust(CLI::App& app, TlsClient::Trust& trust) {
    app.add_option("--trust", trust.certificates,
                   "certificates, one of which the server's is or comes from; without it, the system's")
        ->option_text("FILE.pem");
    app.add_flag_callback(
        "--insecure", [&] { trust.checks = false; }, "any certificate will do");
}

void add_report(CLI::App& app, Options& options) {
    app.add_option("--pid", options.plan.server_processes, "of the server, for its processor time")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->check(CLI::PositiveNumber)
        ->option_text("PID,…");
    app.add_option("--json", options.json, "the report for programs; `-`: stdout, instead of the summary")
        ->option_text("FILE");
    app.add_option("--percentiles", options.percentiles,
                   "the distribution as HdrHistogram's tools read it; that of service in FILE.service")
        ->option_text("FILE");
    app.add_option("--chart", options.chart, "latency by percentile, and the rate over time")
        ->option_text("FILE.svg");
    app.add_flag("--quiet,-q", options.quiet, "no progress line on a terminal");
}

// What no single option can tell.
void check_together(const Options& options) {
    const Plan& plan = options.plan;
    const auto refuse = [](const std::string& why) { throw std::runtime_error(why); };
    if (plan.timing.duration < millisecond) { refuse("--duration is 1ms or more"); }
    if (plan.threads > plan.connections) { refuse("each of --threads wants a connection of its own"); }
    if (plan.timing.ramp > 0 && !plan.open_loop()) {
        refuse("--ramp is of a rate; there is none with --rate max");
    }
    if (plan.timing.duration / plan.timing.slice_length() > 100'000) {
        refuse("--slice is too short for --duration");
    }
}

}  // namespace

std::optional<Options> read_options(int argc, char** argv, int& exit) {
    Options options;
    CLI::App app(
        "Asks an HTTP/1.1 server at a rate of its own, whether or not the server keeps up, and tells how\n"
        "long the answers took from when each was meant to be asked for.",
        "passerby-load");
    app.set_version_flag("--version", "passerby-load " PASSERBY_VERSION);
    app.add_option("URL", options.url, "http://HOST[:PORT][/PATH], or https://…")->required();
    add_load(app, options.plan);
    add_timing(app, options.plan.timing);
    add_requests(app, options);
    add_trust(app, options.trust);
    add_report(app, options);
    app.footer(
        "Exit: 0 all was answered rightly, 1 something was not, 2 it could not work.\n"
        "How to read the report: bench/README.md.");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        exit = app.exit(error) == 0 ? 0 : 2;
        return std::nullopt;
    }
    check_together(options);
    return options;
}

}  // namespace passerby::load
