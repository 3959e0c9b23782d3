#include "bench/workload_json.hpp"

#include <type_traits>

#include "engine/ensure.hpp"

namespace passerby::bench {

using namespace engine;

namespace {

void write_text(std::ostream& out, std::string_view text) {
    out << '"' << text << '"';
}

}  // namespace

void write_condition(std::ostream& out, const Vocabulary& vocabulary, const Condition& condition) {
    if (condition.kind != Condition::Kind::test) {
        out << (condition.kind == Condition::Kind::all ? R"({"all":)" : R"({"any":)");
        write_list(out, condition.children,
                   [&](const Condition& child) { write_condition(out, vocabulary, child); });
        out << '}';
        return;
    }
    const Signal& signal = vocabulary[condition.test->signal];
    const Operator& op = condition.test->operators.front();
    out << R"({"signal":")" << signal.name << R"(","set":)"
        << (signal.type == SignalType::set ? "true" : "false") << R"(,"negated":)"
        << (op.negated ? "true" : "false");
    if (signal.is_text()) {
        out << R"(,"values":)";
        write_list(out, op.texts, [&](const std::string& text) { write_text(out, text); });
    } else {
        ensure(op.intervals.size() == 1, "the workload's ranges do not wrap");
        out << R"(,"min":)" << op.intervals.front().min << R"(,"max":)" << op.intervals.front().max;
    }
    out << '}';
}

void write_fact(std::ostream& out, const Moment::Value& value) {
    std::visit(
        [&](const auto& held) {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<Held, std::vector<std::string>>) {
                write_list(out, held, [&](const std::string& text) { write_text(out, text); });
            } else if constexpr (std::is_same_v<Held, std::string>) {
                write_text(out, held);
            } else {
                out << static_cast<double>(held);
            }
        },
        value);
}

void write_moment(std::ostream& out, const Vocabulary& vocabulary, const Moment& moment) {
    const auto day = std::chrono::floor<std::chrono::days>(moment.now);
    out << R"({"time.hour":)" << std::chrono::floor<std::chrono::hours>(moment.now - day).count()
        << R"(,"time.weekday":)" << std::chrono::weekday{day}.iso_encoding() - 1;
    for (const auto& [signal, value] : moment.facts) {
        out << ",\"" << vocabulary[signal].name << "\":";
        write_fact(out, value);
    }
    out << '}';
}

}  // namespace passerby::bench
