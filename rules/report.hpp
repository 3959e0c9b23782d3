// Where the readers of the language put their remarks, and how a suggestion is found.
//
// Owned by one load. Bounded: a text of nothing but mistakes costs no more than issues_max remarks and
// suggestions_max comparisons of names.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/place.hpp"
#include "rules/codes.hpp"
#include "rules/issue.hpp"
#include "rules/node.hpp"

namespace passerby::rules {

class Report {
  public:
    static constexpr std::size_t issues_max = 20'000;        // nobody reads on
    static constexpr std::size_t suggestions_max = 400'000;  // well under a second of comparing

    // Both outlive the report; `issues` may hold earlier ones.
    Report(std::span<const std::string> files, std::vector<Issue>& issues) : files_(files), issues_(issues) {}

    // What is said of a node from now on is about this file, an index into the set's files.
    void enter(std::uint32_t file) { file_ = file; }
    engine::Place place(Node node) const { return {file_, node.line(), node.column()}; }

    void say(engine::Place where, CodeName code, std::string message, std::string hint = {});
    void say(Node where, CodeName code, std::string message, std::string hint = {}) {
        say(place(where), code, std::move(message), std::move(hint));
    }

    // The same as an error, where what is otherwise a warning is refused.
    void refuse(engine::Place where, CodeName code, std::string message, std::string hint);

    // The file is no good YAML: what seems to be missing in it may stand where reading had to stop.
    void mark_broken(std::uint32_t file) { broken_.push_back(file); }
    bool in_broken_file() const { return std::find(broken_.begin(), broken_.end(), file_) != broken_.end(); }

    // How many remarks were made, to see whether reading something made any.
    std::size_t said() const { return said_; }

    // "did you mean `device.type`?", or nothing where no name is near.
    std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);
    // The nearest name itself, or nothing.
    std::string_view nearest_of(std::string_view word, std::span<const std::string_view> known);

    // `shop.yaml:12:5`
    std::string spell(engine::Place place) const;

  private:
    void say(engine::Place where, CodeName code, Severity severity, std::string message, std::string hint);

    std::span<const std::string> files_;
    std::vector<Issue>& issues_;
    std::vector<std::uint32_t> broken_;
    std::uint32_t file_ = 0;
    std::size_t said_ = 0;
    std::size_t compared_ = 0;
};

// The text in backticks, cut where a message would grow too long and with line breaks made visible.
std::string backticked(std::string_view text);
// `a`, `b` or `c`; the last joined by what is asked for.
std::string listed(std::span<const std::string_view> words, std::string_view last = " or ");
// "a mapping", "a list", "a single value"
std::string_view name_of(NodeKind kind);

}  // namespace passerby::rules
