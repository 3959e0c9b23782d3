// A label of a metric: its name stands in our source, and so does its value, unless it is a number or told by
// a table of ours. No rule, no path and no client's word can become one. A view, but for numbers.
#pragma once

#include <fmt/format.h>

#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>

#include "engine/purpose.hpp"
#include "engine/reason.hpp"
#include "engine/rule_index.hpp"
#include "server/problem/own_text.hpp"

namespace passerby::api {

using problem::OwnText;

class LabelValue {
  public:
    consteval LabelValue(const char* text) : text_(text) {}
    constexpr LabelValue(OwnText text) : text_(text) {}
    LabelValue(engine::Purpose purpose) : text_(engine::name_of(purpose)) {}
    LabelValue(engine::Reason reason) : text_(engine::name_of(reason)) {}
    LabelValue(const engine::RuleIndex& rules) : text_(rules.revision()) {}
    template <class Number>
    requires std::same_as<Number, int> || std::same_as<Number, double> LabelValue(Number number) {
        const char* const end = fmt::format_to_n(digits_.data(), digits_.size(), "{}", number).out;
        digit_count_ = static_cast<std::size_t>(end - digits_.data());
    }

    std::string_view view() const {
        return digit_count_ == 0 ? text_ : std::string_view(digits_.data(), digit_count_);
    }

  private:
    std::string_view text_;
    std::array<char, 32> digits_{};  // of a number
    std::size_t digit_count_ = 0;
};

struct Label {
    OwnText name;
    LabelValue value;
};

}  // namespace passerby::api
