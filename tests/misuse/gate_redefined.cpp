// Nobody who sees a Context can define a gate of their own in its place: the one there is comes with it.
// refused: redefinition of
#include "engine/context.hpp"

namespace passerby::engine {

#ifdef MISUSE
class ConsentGate {
  public:
    static Context admit(const Signals& signals) {
        return Context(signals, PurposeSet{Purpose::history}, Instant{}, std::nullopt, never_changes);
    }
};
#endif

bool knows(const ConsentGate& gate, const Signals& signals) {
    return gate.admit(signals, {}, Instant{}, std::nullopt).knows(signals::behaviour_visits);
}

}  // namespace passerby::engine
