// An answer while it is made. Owned by one thread and reused.
//
// Most choices point at reasons that the index holds. What is told of this visitor alone is written into
// buffers that may move while they grow; settle() points the choices at it once all is written.
#pragma once

#include <string>
#include <vector>

#include "engine/decide.hpp"

namespace passerby::engine {

class Draft {
  public:
    void start();
    void open_slot(SlotId slot) { slots_.push_back({slot, {choices_.data() + count_, 0}}); }
    // In the slot opened last.
    void add_choice(const Choice& choice) {
        if (count_ == choices_.size()) { grow(); }
        choices_[count_++] = choice;
        SlotDecision& slot = slots_.back();
        slot.choices = {slot.choices.data(), slot.choices.size() + 1};
    }

    // Of the choice added last, instead of signals and a sentence that stand elsewhere: the signals are
    // copied, and a sentence may be written behind the others.
    std::string& tell(std::span<const SignalId> signals);

    void settle();  // before anything is read
    std::span<const SlotDecision> slots() const { return slots_; }
    // Whether a visitor could not tell the two apart. Both of the same slots.
    bool says_the_same(const Draft& other) const;

  private:
    // Where the reasons of a choice begin; they end where the next ones do.
    struct Told {
        std::size_t choice, first_signal, first_letter;
    };

    void grow();

    std::vector<SlotDecision> slots_;
    std::vector<Choice> choices_;  // the first count_ of them; the slots point at them
    std::size_t count_ = 0;
    std::vector<Told> told_;
    std::vector<SignalId> signals_;
    std::string sentences_;
};

}  // namespace passerby::engine
