// One connection: bytes in, answers out, with a deadline for each thing it waits for.
//
//   receive ─▶ read head ─▶ find end ─▶ handle ─▶ one batch of answers ─▶ send ─▶ (linger) ─▶ end
//
// Owned by the server of one thread. Has buffers of its own only while a request or an answer is partial;
// they are wiped when they go.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "server/http/desk.hpp"
#include "server/http/stream.hpp"
#include "server/http/waiting_line.hpp"
#include "server/http/wipe.hpp"

namespace passerby::http {

class Connection : public WaitingLine::Place {
  public:
    // What it waits for next; after `end` it has to be closed.
    enum class Wants : std::uint8_t { read, write, end };

    Connection(Descriptor socket, Desk& desk);

    // The socket is ready for what was wanted.
    Wants on_ready(Desk& desk);
    // The same in three parts, for connections that are served together: what all do one after the other
    // stays in the processor's caches. Each has a seat of its own until it has sent. Only of one that may.
    bool may_be_seated() const { return asks_anew() && stream_.is_plain(); }
    void receive_new(Desk& desk);
    void answer_new(Desk& desk);
    Wants send_new(Desk& desk);
    // As on_ready, but a new request is refused: others have used up the time.
    Wants on_ready_too_late(Desk& desk);
    // A tick has passed.
    Wants on_tick(Desk& desk);
    // Says why, and no more.
    Wants turn_away(Desk& desk, Refusal refusal);

    // There was no memory for it to go on.
    void give_up() { wants_ = Wants::end; }

    // Whether what comes next is the beginning of a request.
    bool asks_anew() const { return phase_ == Phase::idle || (phase_ == Phase::head && !has_input()); }

    const Descriptor& socket() const { return stream_.socket(); }
    Wants wants() const { return wants_; }

    // Of the server that owns it: where it stands among its connections, whether it counts as one.
    std::size_t place = 0;
    bool turned_away = false;

  private:
    enum class Phase : std::uint8_t { head, body, idle, sending, parting, lingering };

    struct Partial {
        explicit Partial(Occupancy& occupancy) : held(occupancy) {}

        PrivateBytes input;   // from the beginning of a request that is not complete
        PrivateBytes output;  // answers that the peer has not taken yet
        std::size_t sent = 0;
        std::size_t sent_at_deadline = 0;
        Progress progress;
        HeldBytes held;
    };

    Wants take_turn(Desk& desk);
    Wants receive(Desk& desk);
    Wants receive_more(Desk& desk);
    Wants receive_nothing(Desk& desk, Moved::State state);
    Wants work(Desk& desk, std::string_view bytes);
    void answer_first(Desk& desk, std::string_view bytes);
    Wants send_and_go_on(Desk& desk, std::string_view bytes);
    std::size_t answer_batch(Desk& desk, std::string_view bytes);
    std::size_t answer_one(Desk& desk, std::string_view bytes);
    bool take_head(Desk& desk, std::string_view bytes);
    std::size_t find_end(Desk& desk, std::string_view bytes);
    std::size_t wait_for_body(Desk& desk, std::string_view bytes);
    void handle(Desk& desk, std::string_view request, const Head& head, bool last);
    void refuse(Desk& desk, Refusal refusal, std::string_view request);
    void say_refused(Desk& desk, Refusal refusal, std::string_view request);

    enum class Sent : std::uint8_t { all, part, failed };
    Sent send_batch(Desk& desk);
    Sent send_rest(Desk& desk);

    Wants wait_for(Wants usual);
    Wants settle(Desk& desk, bool answered);
    bool may_hold(const Desk& desk);
    Wants refuse_to_hold(Desk& desk);
    Wants linger(Desk& desk);
    Wants discard(Desk& desk);
    Wants time_out(Desk& desk);
    Wants enter(Desk& desk, Phase phase, std::chrono::milliseconds timeout, Wants wants);

    void keep_input(Desk& desk, std::string_view rest);
    Partial& partial(Desk& desk);
    std::string_view input() const { return {partial_->input.data(), partial_->input.size()}; }
    bool has_input() const { return partial_ && !partial_->input.empty(); }
    bool has_output() const { return partial_ && partial_->sent < partial_->output.size(); }
    Progress& progress(Desk& desk) { return partial_ ? partial_->progress : desk.seat->progress; }

    Stream stream_;
    std::unique_ptr<Partial> partial_;
    Ticks deadline_;
    std::uint32_t discarded_ = 0;
    Phase phase_ = Phase::head;  // a peer that connects is expected to ask
    Wants wants_ = Wants::read;
    bool closing_ = false;    // nothing more is answered
    bool peer_done_ = false;  // the peer will send nothing more
};

}  // namespace passerby::http
