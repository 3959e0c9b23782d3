// The names of one rule set, global over its files: who took which name first, and where.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/place.hpp"
#include "engine/vocabulary.hpp"

namespace passerby::rules {

// Names of one kind of thing, numbered in the order they were taken. The texts must outlive the table.
class NameTable {
  public:
    struct Holder {
        std::uint32_t id = 0;
        engine::Place place;
    };

    // The first to take a name keeps it: whoever holds it from now on is the answer.
    Holder take(std::string_view name, engine::Place place) {
        const Holder offer{static_cast<std::uint32_t>(names_.size()), place};
        const auto [at, fresh] = holders_.try_emplace(name, offer);
        if (fresh) { names_.push_back(name); }
        return at->second;
    }
    std::optional<Holder> find(std::string_view name) const {
        const auto at = holders_.find(name);
        return at == holders_.end() ? std::nullopt : std::optional(at->second);
    }
    std::span<const std::string_view> all() const { return names_; }
    std::size_t size() const { return names_.size(); }
    void reserve(std::size_t names) {
        holders_.reserve(names);
        names_.reserve(names);
    }

  private:
    std::unordered_map<std::string_view, Holder> holders_;
    std::vector<std::string_view> names_;
};

struct Names {
    NameTable slots, contents, segments, groups, rules;
    // Signals by full name. One whose declaration is wrong is known and has no id: it was reported once.
    std::unordered_map<std::string_view, std::optional<engine::SignalId>> signals;
    std::vector<std::string_view> signal_names;  // for suggestions
    // False where a file could not be read: what it may have defined is not reported as unknown.
    bool complete = true;
};

}  // namespace passerby::rules
