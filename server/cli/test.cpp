#include "server/cli/test.hpp"

#include <fmt/format.h>

#include <optional>

#include "engine/compile.hpp"
#include "rules/render.hpp"
#include "rules/rule_tests.hpp"
#include "rules/screen_text.hpp"
#include "server/cli/coverage.hpp"
#include "server/cli/moment.hpp"
#include "server/cli/rule_test_run.hpp"

namespace passerby::cli {

namespace {

// All tests of one rule set, run and reported as they come.
class Suite {
  public:
    Suite(const engine::RuleSet& rule_set, const rules::RuleTests& tests)
        : index_(engine::compile(rule_set)), tests_(tests), run_(rule_set, *index_) {}

    // How many failed.
    std::size_t run(Coverage* coverage) {
        std::size_t failed = 0;
        for (const rules::RuleTest& test : tests_.tests) {
            const auto failure = run_.run(test, system_now());
            if (coverage != nullptr) { coverage->add(*index_, run_.inspect()); }
            if (!failure) { continue; }
            print(report(test, *failure));
            ++failed;
        }
        return failed;
    }

  private:
    std::string report(const rules::RuleTest& test, const Failure& failure) const {
        std::string text =
            fmt::format("{}:{}: failed: {}\n  expected  {}\n  got       {}\n",
                        rules::for_screen(tests_.sources[test.place.file]->name()), test.place.line,
                        rules::for_screen(test.name), failure.expected, failure.got);
        for (const std::string& line : failure.why) { text += fmt::format("  why       {}\n", line); }
        return text;
    }

    std::shared_ptr<const engine::RuleIndex> index_;
    const rules::RuleTests& tests_;
    RuleTestRun run_;
};

void print_coverage(const Coverage& coverage) {
    const auto gaps = coverage.gaps();
    for (const std::string& gap : gaps) { print(gap + "\n"); }
    if (gaps.empty()) { print("every rule matched, and every test of a condition was true and false\n"); }
}

Exit run_tests(const TestFlags& flags, const engine::RuleSet& rule_set, const rules::RuleTests& tests) {
    std::optional<Coverage> coverage;
    if (flags.coverage) { coverage.emplace(rule_set); }
    const std::size_t failed = Suite(rule_set, tests).run(coverage ? &*coverage : nullptr);
    if (coverage) { print_coverage(*coverage); }
    print(fmt::format("{} of {} tests passed\n", tests.tests.size() - failed, tests.tests.size()));
    const bool wrong = failed > 0 || rules::has_errors(tests.issues);
    return wrong ? Exit::wrong : Exit::fine;
}

}  // namespace

Exit test(const TestFlags& flags) {
    const rules::Loaded loaded = rules::load(flags.paths, {.now = std::nullopt, .lint = false});
    const rules::RenderOptions look{.colour = wants_colour(Stream::remarks)};
    if (!loaded.rule_set) {
        write_remark(rules::render_text(loaded.issues, loaded.sources, look));
        return loaded.unreadable ? Exit::useless : Exit::wrong;
    }
    std::vector<rules::Issue> missing;
    const auto files = rules::find_test_files(flags.paths, missing);
    if (files.empty()) { return refuse("there is no `*.test.yaml` beside these rules"); }
    const rules::RuleTests tests = rules::read_rule_tests(files, *loaded.rule_set);
    write_remark(rules::render_text(tests.issues, tests.sources, look));
    return finish(run_tests(flags, *loaded.rule_set, tests));
}

}  // namespace passerby::cli
