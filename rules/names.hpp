// The names of one rule set, global over its files: who took which name first, and where.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/chance.hpp"
#include "engine/id_table.hpp"
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
        const auto next = static_cast<std::uint32_t>(names_.size());
        const std::uint32_t id = ids_.find_or_add(hash_of(name), next, Is{*this, name});
        if (id == next) {
            names_.push_back(name);
            places_.push_back(place);
        }
        return {id, places_[id]};
    }
    std::optional<Holder> find(std::string_view name) const {
        const auto id = ids_.find(hash_of(name), Is{*this, name});
        return id ? std::optional(Holder{*id, places_[*id]}) : std::nullopt;
    }
    std::span<const std::string_view> all() const { return names_; }
    engine::Place place(std::uint32_t id) const { return places_[id]; }
    std::size_t size() const { return names_.size(); }
    void reserve(std::size_t names) {
        ids_.reserve(names);
        names_.reserve(names);
        places_.reserve(names);
    }

  private:
    struct Is {
        const NameTable& table;
        std::string_view name;
        bool operator()(std::uint32_t id) const { return table.names_[id] == name; }
    };
    static std::uint64_t hash_of(std::string_view name) {
        return engine::mix64(std::hash<std::string_view>{}(name));
    }

    engine::IdTable ids_;
    std::vector<std::string_view> names_;  // by id
    std::vector<engine::Place> places_;    // alike
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
