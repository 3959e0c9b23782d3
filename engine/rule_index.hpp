// The compiled, immutable form of a rule set: what decides.
//
// Made by compile() and shared between workers; every member may be called from any thread at once.
// Ids are those of the RuleSet it was made from.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/rule_set.hpp"

namespace passerby::engine {

struct CompiledRules;  // what match, choose and explain read; see compiled_rules.hpp
class Coverage;

class RuleIndex {
  public:
    explicit RuleIndex(std::unique_ptr<const CompiledRules> compiled);
    ~RuleIndex();
    RuleIndex(const RuleIndex&) = delete;
    RuleIndex& operator=(const RuleIndex&) = delete;

    std::string_view revision() const;
    const Vocabulary& vocabulary() const;
    const Zone& zone() const;

    std::size_t slot_count() const;
    std::optional<SlotId> find_slot(std::string_view id) const;
    std::string_view slot_name(SlotId slot) const;

    std::size_t content_count() const;
    std::optional<ContentId> find_content(std::string_view id) const;
    std::string_view content_name(ContentId content) const;
    std::string_view content_data(ContentId content) const;  // a JSON object, minified
    std::optional<Cap> content_cap(ContentId content) const;

    std::size_t rule_count() const;
    std::string_view rule_name(RuleId rule) const;
    std::int32_t rule_priority(RuleId rule) const;
    Place rule_place(RuleId rule) const;
    std::string_view file_name(std::uint32_t file) const;

    // Whether any rule reads the signal, which is none of time. A matter of nanoseconds.
    bool reads(SignalId signal) const;
    // What a grant of each purpose covers.
    const Coverage& coverage() const;

    std::string dump() const;         // for people who debug
    std::string size_report() const;  // bytes by part, and a rule

    const CompiledRules& compiled() const { return *compiled_; }

  private:
    std::unique_ptr<const CompiledRules> compiled_;
};

}  // namespace passerby::engine
