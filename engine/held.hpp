// What this response may not show (again): contents that it holds or that the request excludes, and the
// exclusive groups of those it holds. Owned by one thread; starting anew costs next to nothing.
//
// The contents are a small table, so that deciding among a million of them touches a few lines of memory.
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
        if (groups_.size() != rules.group_count) { groups_.resize(rules.group_count); }
        if (++response_ == 0) { forget(); }
        count_ = 0;
        for (const ContentId content : excluded) { add(content); }
    }

    void take(ContentId content) {
        add(content);
        if (groups_.empty()) { return; }
        if (const GroupId group = rules_->content_groups[content]; group != no_group) {
            groups_[group] = response_;
        }
    }

    bool is_free(ContentId content) const {
        if (count_ > 0 && cells_[cell_of(content)].response == response_) { return false; }
        if (groups_.empty()) { return true; }
        const GroupId group = rules_->content_groups[content];
        return group == no_group || groups_[group] != response_;
    }

    // What a device has used up is its own affair.
    void forget() {
        cells_.assign(cells_.size(), Cell{});
        groups_.assign(groups_.size(), 0);
        count_ = 0;
        response_ = 1;
    }

  private:
    // Open addressing with linear probing over a power of two, at most half full; what an earlier response
    // left is vacant.
    struct Cell {
        ContentId content = 0;
        std::uint32_t response = 0;
    };

    std::size_t cell_of(ContentId content) const {
        const std::size_t mask = cells_.size() - 1;
        std::size_t at = (content * 0x9e3779b1u >> 8) & mask;
        while (cells_[at].response == response_ && cells_[at].content != content) { at = (at + 1) & mask; }
        return at;
    }

    void add(ContentId content) {
        if (2 * (count_ + 1) > cells_.size()) { grow(); }
        Cell& cell = cells_[cell_of(content)];
        count_ += cell.response == response_ ? 0 : 1;
        cell = {content, response_};
    }

    void grow() {
        std::vector<Cell> old(2 * cells_.size());
        old.swap(cells_);
        for (const Cell& cell : old) {
            if (cell.response == response_) { cells_[cell_of(cell.content)] = cell; }
        }
    }

    const CompiledRules* rules_ = nullptr;
    std::vector<Cell> cells_ = std::vector<Cell>(64);
    std::vector<std::uint32_t> groups_;  // by GroupId: the response that last took one of it
    std::size_t count_ = 0;              // cells of this response
    std::uint32_t response_ = 0;
};

}  // namespace passerby::engine
