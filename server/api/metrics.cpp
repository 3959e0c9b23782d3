#include "server/api/metrics.hpp"

#include <fmt/format.h>

#include <initializer_list>
#include <iterator>
#include <span>

#include "server/api/label.hpp"
#include "server/api/process_figures.hpp"

namespace passerby::api {

namespace {

using problem::own_texts;
constexpr auto routes = own_texts<route_names>();
constexpr auto kinds = own_texts<consent_kind_names>();
constexpr auto outcomes = own_texts<consent_outcome_names>();
constexpr auto place_outcomes = own_texts<place_outcome_names>();
constexpr auto refusals = own_texts<refusal_names>();
constexpr auto strings = own_texts<wire::consent_string_names>();
constexpr auto faults = own_texts<wire::iab_fault_names>();

double seconds(std::uint64_t nanoseconds) {
    return static_cast<double>(nanoseconds) * 1e-9;
}

// Writes the text format: a head a metric, then its lines.
class Page {
  public:
    void head(std::string_view name, std::string_view type, std::string_view help) {
        fmt::format_to(end(), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
    }
    template <class Number>
    void line(std::string_view name, Number value) {
        fmt::format_to(end(), "{} {}\n", name, value);
    }
    // Every label is of ours, so none needs escaping.
    template <class Number>
    void line(std::string_view name, std::initializer_list<Label> labels, Number value) {
        fmt::format_to(end(), "{}", name);
        char before = '{';
        for (const Label& label : labels) {
            fmt::format_to(end(), "{}{}=\"{}\"", before, label.name.view(), label.value.view());
            before = ',';
        }
        fmt::format_to(end(), "}} {}\n", value);
    }
    template <class Number>
    void single(std::string_view name, std::string_view type, std::string_view help, Number value) {
        head(name, type, help);
        line(name, value);
    }
    std::string take() { return std::move(text_); }

  private:
    std::back_insert_iterator<std::string> end() { return std::back_inserter(text_); }
    std::string text_;
};

// The same counter of every thread, summed.
class Sum {
  public:
    explicit Sum(const std::deque<Measures>& threads) : threads_(threads) {}

    template <class Pick>  // const Counter&(const Measures&)
    std::uint64_t operator()(Pick pick) const {
        std::uint64_t total = 0;
        for (const Measures& thread : threads_) { total += pick(thread).read(); }
        return total;
    }

