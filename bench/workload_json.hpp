// Rules and moments of the workload as JSON, for peers in other languages. Its texts need no escapes.
#pragma once

#include <ostream>

#include "bench/workload.hpp"

namespace passerby::bench {

template <class List, class Write>
void write_list(std::ostream& out, const List& list, Write&& write) {
    out << '[';
    bool first = true;
    for (const auto& entry : list) {
        if (!first) { out << ','; }
        first = false;
        write(entry);
    }
    out << ']';
}

// `{"all": […]}`, `{"any": […]}`, or a test: `{"signal", "set", "negated", "values"}` or with `"min", "max"`.
void write_condition(std::ostream& out, const engine::Vocabulary& vocabulary,
                     const engine::Condition& condition);

void write_fact(std::ostream& out, const Moment::Value& value);

// Every fact by its name, with the hour and the weekday, which passerby takes from its clock.
void write_moment(std::ostream& out, const engine::Vocabulary& vocabulary, const Moment& moment);

}  // namespace passerby::bench
