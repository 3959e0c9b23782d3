#include "server/cli/decide.hpp"

#include <random>

#include "rules/screen_text.hpp"
#include "server/api/inspect.hpp"
#include "server/cli/input.hpp"
#include "server/cli/moment.hpp"
#include "server/wire/problem.hpp"

namespace passerby::cli {

namespace {

using wire::Problem;
using wire::ProblemKind;

std::uint64_t any_seed() {
    std::random_device device;
    return (std::uint64_t{device()} << 32) ^ device();
}

// Lines are independent: what is wrong with one costs no other its answer.
class LineByLine {
  public:
    LineByLine(const DecideFlags& flags, const engine::RuleIndex& rules)
        : flags_(flags), rules_(rules), inspect_({}, flags.seed.value_or(any_seed()), {.has_now = true}) {}

    // Whether it was a request.
    bool answer(const Input::Line& line, engine::Instant now) {
        text_.clear();
        auto problem =
            line.too_long ? Problem{ProblemKind::body_too_large} : inspect_.read(line.text, rules_, now);
        if (problem) {
            wire::write_problem(*problem, text_.append(R"({"error":)"));
            text_.append("}");
        } else {
            inspect_.write_answer(rules_, {.matches = flags_.matches, .explanation = flags_.explain}, text_);
        }
        print(text_.append("\n"));
        return !problem;
    }

  private:
    const DecideFlags& flags_;
    const engine::RuleIndex& rules_;
    api::Inspect inspect_;
    std::string text_;
};

}  // namespace

Exit decide(const DecideFlags& flags) {
    const auto loaded = load_rules(flags.rules);
    if (const auto* failed = std::get_if<Exit>(&loaded)) { return *failed; }
    const engine::RuleIndex& rules = *std::get<0>(loaded);
    if (!read_now(flags.now, rules.zone())) { return refuse(malformed_now); }

    Input input(flags.file);
    LineByLine lines(flags, rules);
    Exit exit = Exit::fine;
    while (const auto line = input.next_line(wire::request_bytes_max, flush_results)) {
        if (!lines.answer(*line, *read_now(flags.now, rules.zone()))) { exit = Exit::wrong; }
    }
    if (!input.failure().empty()) {
        return finish(refuse("cannot read `" + rules::for_screen(flags.file) + "`: " + input.failure()));
    }
    return finish(exit);
}

}  // namespace passerby::cli
