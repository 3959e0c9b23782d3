// Holds answers of a server against the oracle, which knows nothing of the engine: could the rule set that
// an answer names have given it to that request?
//
//   judge_answers FOLDER < ANSWERS
//
// Each line: {"set": "set-0", "now": ["…Z", "…Z"], "request": {…}, "answer": {…}}, FOLDER/set-0 being the
// files of that set. When a server answered is known only to lie between two instants: an answer that is
// right at either is right. Prints each objection; exit 1 if there is any.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>

#include "tests/reference/oracle.hpp"
#include "tests/reference/tree.hpp"

namespace passerby::reference {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<RuleSet> read_set(const fs::path& folder) {
    std::vector<std::pair<std::string, std::string>> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::ostringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        files.emplace_back(entry.path().filename(), text.str());
    }
    std::sort(files.begin(), files.end());
    return std::make_unique<RuleSet>(files);
}

const Tree& member(const Tree& tree, std::string_view key) {
    const Tree* found = tree.find(key);
    if (found == nullptr) { throw std::runtime_error("no `" + std::string(key) + "`"); }
    return *found;
}

std::vector<SlotAnswer> read_answer(const Tree& answer) {
    std::vector<SlotAnswer> slots;
    for (const auto& [slot, choices] : member(answer, "decisions").entries) {
        slots.push_back({slot, {}});
        for (const Tree& choice : choices.items) {
            Choice& read = slots.back().choices.emplace_back();
            read.content = member(choice, "content").text;
            if (const Tree* rule = choice.find("rule")) { read.rule = rule->text; }
            read.reason = member(choice, "reason").text;
            for (const Tree& signal : member(choice, "signals").items) {
                read.signals.push_back(signal.text);
            }
        }
    }
    return slots;
}

std::string data_objection(const RuleSet& rules, const Tree& answer) {
    for (const auto& [slot, choices] : member(answer, "decisions").entries) {
        for (const Tree& choice : choices.items) {
            const std::string data = to_json(member(choice, "data"));
            if (data != data_of(rules, member(choice, "content").text)) { return slot + ": data " + data; }
        }
    }
    return "";
}

Instant read_instant(const std::string& text) {
    return Instant{read_time(text).value().local.time_since_epoch()};
}

std::string judge(const RuleSet& rules, const Tree& line) {
    const Tree& answer = member(line, "answer");
    std::string objected = data_objection(rules, answer);
    if (!objected.empty()) { return objected; }
    for (const Tree& now : member(line, "now").items) {
        const auto visit = read_visit(rules, to_json(member(line, "request")), read_instant(now.text));
        objected = visit ? objection(rules, *visit, read_answer(answer)) : "a request that is none";
        if (objected.empty()) { return ""; }
    }
    return objected.empty() ? "no instant" : objected;
}

int judge_all(const fs::path& folder) {
    std::map<std::string, std::unique_ptr<RuleSet>> sets;
    std::size_t judged = 0, wrong = 0;
    for (std::string text; std::getline(std::cin, text); ++judged) {
        const Tree line = read_json(text).value();
        const std::string& name = member(line, "set").text;
        auto& set = sets[name];
        if (!set) { set = read_set(folder / name); }
        const std::string objected = judge(*set, line);
        if (objected.empty()) { continue; }
        ++wrong;
        std::cout << name << ": " << objected << "\n    " << text << '\n';
    }
    std::cout << judged << " answers judged, " << wrong << " wrong\n";
    return wrong == 0 ? 0 : 1;
}

}  // namespace
}  // namespace passerby::reference

int main(int argc, char** argv) {
    if (argc == 2) { return passerby::reference::judge_all(argv[1]); }
    std::cerr << "usage: judge_answers FOLDER < ANSWERS\n";
    return 2;
}
