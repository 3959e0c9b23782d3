// The report as a picture: latency by percentile, stretched towards the rare ones, and below it the rate over
// the measured time, with the slices that the generator itself has spoilt.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "bench/load/quantity.hpp"
#include "bench/load/report.hpp"
#include "bench/load/svg.hpp"

namespace passerby::load {

namespace {

constexpr double width = 860, height = 760;
constexpr double left = 84, right = 730;  // of what is drawn in; names stand to the right of it
constexpr double latency_top = 92, latency_bottom = 440, rate_top = 528, rate_bottom = 690;

struct Axis {
    double low, high, first_pixel, last_pixel;

    double pixel(double value) const {
        const double share = (value - low) / (high - low);
        return first_pixel + std::clamp(share, 0.0, 1.0) * (last_pixel - first_pixel);
    }
};

std::string short_count(double value) {
    if (value >= 1e6) { return fmt::format("{:.3g} M", value / 1e6); }
    return value >= 1e3 ? fmt::format("{:.3g} k", value / 1e3) : fmt::format("{:.3g}", value);
}

std::string short_time(double nanoseconds) {
    constexpr std::array<std::pair<double, std::string_view>, 3> units{
        {{1e9, "s"}, {1e6, "ms"}, {1e3, "µs"}}};
    for (const auto& [size, unit] : units) {
        if (nanoseconds >= size * 0.999) { return fmt::format("{:.3g} {}", nanoseconds / size, unit); }
    }
    return fmt::format("{:.3g} ns", nanoseconds);
}

// How far to the right a percentile stands: one step for each nine.
double nines(double share) {
    return -std::log10(1 - share);
}

struct Percentile {
    double share;
    std::string_view name;
};
constexpr std::array<Percentile, 8> percentile_ticks{{{0, "0 %"},
                                                      {0.5, "50 %"},
                                                      {0.9, "90 %"},
                                                      {0.99, "99 %"},
                                                      {0.999, "99.9 %"},
                                                      {0.9999, "99.99 %"},
                                                      {0.99999, "99.999 %"},
                                                      {0.999999, "99.9999 %"}}};

// Percentiles by percentiles: as far as there is more than one request beyond them.
class LatencyPanel {
  public:
    LatencyPanel(Svg& svg, const Report& report)
        : svg_(svg),
          corrected_(report.measures.corrected),
          service_(report.measures.service),
          x_{0,
             std::max(1.0, std::floor(std::log10(
                               static_cast<double>(std::max<std::uint64_t>(corrected_.count(), 10))))),
             left, right},
          y_(latency_axis()) {}

    void draw(bool open_loop) {
        draw_grid();
        if (open_loop) { draw_curve(corrected_, "first"); }
        draw_curve(service_, "second");
        name_curves(open_loop);
    }

  private:
    Axis latency_axis() const {
        const double low =
            std::max<double>(1, static_cast<double>(std::min(corrected_.min(), service_.min())));
        const double high =
            std::max<double>(10, static_cast<double>(std::max(corrected_.max(), service_.max())));
        return {std::floor(std::log10(low)), std::ceil(std::log10(high)), latency_bottom, latency_top};
    }

    double y_of(Nanoseconds time) const {
        return y_.pixel(std::log10(std::max<double>(1, static_cast<double>(time))));
    }

    void draw_grid() {
        for (double power = y_.low; power <= y_.high; ++power) {
            const double y = y_.pixel(power);
            svg_.line({left, y}, {right, y}, "grid");
            svg_.text({left - 8, y + 4}, short_time(std::pow(10, power)), "", Anchor::end);
        }
        for (const Percentile& tick : percentile_ticks) {
            if (nines(tick.share) > x_.high + 1e-6) { break; }
            const double x = x_.pixel(nines(tick.share));
            svg_.line({x, latency_top}, {x, latency_bottom}, "grid");
            svg_.text({x, latency_bottom + 20}, tick.name, "", Anchor::middle);
        }
        svg_.line({left, latency_bottom}, {right, latency_bottom}, "axis");
        svg_.line({left, latency_top}, {left, latency_bottom}, "axis");
        svg_.text({(left + right) / 2, latency_bottom + 42}, "requests that were at least as fast", "",
                  Anchor::middle);
        svg_.upright_text({20, (latency_top + latency_bottom) / 2}, "latency");
    }

    void draw_curve(const Histogram& histogram, std::string_view kind) {
        constexpr int steps = 240;
        std::vector<Point> points;
        for (int i = 0; i <= steps; ++i) {
            const double at = x_.high * i / steps;
            points.push_back({x_.pixel(at), y_of(histogram.at(1 - std::pow(10, -at)))});
        }
        svg_.curve(points, kind);
        for (const Percentile& tick : percentile_ticks) {
            if (tick.share == 0 || nines(tick.share) > x_.high + 1e-6) { continue; }
            const Point at{x_.pixel(nines(tick.share)), y_of(histogram.at(tick.share))};
            kind == "first" ? svg_.dot(at, "first-mark") : svg_.square(at, "second-mark");
        }
    }

    // Beside the ends of the curves, moved apart where they would touch.
    void name_curves(bool open_loop) {
        constexpr double gap = 52;
        const double share = 1 - std::pow(10, -x_.high);
        const double service = y_of(service_.at(share)), corrected = y_of(corrected_.at(share));
        const double apart = std::max(0.0, gap - (service - corrected)) / 2;
        if (open_loop) { name(corrected - apart, "● corrected:", "since it was due", corrected_); }
        name(service + (open_loop ? apart : 0), "■ service:", "since it was sent", service_);
    }