  private:
    const std::deque<Measures>& threads_;
};

bool is_always_told(std::size_t status) {
    return status < statuses.size() &&
           (statuses[status] == 200 || statuses[status] == 500 || statuses[status] == 503);
}

void write_requests(const Sum& sum, Page& page) {
    constexpr std::string_view name = "passerby_requests_total";
    page.head(name, "counter", "Requests answered, by route and status.");
    for (std::size_t route = 0; route < route_names.size(); ++route) {
        for (std::size_t status = 0; status <= statuses.size(); ++status) {
            const auto count = sum([&](auto& thread) -> auto& { return thread.requests[route][status]; });
            // Most of the pairs never happen. Those that alerts wait for are there from the start: what a
            // counter begins with is no increase.
            if (count == 0 && !is_always_told(status)) { continue; }
            const auto told = status < statuses.size() ? LabelValue(statuses[status]) : LabelValue("other");
            page.line(name, {{"route", routes[route]}, {"status", told}}, count);
        }
    }
}

void write_duration(const std::deque<Measures>& threads, std::size_t route, Page& page) {
    constexpr std::string_view name = "passerby_request_duration_seconds";
    std::uint64_t count = 0;
    std::uint64_t sum_ns = 0;
    for (std::size_t bucket = 0; bucket <= Histogram::bounds.size(); ++bucket) {
        for (const Measures& thread : threads) { count += thread.durations[route].in_bucket(bucket); }
        const auto bound = bucket < Histogram::bounds.size()
                               ? LabelValue(static_cast<double>(Histogram::bounds[bucket].count()) * 1e-9)
                               : LabelValue("+Inf");
        page.line(fmt::format("{}_bucket", name), {{"route", routes[route]}, {"le", bound}}, count);
    }
    for (const Measures& thread : threads) { sum_ns += thread.durations[route].sum_ns(); }
    const Label label{"route", routes[route]};
    page.line(fmt::format("{}_sum", name), {label}, seconds(sum_ns));
    page.line(fmt::format("{}_count", name), {label}, count);
}

void write_durations(const std::deque<Measures>& threads, Page& page) {
    page.head("passerby_request_duration_seconds", "histogram",
              "From a complete request to its complete answer, by route.");
    for (std::size_t route = 0; route < route_names.size(); ++route) { write_duration(threads, route, page); }
}

// One line a value of a closed label.
template <class Names, class Pick>
void write_labelled(const Sum& sum, std::string_view name, std::string_view help, OwnText label,
                    const Names& names, Pick pick, Page& page) {
    page.head(name, "counter", help);
    for (std::size_t i = 0; i < names.size(); ++i) {
        page.line(name, {{label, names[i]}}, sum([&](auto& thread) -> auto& { return pick(thread)[i]; }));
    }
}

struct Labels {
    OwnText name;
    std::span<const OwnText> values;
};

template <class Pick>
void write_table(const Sum& sum, std::string_view name, std::string_view help, const Labels& rows,
                 const Labels& columns, Pick pick, Page& page) {
    page.head(name, "counter", help);
    for (std::size_t i = 0; i < rows.values.size(); ++i) {
        for (std::size_t k = 0; k < columns.values.size(); ++k) {
            page.line(name, {{rows.name, rows.values[i]}, {columns.name, columns.values[k]}},
                      sum([&](auto& thread) -> auto& { return pick(thread)[i][k]; }));
        }
    }
}

void write_decisions(const Sum& sum, Page& page) {
    using engine::Reason;
    static constexpr std::array reasons = {Reason::targeting_match, Reason::split, Reason::fallback};
    write_labelled(
        sum, "passerby_decisions_total", "Contents chosen, by reason.", "reason", reasons,
        [](auto& thread) -> auto& { return thread.decisions; }, page);
    page.single("passerby_empty_slots_total", "counter", "Slots answered with nothing.",
                sum([](auto& thread) -> auto& { return thread.empty_slots; }));
    write_labelled(
        sum, "passerby_signals_withheld_total", "Signals not used for want of consent, by purpose.",
        "purpose", engine::asked_purposes, [](auto& thread) -> auto& { return thread.withheld; }, page);
    page.single("passerby_signals_ignored_total", "counter", "Signals and members with an impossible value.",
                sum([](auto& thread) -> auto& { return thread.ignored; }));
    page.single("passerby_members_unknown_total", "counter", "Members of requests that are none of ours.",
                sum([](auto& thread) -> auto& { return thread.unknown; }));
    write_table(
        sum, "passerby_consent_records_total", "Consent records that came, and how they were taken.",
        {"kind", kinds}, {"outcome", outcomes}, [](auto& thread) -> auto& { return thread.consent_records; },
        page);
    write_table(
        sum, "passerby_consent_malformed_total", "Consent strings that could not be read, and why.",
        {"kind", strings}, {"fault", faults}, [](auto& thread) -> auto& { return thread.malformed_strings; },
        page);
}

void write_places(const Sum& sum, Page& page) {
    write_labelled(
        sum, "passerby_places_total", "Places sought by address, where that was permitted, by outcome.",
        "outcome", place_outcomes, [](auto& thread) -> auto& { return thread.places; }, page);
}

void write_connections(const Sum& sum, Page& page) {
    const auto opened = sum([](auto& thread) -> auto& { return thread.connections_opened; });
    const auto closed = sum([](auto& thread) -> auto& { return thread.connections_closed; });
    page.single("passerby_connections", "gauge", "Connections that are open.",
                opened < closed ? 0 : opened - closed);
    write_labelled(
        sum, "passerby_connections_refused_total", "Connections not taken, by reason.", "reason", refusals,
        [](auto& thread) -> auto& { return thread.connections_refused; }, page);
}

void write_rules(const engine::RuleIndex& rules, const ReloadMeasures& reloads, const Readiness& readiness,
                 engine::Instant now, Page& page) {
    page.head("passerby_rules_revision_info", "gauge", "The revision in force.");
    page.line("passerby_rules_revision_info", {{"revision", rules}}, 1);
    page.single("passerby_rules", "gauge", "Rules in force.", rules.rule_count());
    page.head("passerby_reload_total", "counter", "Times the rules were read again, by outcome.");
    page.line("passerby_reload_total", {{"outcome", "ok"}}, reloads.ok.read());
    page.line("passerby_reload_total", {{"outcome", "unchanged"}}, reloads.unchanged.read());
    page.line("passerby_reload_total", {{"outcome", "refused"}}, reloads.refused.read());
    page.single("passerby_reload_refused", "gauge", "1 while the rules that are there are not in force.",
                readiness.refused() ? 1 : 0);
    page.head("passerby_reload_duration_seconds", "summary", "From the first read to the rules in force.");
    page.line("passerby_reload_duration_seconds_sum", seconds(reloads.sum_ns.read()));
    page.line("passerby_reload_duration_seconds_count", reloads.count.read());
    if (const auto loaded = readiness.loaded_at()) {
        page.single("passerby_rules_age_seconds", "gauge", "Since the rules in force went into force.",
                    (now - *loaded).count());
    }
}

void write_process(Page& page) {
    const ProcessFigures figures = read_process_figures();
    page.single("process_cpu_seconds_total", "counter", "Processor time spent.", figures.cpu_seconds);
    page.single("process_start_time_seconds", "gauge", "When the process started, since 1970.",
                figures.start_time_seconds);
    page.single("process_resident_memory_bytes", "gauge", "Memory in use.", figures.resident_bytes);
    page.single("process_virtual_memory_bytes", "gauge", "Address space in use.", figures.virtual_bytes);
    page.single("process_threads", "gauge", "Threads.", figures.threads);
    page.single("process_open_fds", "gauge", "Open file descriptors.", figures.open_descriptors);
    page.single("process_max_fds", "gauge", "File descriptors that may be open.", figures.descriptors_max);
}

}  // namespace

std::string Metrics::render(const engine::RuleIndex& rules, const Readiness& readiness,
                            engine::Instant now) const {
    Page page;
    const Sum sum(threads_);
    write_requests(sum, page);
    write_durations(threads_, page);
    write_decisions(sum, page);
    write_places(sum, page);
    write_connections(sum, page);
    write_rules(rules, reloads_, readiness, now, page);
    if (!certificates_.empty()) {
        page.head("passerby_certificate_expiry_timestamp_seconds", "gauge",
                  "When the certificate that is shown expires, since 1970, by listener.");
    }
    for (const auto& [listener, door] : certificates_) {
        page.line("passerby_certificate_expiry_timestamp_seconds", {{"listener", listener}},
                  door->shown()->expires().time_since_epoch().count());
    }
    write_process(page);
    return page.take();
}

}  // namespace passerby::api
