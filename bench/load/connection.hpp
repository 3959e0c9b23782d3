// One connection to the server: requests in flight in their order, bytes out, answers in.
//
//   closed ── begin ──▶ connecting ── finish_connecting ──▶ open ── close ──▶ closed …
//
// Owned by one worker. It decides nothing: what to send when, and what an answer means, is the worker's.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "bench/load/clock.hpp"
#include "bench/load/failures.hpp"
#include "bench/load/request_set.hpp"
#include "bench/load/response_reader.hpp"
#include "bench/load/tls.hpp"

namespace passerby::load {

struct InFlight {
    Nanoseconds intended = 0;
    Nanoseconds taken = 0;    // by this connection
    Nanoseconds sent_at = 0;  // 0: not yet
    std::size_t request = 0;
};

class Connection {
  public:
    enum class State : std::uint8_t { closed, connecting, open };
    enum class Progress : std::uint8_t { fine, waiting, broken };

    Connection(unsigned depth, ResponseReader::Bodies bodies);
    ~Connection() { close(); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Begins to connect, and has the epoll set tell of this connection. Broken: see `failure()`.
    Progress begin(const Target& target, const TlsClient* tls, int set);
    // The descriptor is ready: connected, still busy with a handshake, or broken.
    Progress finish_connecting();
    void close();

    void take(const InFlight& request);
    // Sends what is taken and not sent yet.
    Progress flush(const RequestSet& requests, Nanoseconds now);
    // How many bytes came. Below 1 the connection is of no use any more (see `failure()`), unless
    // `drained()`.
    long receive(char* into, std::size_t size);
    bool drained() const { return drained_; }
    // The oldest one has its answer.
    InFlight finish();

    State state() const { return state_; }
    Failure failure() const { return failure_; }
    unsigned in_flight() const { return count_; }
    unsigned unsent() const { return unsent_; }
    bool has_room() const { return count_ < ring_.size(); }
    const InFlight& oldest() const { return ring_[first_]; }
    // Of those taken last, the oldest first.
    const InFlight& among_newest(unsigned count, unsigned index) const {
        return ring_[place(count_ - count + index)];
    }
    ResponseReader& reader() { return reader_; }

    // Of the worker.
    Nanoseconds available_since = 0;
    Nanoseconds began_at = 0;
    unsigned fresh = 0;  // taken, and not yet tried to send
    bool queued = false;
    bool ending = false;  // the end was told: there is no other edge to come

  private:
    std::size_t place(std::size_t index) const {
        const std::size_t at = first_ + index;
        return at < ring_.size() ? at : at - ring_.size();
    }
    Progress fail(int error);
    ssize_t send_some(const RequestSet& requests) const;
    ssize_t send_one(const RequestSet& requests) const;
    ssize_t send_several(const RequestSet& requests) const;
    ssize_t send_records(const RequestSet& requests) const;
    void note_sent(std::size_t bytes, const RequestSet& requests, Nanoseconds now);

    int descriptor_ = -1;
    std::unique_ptr<TlsLink> tls_;  // null: in plain text
    State state_ = State::closed;
    Failure failure_ = Failure::closed;
    bool drained_ = false;
    ResponseReader reader_;
    std::vector<InFlight> ring_;
    unsigned first_ = 0, count_ = 0, unsent_ = 0;
    std::size_t offset_ = 0;  // of the first unsent request, already sent
};

}  // namespace passerby::load