    void name(double y, std::string_view first, std::string_view rest, const Histogram& histogram) {
        svg_.text({right + 10, y}, first, "small");
        svg_.text({right + 10, y + 14}, rest, "small");
        svg_.text({right + 10, y + 28}, "max " + show_duration(histogram.max()), "small");
    }

    Svg& svg_;
    const Histogram &corrected_, &service_;
    Axis x_, y_;
};

class RatePanel {
  public:
    RatePanel(Svg& svg, const Report& report)
        : svg_(svg),
          report_(report),
          slices_(report.measures.slices),
          x_{0, in_seconds(report.plan.timing.duration), left, right},
          y_{0, highest() * 1.15, rate_bottom, rate_top} {}

    void draw() {
        draw_spoilt();
        draw_grid();
        if (report_.plan.open_loop()) { draw_rates(&Slice::intended, "second"); }
        draw_rates(&Slice::answered, "first");
        if (report_.measures.failures.total() > 0) { draw_rates(&Slice::failed, "third"); }
        name_curves();
    }

  private:
    double rate_of(std::uint64_t count) const {
        return static_cast<double>(count) / in_seconds(slices_.length());
    }

    double highest() const {
        std::uint64_t most = 1;
        for (const Slice& slice : slices_.all()) { most = std::max({most, slice.intended, slice.answered}); }
        return rate_of(most);
    }

    void draw_spoilt() {
        const double slice = (right - left) / static_cast<double>(slices_.all().size());
        double x = left;
        for (const Slice& each : slices_.all()) {
            if (each.lag > report_.plan.timing.late) {
                svg_.box({x, rate_top}, slice, rate_bottom - rate_top, "spoilt");
            }
            x += slice;
        }
    }

    static double step_below(double span, double steps) {
        const double power = std::pow(10, std::floor(std::log10(span / steps)));
        for (const double factor : {1.0, 2.0, 5.0}) {
            if (span / (factor * power) <= steps) { return factor * power; }
        }
        return 10 * power;
    }

    void draw_grid() {
        for (double rate = 0, step = step_below(y_.high, 4); rate <= y_.high; rate += step) {
            const double y = y_.pixel(rate);
            svg_.line({left, y}, {right, y}, "grid");
            svg_.text({left - 8, y + 4}, short_count(rate), "", Anchor::end);
        }
        for (double time = 0, step = step_below(x_.high, 10); time <= x_.high * 1.0001; time += step) {
            svg_.text({x_.pixel(time), rate_bottom + 20}, fmt::format("{:.4g} s", time), "", Anchor::middle);
        }
        svg_.line({left, rate_bottom}, {right, rate_bottom}, "axis");
        svg_.line({left, rate_top}, {left, rate_bottom}, "axis");
        svg_.text({(left + right) / 2, rate_bottom + 42}, "measured time", "", Anchor::middle);
        svg_.upright_text({20, (rate_top + rate_bottom) / 2}, "requests/s");
    }

    void draw_rates(std::uint64_t Slice::*counted, std::string_view kind) {
        std::vector<Point> points;
        double middle = in_seconds(slices_.length()) / 2;
        for (const Slice& slice : slices_.all()) {
            points.push_back({x_.pixel(middle), y_.pixel(rate_of(slice.*counted))});
            middle += in_seconds(slices_.length());
        }
        svg_.curve(points, kind);
    }

    void name_curves() {
        double y = rate_top + 10;
        const auto name = [&](std::string_view kind, std::string_view words) {
            svg_.line({right + 10, y - 4}, {right + 36, y - 4}, kind);
            svg_.text({right + 42, y}, words, "small");
            y += 18;
        };
        if (report_.plan.open_loop()) { name("second", "offered"); }
        name("first", "answered");
        if (report_.measures.failures.total() > 0) { name("third", "failed"); }
        if (report_.kept.slices == report_.kept.of) { return; }
        svg_.box({right + 10, y - 10}, 26, 12, "spoilt");
        svg_.text({right + 42, y}, "generator late", "small");
    }

    Svg& svg_;
    const Report& report_;
    const Slices& slices_;
    Axis x_, y_;
};

std::string subtitle(const Report& report) {
    const Plan& plan = report.plan;
    const std::string_view process = plan.process == ArrivalProcess::poisson ? "Poisson" : "fixed";
    const std::string arrivals =
        plan.open_loop() ? fmt::format("{} requests/s, {} arrivals", short_count(*plan.rate), process)
                         : std::string("closed loop, as fast as answered");
    return fmt::format("{}, {} connections, {} measured, {} right answers in time, {} failed", arrivals,
                       plan.connections, show_duration(report.measured),
                       show_count(report.measures.right_in_time),
                       show_count(report.measures.failures.total()));
}

}  // namespace

std::string chart(const Report& report) {
    Svg svg(width, height);
    svg.text({left, 28}, "Latency and rate of " + report.plan.target.url, "title");
    svg.text({left, 50}, subtitle(report), "small");
    svg.text({left, 68},
             fmt::format("the generator's own greatest lag: {}; {} of {} slices of {} kept",
                         show_duration(report.measures.lag_max), report.kept.slices, report.kept.of,
                         show_duration(report.measures.slices.length())),
             "small");
    LatencyPanel(svg, report).draw(report.plan.open_loop());
    RatePanel(svg, report).draw();
    return svg.done();
}

}  // namespace passerby::load
