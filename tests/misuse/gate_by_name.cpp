// A gate of the same name elsewhere is no friend of the Context.
// refused: private
#include "engine/context.hpp"

namespace elsewhere {

using passerby::engine::Context;
using passerby::engine::Purpose;
using passerby::engine::PurposeSet;
using passerby::engine::Signals;

class ConsentGate {
  public:
    explicit ConsentGate(const passerby::engine::ConsentGate& gate) : gate_(gate) {}
    Context admit(const Signals& signals) const {
#ifdef MISUSE
        return Context(signals, PurposeSet{Purpose::history}, passerby::engine::Instant{}, std::nullopt,
                       passerby::engine::never_changes);
#else
        return gate_.admit(signals, {}, passerby::engine::Instant{}, std::nullopt);
#endif
    }

  private:
    const passerby::engine::ConsentGate& gate_;
};

}  // namespace elsewhere

bool knows(const elsewhere::ConsentGate& gate, const passerby::engine::Signals& signals) {
    return gate.admit(signals).knows(passerby::engine::signals::behaviour_visits);
}
