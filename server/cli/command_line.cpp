#include "server/cli/command_line.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <functional>
#include <map>
#include <new>
#include <string>

#include "rules/json_schema.hpp"
#include "rules/screen_text.hpp"
#include "server/cli/check.hpp"
#include "server/cli/decide.hpp"
#include "server/cli/explain.hpp"
#include "server/cli/serve.hpp"
#include "server/cli/terminal.hpp"
#include "server/cli/test.hpp"

namespace passerby::cli {

namespace {

// What one command was told, and how it is done; set up before parsing, run after it.
struct Commands {
    ServeFlags serve;
    CheckFlags check;
    DecideFlags decide;
    ExplainFlags explain;
    TestFlags test;
    std::function<int()> chosen;
};

void add_rules(CLI::App& command, Paths& paths) {
    // One path each time, or it would swallow FILE.
    command.add_option("--rules", paths, "the rule set: a file, or a folder of them; may come again")
        ->required()
        ->allow_extra_args(false);
}

void add_serve(CLI::App& app, Commands& commands) {
    ServeFlags& flags = commands.serve;
    CLI::App& command = *app.add_subcommand("serve", "serve decisions over HTTP");
    command.add_option("--config", flags.config, "the configuration file; flags win over it");
    command.add_option("--rules", flags.rules, "the rule set: a file, or a folder of them");
    command.add_option("--listen", flags.listen, "the public listener, ADDR:PORT");
    command.add_option("--admin", flags.admin, "the admin listener, ADDR:PORT");
    command.add_option("--data", flags.data, "the folder for what is kept");
    command.add_option("--threads", flags.threads, "workers; 0: one a core")->check(CLI::NonNegativeNumber);
    command.callback([&] { commands.chosen = [&] { return serve(flags); }; });
}

void add_check(CLI::App& app, Commands& commands) {
    static const std::map<std::string, ReportFormat> formats = {
        {"text", ReportFormat::text}, {"json", ReportFormat::json}, {"sarif", ReportFormat::sarif}};
    CheckFlags& flags = commands.check;
    CLI::App& command = *app.add_subcommand("check", "all errors and warnings of one rule set");
    command.add_option("PATH", flags.paths, "rule files and folders; all are one set")->required();
    command.add_option("--config", flags.config, "the configuration that the rules will run under");
    command
        .add_option_function<std::string>(
            "--format", [&](const std::string& name) { flags.format = formats.at(name); }, "of the report")
        ->check(CLI::IsMember({"text", "json", "sarif"}))
        ->option_text("text|json|sarif");
    command.add_flag("--warnings-as-errors", flags.warnings_as_errors, "warnings fail the check too");
    command.callback([&] { commands.chosen = [&] { return static_cast<int>(check(flags)); }; });
}

void add_decide(CLI::App& app, Commands& commands) {
    DecideFlags& flags = commands.decide;
    CLI::App& command = *app.add_subcommand("decide", "one request a line in, one answer a line out");
    add_rules(command, flags.rules);
    command.add_option("--now", flags.now,
                       "the moment to decide for, in the rule set's zone unless with an offset");
    command.add_option("--seed", flags.seed, "of chance, for requests without a bucket")
        ->check(CLI::NonNegativeNumber);
    command.add_flag("--matches", flags.matches, "add the rules that hold, slot by slot");
    command.add_flag("--explain", flags.explain, "add what became of every rule");
    command.add_option("FILE", flags.file, "requests, one a line; - is stdin")->capture_default_str();
    command.callback([&] { commands.chosen = [&] { return static_cast<int>(decide(flags)); }; });
}

void add_explain(CLI::App& app, Commands& commands) {
    ExplainFlags& flags = commands.explain;
    CLI::App& command = *app.add_subcommand("explain", "why each rule of a slot won or lost, for people");
    add_rules(command, flags.rules);
    command.add_option("--slot", flags.slot, "the slot to explain")->required();
    command.add_option("--rule", flags.rule, "only this rule");
    command.add_option("--now", flags.now,
                       "the moment to decide for, in the rule set's zone unless with an offset");
    command.add_option("FILE", flags.file, "one request; - is stdin")->capture_default_str();
    command.callback([&] { commands.chosen = [&] { return static_cast<int>(explain(flags)); }; });
}

void add_test(CLI::App& app, Commands& commands) {
    TestFlags& flags = commands.test;
    CLI::App& command = *app.add_subcommand("test", "run the rule set's own tests, its *.test.yaml");
    command.add_option("PATH", flags.paths, "rule files and folders, their tests beside them")->required();
    command.add_flag("--coverage", flags.coverage, "tell which rules and conditions no test has tried");
    command.callback([&] { commands.chosen = [&] { return static_cast<int>(test(flags)); }; });
}

void add_schema(CLI::App& app, Commands& commands) {
    CLI::App& command = *app.add_subcommand("schema", "the JSON Schema of a rule file, for editors");
    command.callback([&] {
        commands.chosen = [] {
            print(rules::json_schema());
            return static_cast<int>(finish(Exit::fine));
        };
    });
}

int run_command(int argc, char** argv) {
    CLI::App app("Passerby: contextual content and ad decisions that hold nothing about anybody.",
                 "passerby");
    app.set_version_flag("--version", "passerby " PASSERBY_VERSION);
    app.require_subcommand(1);
    Commands commands;
    add_serve(app, commands);
    add_check(app, commands);
    add_test(app, commands);
    add_decide(app, commands);
    add_explain(app, commands);
    add_schema(app, commands);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
            app.exit(error);  // prints what was asked for: help, or the version
            return static_cast<int>(finish(Exit::fine));
        }
        remark(rules::for_screen(error.what()) + "; `--help` tells what there is");
        return static_cast<int>(Exit::useless);
    }
    return commands.chosen();
}

}  // namespace

int run(int argc, char** argv) {
    try {
        return run_command(argc, argv);
    } catch (const std::bad_alloc&) {
        std::fputs("passerby: there is not enough memory\n", stderr);  // which takes none
        return static_cast<int>(Exit::useless);
    } catch (const std::exception& error) { return static_cast<int>(refuse(error.what())); }
}

}  // namespace passerby::cli
