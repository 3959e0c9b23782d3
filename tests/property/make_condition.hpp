// Random conditions of the rule language.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/property/alphabet.hpp"
#include "tests/property/random.hpp"
#include "tests/reference/tree.hpp"

namespace passerby::property {

class ConditionMaker {
  public:
    ConditionMaker(Random& random, std::vector<Letters> letters) : random_(random), letters_(letters) {}

    // Of a modest number of tests, so that a rule with its segments and slot stays below the limit.
    reference::Tree condition(int depth);
    // From now on conditions may name this segment.
    void enter_segment(const std::string& name, const reference::Tree& condition);

  private:
    reference::Tree any_condition(int depth_left);
    int tests_of(const reference::Tree& condition) const;
    reference::Tree test(const Letters& letters);
    reference::Tree text_test(const Letters& letters);
    reference::Tree set_test(const Letters& letters);
    reference::Tree number_test(const Letters& letters);
    reference::Tree bounds(const Letters& letters);
    reference::Tree boolean_test();
    reference::Tree time_test(const std::string& signal);

    std::string number_value(const Letters& letters);
    std::string time_value(const std::string& signal);
    std::string clock_span();
    std::string days();

    reference::Tree scalar(const std::string& text);
    template <class Make>
    reference::Tree one_or_list(Make make);
    template <class Make>
    reference::Tree plain_or_negated(Make make);
    reference::Tree part(const std::string& key, int depth_left);

    Random& random_;
    std::vector<Letters> letters_;
    std::vector<std::string> segments_;
    std::map<std::string, int> tests_of_segment_;
};

}  // namespace passerby::property
