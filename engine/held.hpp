// What this response may not show (again): contents that it holds or that the request excludes, and the
// exclusive groups of those it holds. Owned by one thread; starting anew costs nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/compiled_rules.hpp"

namespace passerby::engine {

class Held {
  public:
    void start(const CompiledRules& rules, std::span<const ContentId> excluded) {
        rules_ = &rules;
        contents_.resize(rules.contents.size());
        groups_.resize(rules.group_count);
        if (++response_ == 0) { forget(); }
        for (const ContentId content : excluded) { contents_[content] = response_; }
    }

    void take(ContentId content) {
        contents_[content] = response_;
        if (const auto group = rules_->contents[content].exclusive) { groups_[*group] = response_; }
    }

    bool is_free(ContentId content) const {
        if (contents_[content] == response_) { return false; }
        const auto group = rules_->contents[content].exclusive;
        return !group || groups_[*group] != response_;
    }

  private:
    void forget() {
        contents_.assign(contents_.size(), 0);
        groups_.assign(groups_.size(), 0);
        response_ = 1;
    }

    const CompiledRules* rules_ = nullptr;
    std::vector<std::uint32_t> contents_;  // the response that last could not show it
    std::vector<std::uint32_t> groups_;
    std::uint32_t response_ = 0;
};

}  // namespace passerby::engine
