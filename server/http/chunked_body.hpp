// Where a chunked body ends, and whether each byte up to there is what RFC 9112 allows.
//
// Owned by one connection while a body arrives; remembers how far it has looked, so that a body sent byte
// by byte is not read over and over. The data itself is gathered afterwards.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/http/refusal.hpp"

namespace passerby::http {

class ChunkedBody {
  public:
    struct Bounds {
        std::size_t data_bytes;      // of all chunks together
        std::size_t trimming_bytes;  // of extensions and trailers together
    };
    enum class State : std::uint8_t { incomplete, complete, refused };

    // `body` is all that came since the head, each time from the same first byte.
    State look(std::string_view body, const Bounds& bounds);

    std::size_t bytes() const { return at_; }  // of a complete body, with its trailers
    Refusal refusal() const { return refusal_; }

  private:
    enum class Part : std::uint8_t { size, data, trailers };

    State refuse(Refusal refusal);
    State look_at_data(std::string_view body);
    State look_at_line(std::string_view body, const Bounds& bounds);
    State take_size(std::string_view line, const Bounds& bounds);
    State take_trailer(std::string_view line, const Bounds& bounds);

    std::size_t at_ = 0;  // all before it is checked
    std::size_t chunk_bytes_ = 0;
    std::size_t data_bytes_ = 0;
    std::size_t trimming_bytes_ = 0;
    Part part_ = Part::size;
    Refusal refusal_ = Refusal::none;
};

// The data of all chunks of a body that was found complete.
void gather_chunks(std::string_view body, std::string& into);

}  // namespace passerby::http
