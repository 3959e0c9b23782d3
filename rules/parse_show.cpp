#include "rules/parse_show.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/limits.hpp"
#include "rules/reference.hpp"

namespace passerby::rules {

using engine::Budget;

std::vector<engine::Variant> ShowReader::read(Node node) {
    variants_.clear();
    shown_.clear();
    if (node.is_scalar()) {
        if (const auto content = find_content(reading_, node)) { variants_.push_back({*content, 1}); }
    } else if (scalars_.is_list(node, "`show`", "put it in a list: `[{content: …, weight: …}]`")) {
        variants_.reserve(node.size());
        for (Node variant : node.items()) { read_variant(variant); }
    }
    return std::move(variants_);
}

void ShowReader::read_variant(Node node) {
    static constexpr Key<ShowReader> keys[] = {{"content", &ShowReader::read_content, Need::required},
                                               {"weight", &ShowReader::read_weight}};
    content_.reset();
    weight_ = 1;
    if (node.is_scalar()) {
        read_content(node);
    } else if (scalars_.is_mapping(node, "an entry of `show`")) {
        read_keys(report_, node, "an entry of `show`", keys, *this);
    }
    if (!content_) { return; }
    const auto at = std::lower_bound(shown_.begin(), shown_.end(), *content_);
    if (at != shown_.end() && *at == *content_) {
        const std::string_view name = reading_.names.contents.all()[*content_];
        return report_.say(node, "duplicate-entry",
                           fmt::format("content {} is shown twice by one rule", backticked(name)),
                           "give it one entry with the weights added up");
    }
    shown_.insert(at, *content_);
    variants_.push_back({*content_, weight_});
}

void ShowReader::read_content(Node value) {
    content_ = find_content(reading_, value);
}

void ShowReader::read_weight(Node value) {
    weight_ = scalars_.weight(value).value_or(1);
}

std::optional<Budget> BudgetReader::read(Node node) {
    static constexpr Key<BudgetReader> keys[] = {{"impressions", &BudgetReader::read_impressions},
                                                 {"clicks", &BudgetReader::read_clicks},
                                                 {"per", &BudgetReader::read_per, Need::required},
                                                 {"pace", &BudgetReader::read_pace}};
    if (!scalars_.is_mapping(node, "`budget`", "write e.g. `{impressions: 1000, per: day}`")) {
        return std::nullopt;
    }
    budget_ = {};
    counted_ = 0;
    read_keys(report_, node, "a budget", keys, *this);
    if (counted_ == 1) { return budget_; }
    report_.say(node, "one-of", "a budget counts either `impressions` or `clicks`",
                counted_ == 0 ? "add one of them" : "leave one of them out");
    return std::nullopt;
}

void BudgetReader::read_limit(Node value, std::string_view what, Budget::Counts counts) {
    ++counted_;
    budget_.counts = counts;
    if (const auto limit = scalars_.whole(value, what, {1, engine::limits::number_max})) {
        budget_.limit = static_cast<std::uint64_t>(*limit);
    }
}

void BudgetReader::read_impressions(Node value) {
    read_limit(value, "`impressions`", Budget::Counts::impressions);
}

void BudgetReader::read_clicks(Node value) {
    read_limit(value, "`clicks`", Budget::Counts::clicks);
}

void BudgetReader::read_per(Node value) {
    static constexpr std::string_view words[] = {"day", "total"};
    if (const auto word = scalars_.word(value, "`per`", words)) {
        budget_.per = static_cast<Budget::Per>(*word);
    }
}

void BudgetReader::read_pace(Node value) {
    static constexpr std::string_view words[] = {"even", "asap"};
    if (const auto word = scalars_.word(value, "`pace`", words)) {
        budget_.pace = static_cast<Budget::Pace>(*word);
    }
}

}  // namespace passerby::rules
