// A class derived from the gate is not the gate: friendship is not inherited.
// refused: private
#include "engine/context.hpp"

using namespace passerby::engine;

class Lenient : public ConsentGate {
  public:
    using ConsentGate::ConsentGate;
    Context admit_all(const Signals& signals) const {
#ifdef MISUSE
        return Context(signals, PurposeSet{Purpose::history}, Instant{}, std::nullopt, never_changes);
#else
        return admit(signals, {}, Instant{}, std::nullopt);
#endif
    }
};

bool knows(const Lenient& gate, const Signals& signals) {
    return gate.admit_all(signals).knows(signals::behaviour_visits);
}
