// The report as programs read it: one object, times in nanoseconds, the slices one a line.
#include <fmt/format.h>

#include <chrono>
#include <iterator>

#include "bench/load/report.hpp"

namespace passerby::load {

namespace {

// An object being written; what it is given is in the order of the calls.
class Object {
  public:
    template <class Number>
    void number(std::string_view name, Number value) {
        fmt::format_to(std::back_inserter(text_), "{}\"{}\": {}", comma(), name, value);
    }
    void rounded(std::string_view name, double value) {
        fmt::format_to(std::back_inserter(text_), "{}\"{}\": {:.3f}", comma(), name, value);
    }
    void text(std::string_view name, std::string_view value) {
        fmt::format_to(std::back_inserter(text_), "{}\"{}\": \"", comma(), name);
        for (const char c : value) {
            if (c == '"' || c == '\\') { text_ += '\\'; }
            text_ += c;
        }
        text_ += '"';
    }
    void raw(std::string_view name, std::string_view value) {
        fmt::format_to(std::back_inserter(text_), "{}\"{}\": {}", comma(), name, value);
    }
    std::string done() { return text_ + "}"; }

  private:
    std::string_view comma() { return text_.size() == 1 ? "" : ", "; }

    std::string text_ = "{";
};

std::string date() {
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                       parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

void write_plan(Object& object, const Plan& plan) {
    object.text("target", plan.target.url);
    object.text("date", date());
    if (plan.open_loop()) {
        object.text("arrivals", plan.process == ArrivalProcess::poisson ? "poisson" : "fixed");
        object.number("rate", *plan.rate);
        object.number("seed", plan.seed);
    } else {
        object.text("arrivals", "closed");
    }
    object.number("connections", plan.connections);
    object.number("threads", plan.threads);
    object.number("pipeline", plan.pipeline);
    object.number("ramp_s", in_seconds(plan.timing.ramp));
    object.number("warm_up_s", in_seconds(plan.timing.warm_up));
}

void write_latency(Object& object, std::string_view prefix, const Histogram& histogram) {
    if (histogram.count() == 0) { return; }
    for (const auto& told : told_shares) {
        object.number(fmt::format("{}{}_ns", prefix, told.key), histogram.at(told.share));
    }
    object.number(fmt::format("{}mean_ns", prefix), static_cast<Nanoseconds>(histogram.mean()));
    object.number(fmt::format("{}count", prefix), histogram.count());
}

void write_counts(Object& object, const Report& report) {
    const Measures& measures = report.measures;
    object.number("connected", report.connected);
    object.number("sent", measures.sent);
    object.number("answered", measures.answered);
    object.number("right", measures.right);
    object.number("given_up", measures.given_up);
    object.number("connects", measures.connects);
    object.number("bytes_received", measures.bytes_received);
    Object statuses, failures;
    for (std::size_t i = 2; i < measures.status_classes.size(); ++i) {
        statuses.number(fmt::format("{}xx", i), measures.status_classes[i]);
    }
    for (std::size_t i = 0; i < failure_names.size(); ++i) {
        failures.number(failure_names[i], measures.failures[static_cast<Failure>(i)]);
    }
    object.raw("statuses", statuses.done());
    object.raw("failures", failures.done());
}

void write_surroundings(Object& object, const Report& report) {
    object.number("lag_max_ns", report.measures.lag_max);
    object.number("late_sends", report.measures.late_sends);
    object.number("slices_kept", report.kept.slices);
    object.number("slices", report.kept.of);
    object.rounded("generator_share", report.own_share);
    object.rounded("stolen_share", report.stolen_share);
    if (report.server_per_answer) {
        object.rounded("cpu_us_per_request", report.server_per_answer->total_s() * 1e6);
        object.rounded("cpu_user_us_per_request", report.server_per_answer->user_s * 1e6);
    }
    if (report.answers) {
        object.number("requests_in_file", report.answers->requests);
        object.number("requests_answered", report.answers->answered);
        object.number("answers_varied", report.answers->varied);
        object.text("checksum", fmt::format("{:016x}", report.answers->checksum));
    }
}

std::string timeline(const Slices& slices) {
    std::string text = "[";
    Nanoseconds begin = 0;
    for (const Slice& slice : slices.all()) {
        Object row;
        row.number("from_s", in_seconds(begin));
        row.number("intended", slice.intended);
        row.number("answered", slice.answered);
        row.number("failed", slice.failed);
        if (slice.corrected.count() > 0) {
            row.number("p50_ns", slice.corrected.at(0.5));
            row.number("p99_ns", slice.corrected.at(0.99));
            row.number("max_ns", slice.corrected.max());
        }
        row.number("lag_ns", slice.lag);
        text += (begin == 0 ? "\n  " : ",\n  ") + row.done();
        begin += slices.length();
    }
    return text + "\n]";
}

}  // namespace

std::string json(const Report& report) {
    Object object;
    write_plan(object, report.plan);
    object.number("measured_s", in_seconds(report.measured));
    object.rounded("offered_per_s", report.offered_per_s());
    object.rounded("requests_per_s", report.right_per_s());
    write_latency(object, "", report.plan.open_loop() ? report.measures.corrected : report.measures.service);
    write_latency(object, "service_", report.measures.service);
    write_latency(object, "kept_", report.kept.corrected);
    write_latency(object, "other_", report.measures.other_answers);
    write_counts(object, report);
    write_surroundings(object, report);
    object.raw("timeline", timeline(report.measures.slices));
    return object.done() + "\n";
}

}  // namespace passerby::load
