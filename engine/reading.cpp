#include "engine/reading.hpp"

#include "engine/limits.hpp"

namespace passerby::engine {

namespace {

Reading::Kind kind_of(SignalType type) {
    if (type == SignalType::string) { return Reading::Kind::string; }
    return type == SignalType::set ? Reading::Kind::set : Reading::Kind::number;
}

}  // namespace

void Reading::settle(const Vocabulary& vocabulary, std::span<Symbols> symbols) {
    for (const SignalId id : signals) {
        const Signal& signal = vocabulary[id];
        rows.push_back({id, kind_of(signal.type), whole[id], signal.minds_case()});
        if (signal.is_text()) { symbols[id].settle(); }
        symbols_max += signal.type == SignalType::set ? limits::set_members_max : signal.is_text();
    }
}

}  // namespace passerby::engine
