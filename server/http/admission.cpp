#include "server/http/admission.hpp"

#include <algorithm>

#include "server/http/limits.hpp"

namespace passerby::http {

void Admission::begin_turn(Time now) {
    began_ = now;
    served_ = refused_ = 0;
}

bool Admission::may_serve(Time now) {
    const auto passed = now - began_;
    if (passed >= (overloaded_ ? limits::overload_turn : limits::turn_max)) return false;
    ++served_;
    return true;
}

// As long as there is nobody to serve, and then for a part of the time that serving took.
bool Admission::may_refuse(Time now) {
    if (refused_ == 0) served_until_ = now;
    const Time turn_over = std::max(served_until_, began_ + limits::overload_turn);
    // A turn in which the system gave the processor to others for a while is no longer for that.
    const auto serving = std::min<std::chrono::nanoseconds>(turn_over - began_, 2 * limits::overload_turn);
    if (now >= turn_over + serving / limits::refusing_part) return false;
    ++refused_;
    return true;
}

void Admission::end_turn(Time now, std::size_t waiting) {
    const bool all_served = refused_ == 0 && waiting == 0;
    const bool as_usual =
        overloaded_ ? !all_served : now - began_ < limits::long_turn || served_ <= limits::few_requests;
    if (as_usual) {
        unusual_since_.reset();
        return;
    }
    if (!unusual_since_) unusual_since_ = began_;
    if (now - *unusual_since_ < (overloaded_ ? limits::calm_after : limits::overload_after)) return;
    overloaded_ = !overloaded_;
    unusual_since_.reset();
}

}  // namespace passerby::http
