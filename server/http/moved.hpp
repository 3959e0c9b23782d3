// What became of asking for bytes, or of handing some over.
#pragma once

#include <cstddef>
#include <cstdint>

namespace passerby::http {

struct Moved {
    enum class State : std::uint8_t { some, later, ended, failed };
    State state;
    std::size_t bytes = 0;

    bool failed() const { return state == State::failed; }
    bool later() const { return state == State::later; }
    bool nothing() const { return later() || failed(); }  // not even an end
};

}  // namespace passerby::http
