// What a rule shows and how often: `show`, a content or a split of several, and `budget`.
#pragma once

#include <optional>
#include <vector>

#include "engine/rule_set.hpp"
#include "rules/parse_keys.hpp"
#include "rules/parse_scalar.hpp"
#include "rules/reading.hpp"

namespace passerby::rules {

class ShowReader {
  public:
    explicit ShowReader(Reading& reading) : reading_(reading), report_(reading.report), scalars_(report_) {}

    std::vector<engine::Variant> read(Node node);

  private:
    void read_variant(Node node);
    void read_content(Node value);
    void read_weight(Node value);

    Reading& reading_;
    Report& report_;
    ScalarReader scalars_;
    std::optional<engine::ContentId> content_;  // of the variant at hand
    double weight_ = 1;
    std::vector<engine::Variant> variants_;
    std::vector<engine::ContentId> shown_;  // sorted, to find one that comes twice
};

class BudgetReader {
  public:
    explicit BudgetReader(Report& report) : report_(report), scalars_(report) {}

    std::optional<engine::Budget> read(Node node);

  private:
    void read_impressions(Node value);
    void read_clicks(Node value);
    void read_per(Node value);
    void read_pace(Node value);
    void read_limit(Node value, std::string_view what, engine::Budget::Counts counts);

    Report& report_;
    ScalarReader scalars_;
    engine::Budget budget_;
    int counted_ = 0;  // of impressions and clicks, how many were written
};

}  // namespace passerby::rules
