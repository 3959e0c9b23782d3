// Reads HTTP/1.1 answers from bytes as they arrive, cut anywhere: status, length, end. Strict, because a
// generator that guesses where an answer ends measures nonsense.
//
//   head ─▶ body by length | chunks ─▶ trailer | body until the connection closes ─▶ complete
//
// Owned by one connection. Bytes are kept only where a head is cut, or where the body is asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace passerby::load {

class ResponseReader {
  public:
    enum class Bodies : std::uint8_t { skipped, kept };

    explicit ResponseReader(Bodies bodies) : bodies_(bodies) {}

    // Takes bytes until an answer is complete or something is wrong; tells how many it took.
    std::size_t feed(std::string_view bytes);
    // No more bytes will come. An answer that ends with its connection is complete now.
    void end();
    // On to the next answer; or to one of another connection, whatever has come of this one.
    void reset();
    void abandon();

    bool complete() const { return state_ == State::complete; }
    bool malformed() const { return state_ == State::malformed; }
    bool begun() const { return state_ != State::head || !head_.empty(); }

    // Of a complete answer.
    int status() const { return status_; }
    bool closes() const { return closes_; }  // the server will close the connection after it
    std::string_view body() const { return body_; }

  private:
    enum class State : std::uint8_t {
        head,
        counted,
        until_close,
        chunk_size,
        chunk_extension,
        chunk_size_end,
        chunk,
        chunk_end,
        chunk_end_lf,
        trailer,
        trailer_line,
        trailer_end,
        trailer_last,
        complete,
        malformed
    };
    struct Framing;

    std::size_t feed_head(std::string_view bytes);
    std::size_t feed_body(std::string_view bytes);
    bool feed_chunk_frame(char byte);
    State after_size_digit(char byte);
    void begin(std::string_view head);
    bool parse_status_line(std::string_view line, Framing& framing);
    bool parse_field(std::string_view line, Framing& framing);
    void begin_body(const Framing& framing);
    void keep(std::string_view part);

    Bodies bodies_;
    State state_ = State::head;
    bool closes_ = false;
    int status_ = 0;
    int size_digits_ = 0;
    std::uint64_t left_ = 0;  // of the body or the chunk
    std::size_t frame_bytes_ = 0;
    std::string head_;  // the beginning of a head that is cut
    std::string body_;
};

}  // namespace passerby::load
