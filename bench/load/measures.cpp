#include "bench/load/measures.hpp"

#include <algorithm>

namespace passerby::load {

Measures::Measures(const Timing& timing)
    : slices(timing.measured_from(), timing.end(), timing.slice_length()),
      from_(timing.measured_from()),
      to_(timing.end()),
      late_(timing.late) {}

void Measures::on_intended(Nanoseconds intended) {
    if (!measured(intended)) { return; }
    ++intended_measured;
    ++slices.at(intended)->intended;
}

void Measures::on_sent(Nanoseconds lag, Nanoseconds now) {
    ++sent;
    if (!measured(now)) { return; }
    if (lag > late_) { ++late_sends; }
    on_absence(lag, now);
}

void Measures::on_right(Nanoseconds intended, Nanoseconds sent_at, Nanoseconds now) {
    ++right;
    if (Slice* slice = slices.at(now)) {
        ++slice->answered;
        ++right_in_time;
    }
    if (measured(sent_at)) { service.add(now - sent_at); }
    if (!measured(intended)) { return; }
    corrected.add(now - intended);
    slices.at(intended)->corrected.add(now - intended);
}

void Measures::on_failed(Nanoseconds intended, Nanoseconds sent_at, Nanoseconds now, Failure failure) {
    failures.add(failure);
    const bool answered_wrongly = failure == Failure::unexpected_status || failure == Failure::wrong_body;
    if (answered_wrongly && measured(sent_at)) { other_answers.add(now - sent_at); }
    if (!measured(intended)) { return; }
    Slice& slice = *slices.at(intended);
    ++slice.failed;
    if (failure == Failure::timeout || failure == Failure::unsent) {
        ++given_up;
        corrected.add(now - intended);
        slice.corrected.add(now - intended);
    }
}

void Measures::on_absence(Nanoseconds lag, Nanoseconds now) {
    if (!measured(now)) { return; }
    lag_max = std::max(lag_max, lag);
    slices.note_lag(now, lag);
}

void Measures::merge(const Measures& other) {
    corrected.merge(other.corrected);
    service.merge(other.service);
    other_answers.merge(other.other_answers);
    given_up += other.given_up;
    sent += other.sent;
    answered += other.answered;
    right += other.right;
    intended_measured += other.intended_measured;
    right_in_time += other.right_in_time;
    for (std::size_t i = 0; i < status_classes.size(); ++i) { status_classes[i] += other.status_classes[i]; }
    failures.merge(other.failures);
    lag_max = std::max(lag_max, other.lag_max);
    late_sends += other.late_sends;
    connects += other.connects;
    bytes_received += other.bytes_received;
    slices.merge(other.slices);
}

}  // namespace passerby::load
