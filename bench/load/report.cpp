#include "bench/load/report.hpp"

namespace passerby::load {

double Report::offered_per_s() const {
    return measured == 0 ? 0 : static_cast<double>(measures.intended_measured) / in_seconds(measured);
}

double Report::right_per_s() const {
    return measured == 0 ? 0 : static_cast<double>(measures.right_in_time) / in_seconds(measured);
}

}  // namespace passerby::load
