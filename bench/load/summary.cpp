// The report as a person reads it.
#include <fmt/format.h>

#include <iterator>

#include "bench/load/quantity.hpp"
#include "bench/load/report.hpp"

namespace passerby::load {

namespace {

using Out = std::back_insert_iterator<std::string>;

constexpr double busy_share = 0.9;  // from here on the generator may have been the limit

std::string_view arrivals_of(const Plan& plan) {
    if (!plan.open_loop()) { return "as fast as answered (closed loop)"; }
    return plan.process == ArrivalProcess::poisson ? "Poisson arrivals" : "fixed arrivals";
}

void write_plan(Out out, const Report& report) {
    const Plan& plan = report.plan;
    const std::string rate = plan.open_loop() ? fmt::format("{:.6g}/s, ", *plan.rate) : "";
    fmt::format_to(out, "{}\n{}{}, {} for {}, {} connections, {} thread{}{}\n\n", plan.target.url, rate,
                   arrivals_of(plan), "measured", show_duration(report.measured), plan.connections,
                   plan.threads, plan.threads == 1 ? "" : "s",
                   plan.pipeline == 1 ? "" : fmt::format(", pipelined {} deep", plan.pipeline));
}

void write_rates(Out out, const Report& report) {
    const Measures& measures = report.measures;
    if (report.plan.open_loop()) {
        fmt::format_to(out, "  offered    {:>12.1f}/s  {:>12} requests\n", report.offered_per_s(),
                       show_count(measures.intended_measured));
    }
    fmt::format_to(out, "  achieved   {:>12.1f}/s  {:>12} right answers in time\n\n", report.right_per_s(),
                   show_count(measures.right_in_time));
}

void write_latency(Out out, std::string_view name, const Histogram& histogram) {
    if (histogram.count() == 0) { return; }
    fmt::format_to(out, "  {:<11}", name);
    for (const auto& told : told_shares) {
        fmt::format_to(out, " {:>9}", show_duration(histogram.at(told.share)));
    }
    fmt::format_to(out, "\n");
}

void write_latencies(Out out, const Report& report) {
    fmt::format_to(out, "  {:<11}", "");
    for (const auto& told : told_shares) { fmt::format_to(out, " {:>9}", told.name); }
    fmt::format_to(out, "\n");
    if (report.plan.open_loop()) { write_latency(out, "corrected", report.measures.corrected); }
    write_latency(out, "service", report.measures.service);
    write_latency(out, "kept", report.kept.corrected);
    write_latency(out, "not right", report.measures.other_answers);
    if (report.measures.given_up > 0) {
        fmt::format_to(out,
                       "  corrected holds {} requests that were given up, with the time they had waited\n",
                       show_count(report.measures.given_up));
    }
}

void write_generator(Out out, const Report& report) {
    const Measures& measures = report.measures;
    fmt::format_to(
        out, "\n  generator  greatest lag {}, {} late sends, {} of {} slices kept, {:.0f} % of its {}\n",
        show_duration(measures.lag_max), show_count(measures.late_sends), report.kept.slices, report.kept.of,
        report.own_share * 100, report.plan.threads == 1 ? "core" : "cores");
    if (report.own_share > busy_share) {
        fmt::format_to(
            out, "             it was busy nearly all the time: the limit may be its own; more --threads?\n");
    }
    if (report.server_per_answer) {
        fmt::format_to(out, "  server     {:.2f} µs of processor per answer, {:.2f} of it in the kernel\n",
                       report.server_per_answer->total_s() * 1e6, report.server_per_answer->system_s * 1e6);
    }
    fmt::format_to(out, "  machine    {:.1f} % of the time stolen by others\n", report.stolen_share * 100);
}

void write_outcome(Out out, const Report& report) {
    const Measures& measures = report.measures;
    if (report.connected < report.plan.connections) {
        fmt::format_to(out, "  connected  {} of {} at the start\n", report.connected,
                       report.plan.connections);
    }
    fmt::format_to(out, "  answers    {} of {} requests", show_count(measures.answered),
                   show_count(measures.sent));
    for (std::size_t i = 2; i < measures.status_classes.size(); ++i) {
        if (measures.status_classes[i] > 0) {
            fmt::format_to(out, ", {}xx: {}", i, show_count(measures.status_classes[i]));
        }
    }
    if (const auto& read = report.answers) {
        fmt::format_to(out, "\n  bodies     {} of {} in the file answered, {} varied, checksum {:016x}",
                       show_count(read->answered), show_count(read->requests), show_count(read->varied),
                       read->checksum);
    }
    fmt::format_to(out, "\n  failures   {}", measures.failures.total() == 0 ? "none" : "");
    std::string_view comma;
    for (std::size_t i = 0; i < failure_names.size(); ++i) {
        const std::uint64_t count = measures.failures[static_cast<Failure>(i)];
        if (count == 0) { continue; }
        fmt::format_to(out, "{}{}: {}", comma, failure_names[i], show_count(count));
        comma = ", ";
    }
    fmt::format_to(out, "\n");
}

}  // namespace

std::string summary(const Report& report) {
    std::string text;
    const Out out(text);
    write_plan(out, report);
    write_rates(out, report);
    write_latencies(out, report);
    write_generator(out, report);
    write_outcome(out, report);
    return text;
}

}  // namespace passerby::load
