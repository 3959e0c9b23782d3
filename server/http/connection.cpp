#include "server/http/connection.hpp"

#include <algorithm>
#include <utility>

#include "server/http/answer.hpp"
#include "server/http/peer.hpp"

namespace passerby::http {

Connection::Connection(Descriptor socket, Desk& desk)
    : stream_(std::move(socket), desk.tls), deadline_(desk.now + ticks_of(desk.limits.head_timeout)) {}

// What TLS holds already has to be taken now: the socket will not tell of it. If that is a lot, the rest is
// taken at the next turn, for which being able to write will do.
Connection::Wants Connection::on_ready(Desk& desk) {
    take_turn(desk);
    for (int i = 0; wants_ == Wants::read && stream_.holds_more(); ++i) {
        if (phase_ == Phase::lingering) break;
        if (i == limits::receives_per_turn) return wants_ = Wants::write;
        receive(desk);
    }
    return wants_;
}

Connection::Wants Connection::take_turn(Desk& desk) {
    if (phase_ == Phase::lingering) return discard(desk);
    if (phase_ == Phase::parting) return linger(desk);
    if (phase_ != Phase::sending) return receive(desk);
    switch (send_rest(desk)) {
        case Sent::failed: return wants_ = Wants::end;
        case Sent::part: return wait_for(Wants::write);
        case Sent::all: break;
    }
    // Requests may have waited behind the answers that the peer was slow to take.
    const PrivateBytes waiting = std::exchange(partial_->input, {});
    return work(desk, {waiting.data(), waiting.size()});
}

Connection::Wants Connection::on_ready_too_late(Desk& desk) {
    desk.too_late = true;
    const Wants wants = on_ready(desk);
    desk.too_late = false;
    return wants;
}

Connection::Wants Connection::receive(Desk& desk) {
    if (has_input()) return receive_more(desk);
    receive_new(desk);
    answer_new(desk);
    return send_new(desk);
}

void Connection::receive_new(Desk& desk) {
    desk.seat->got = stream_.receive(desk.seat->input);
}

void Connection::answer_new(Desk& desk) {
    Seat& seat = *desk.seat;
    if (seat.got.nothing()) return;
    peer_done_ = seat.got.state == Moved::State::ended;
    answer_first(desk, {seat.input.data(), seat.got.bytes});
}

Connection::Wants Connection::send_new(Desk& desk) {
    Seat& seat = *desk.seat;
    if (seat.got.nothing()) return receive_nothing(desk, seat.got.state);
    const std::span<char> received = seat.received();
    const Wants wants = send_and_go_on(desk, {received.data(), received.size()});
    wipe(received);
    return wants;
}

// The rest of a request whose beginning is here already. It comes by way of the desk, so that whoever sends a
// byte at a time holds no more than that.
Connection::Wants Connection::receive_more(Desk& desk) {
    receive_new(desk);
    Seat& seat = *desk.seat;
    if (seat.got.nothing()) return receive_nothing(desk, seat.got.state);
    peer_done_ = seat.got.state == Moved::State::ended;
    const std::span<char> received = seat.received();
    PrivateBytes& input = partial_->input;
    input.insert(input.end(), received.begin(), received.end());
    wipe(received);
    return work(desk, {input.data(), input.size()});
}

Connection::Wants Connection::receive_nothing(Desk& desk, Moved::State state) {
    if (state == Moved::State::later) return wait_for(Wants::read);
    if (stream_.never_met()) desk.handler.on_turned_away(TurnedAway::handshake);
    return wants_ = Wants::end;
}

// TLS may have to write before it can read, and the other way round.
Connection::Wants Connection::wait_for(Wants usual) {
    const Wants other = usual == Wants::read ? Wants::write : Wants::read;
    return wants_ = stream_.waits_crosswise() ? other : usual;
}

Connection::Wants Connection::work(Desk& desk, std::string_view bytes) {
    answer_first(desk, bytes);
    return send_and_go_on(desk, bytes);
}

void Connection::answer_first(Desk& desk, std::string_view bytes) {
    if (!partial_) desk.seat->progress = {};
    desk.seat->taken = answer_batch(desk, bytes);
}

// Sends what is answered, answers what else can be, and goes on while both are possible.
Connection::Wants Connection::send_and_go_on(Desk& desk, std::string_view bytes) {
    std::size_t at = desk.seat->taken;
    for (;;) {
        const bool nothing_to_say = desk.seat->output.empty();
        const Sent sent = send_batch(desk);
        if (sent == Sent::failed) return wants_ = Wants::end;
        if (nothing_to_say || sent == Sent::part || closing_) break;
        at += answer_batch(desk, bytes.substr(at));
    }
    keep_input(desk, closing_ ? std::string_view{} : bytes.substr(at));
    return settle(desk, at > 0);
}

std::size_t Connection::answer_batch(Desk& desk, std::string_view bytes) {
    std::size_t at = 0;
    while (!closing_ && at < bytes.size() && desk.seat->output.size() < limits::output_batch_bytes) {
        const std::size_t taken = answer_one(desk, bytes.substr(at));
        if (taken == 0) break;
        at += taken;
    }
    return at;
}

// The request at the front of the bytes, if it is complete; tells how many bytes it took.
std::size_t Connection::answer_one(Desk& desk, std::string_view bytes) {
    Progress& so_far = progress(desk);
    const bool head_is_new = !so_far.has_head;
    if (head_is_new) {
        // An empty line before a request is let pass, as RFC 9112 asks.
        if (bytes.starts_with("\r\n")) return 2;
        if (bytes == "\r" || !take_head(desk, bytes)) return 0;
    }
    const std::size_t size = find_end(desk, bytes);
    if (size == 0) return wait_for_body(desk, bytes);
    const Head head = so_far.head;
    so_far = {};
    // The reader has seen other requests since, and these bytes may stand elsewhere: so it looks once more.
    if (!head_is_new) desk.reader.read(bytes, desk.limits.header_bytes);
    handle(desk, bytes.substr(0, size), head, bytes.size() == size);
    return size;
}

// Nothing is taken yet; whoever waits to be told so may go on.
std::size_t Connection::wait_for_body(Desk& desk, std::string_view bytes) {
    Progress& so_far = progress(desk);
    if (closing_) return 0;
    if (desk.too_late) {
        refuse(desk, Refusal::overload, bytes);
    } else if (so_far.head.expects_continue && !so_far.said_continue && bytes.size() == so_far.head.bytes) {
        so_far.said_continue = true;
        desk.seat->output.append(continue_answer);
    }
    return 0;
}

// Whether a head that is fit to go on with is there. What can be refused is, before a body is read.
bool Connection::take_head(Desk& desk, std::string_view bytes) {
    const HeadVerdict verdict = desk.reader.read(bytes, desk.limits.header_bytes);
    if (verdict.state == HeadVerdict::State::refused) return refuse(desk, verdict.refusal, bytes), false;
    if (verdict.state == HeadVerdict::State::incomplete) return false;
    if (verdict.head.content_length > desk.limits.body_bytes) {
        return refuse(desk, Refusal::body_too_large, bytes), false;
    }
    progress(desk).has_head = true;
    progress(desk).head = verdict.head;
    return true;
}

// The size of the whole request, or 0 while it is not all there.
std::size_t Connection::find_end(Desk& desk, std::string_view bytes) {
    Progress& so_far = progress(desk);
    const std::size_t body_bytes = bytes.size() - so_far.head.bytes;
    if (!so_far.head.chunked) {
        return body_bytes < so_far.head.content_length ? 0 : so_far.head.bytes + so_far.head.content_length;
    }
    const auto state = so_far.chunks.look(
        bytes.substr(so_far.head.bytes),
        {.data_bytes = desk.limits.body_bytes, .trimming_bytes = desk.limits.header_bytes});
    if (state == ChunkedBody::State::refused) refuse(desk, so_far.chunks.refusal(), bytes);
    return state == ChunkedBody::State::complete ? so_far.head.bytes + so_far.chunks.bytes() : 0;
}

// `request` is whole, and its head is what the reader has read last. `last`: nothing has come behind it.
void Connection::handle(Desk& desk, std::string_view request, const Head& head, bool last) {
    RequestView view = desk.reader.request();
    view.body = request.substr(head.bytes);
    if (head.chunked) {
        gather_chunks(view.body, desk.gathered);
        view.body = desk.gathered;
    }
    desk.response.start();
    if (desk.too_late && !desk.handler.is_urgent(view)) {
        write_refusal(Refusal::overload, desk.response);  // the connection is none the worse for it
        desk.handler.on_refused(desk.response.status);
    } else {
        const SocketPeer peer(stream_.socket());
        view.peer = &peer;
        desk.handler.handle(view, desk.response);
    }
    closing_ = !head.keep_alive || (desk.draining && last);  // what was sent already is still answered
    append_answer(
        desk.seat->output, desk.response,
        {.date = desk.date, .keep_alive = !closing_, .http_1_0 = head.http_1_0, .head_only = head.head_only});
    wipe_and_clear(desk.response.body);
    if (head.chunked) wipe_and_clear(desk.gathered);
}

// `request`: as much of it as there is; to a HEAD nothing is said but the head.
void Connection::refuse(Desk& desk, Refusal refusal, std::string_view request) {
    desk.handler.on_refused(status_of(refusal));
    say_refused(desk, refusal, request);
    progress(desk) = {};
}

void Connection::say_refused(Desk& desk, Refusal refusal, std::string_view request) {
    closing_ = true;
    write_refusal(refusal, desk.response);
    append_answer(desk.seat->output, desk.response,
                  {.date = desk.date, .keep_alive = false, .head_only = request.starts_with("HEAD ")});
}

// What the kernel does not take at once is kept with the connection.
Connection::Sent Connection::send_batch(Desk& desk) {
    if (desk.seat->output.empty()) return Sent::all;
    const Moved moved = stream_.send(desk.seat->output);
    const bool all = moved.bytes == desk.seat->output.size();
    if (!moved.failed() && !all) {
        const std::string_view rest = std::string_view(desk.seat->output).substr(moved.bytes);
        Partial& own = partial(desk);
        own.output.assign(rest.begin(), rest.end());
        own.sent = own.sent_at_deadline = 0;
    }
    wipe_and_clear(desk.seat->output);
    return moved.failed() ? Sent::failed : all ? Sent::all : Sent::part;
}

Connection::Sent Connection::send_rest(Desk& desk) {
    Partial& own = *partial_;
    const std::string_view output(own.output.data(), own.output.size());
    const Moved moved = stream_.send(output.substr(own.sent));
    if (moved.failed()) return Sent::failed;
    own.sent += moved.bytes;
    if (own.sent == own.output.size()) {
        own.output = {};
        own.sent = 0;
        return Sent::all;
    }
    if (own.sent - own.sent_at_deadline >= limits::slow_reader_bytes) {
        own.sent_at_deadline = own.sent;
        deadline_ = desk.now + ticks_of(limits::send_timeout);
    }
    return Sent::part;
}

Connection::Partial& Connection::partial(Desk& desk) {
    if (!partial_) {
        partial_ = std::make_unique<Partial>(desk.occupancy);
        partial_->progress = std::exchange(desk.seat->progress, {});
    }
    return *partial_;
}

// Keeps the beginning of a request, or waiting requests, in memory of the connection's own; lets that
// memory go when it holds nothing.
void Connection::keep_input(Desk& desk, std::string_view rest) {
    if (rest.empty()) {
        if (partial_) partial_->input = {};
        if (!has_output()) partial_.reset();
        return;
    }
    PrivateBytes& input = partial(desk).input;
    const bool inside = !input.empty() && rest.data() + rest.size() == input.data() + input.size();
    if (inside) {
        input.erase(input.begin(), input.end() - static_cast<std::ptrdiff_t>(rest.size()));
    } else {
        input.assign(rest.begin(), rest.end());
    }
}

Connection::Wants Connection::settle(Desk& desk, bool answered) {
    if (!closing_ && !may_hold(desk)) return refuse_to_hold(desk);
    if (has_output()) return enter(desk, Phase::sending, limits::send_timeout, wait_for(Wants::write));
    if (peer_done_ && has_input() && !closing_) {
        refuse(desk, Refusal::truncated, input());
        return work(desk, {});
    }
    if (closing_ || peer_done_) return linger(desk);
    if (!has_input()) return enter(desk, Phase::idle, desk.limits.idle_timeout, Wants::read);
    const Phase next = progress(desk).has_head ? Phase::body : Phase::head;
    if (next == phase_ && !answered) return wants_ = Wants::read;  // the deadline stands
    return enter(desk, next, next == Phase::body ? desk.limits.body_timeout : desk.limits.head_timeout,
                 Wants::read);
}

// A little in any case; more as long as all connections together stay within their limit.
bool Connection::may_hold(const Desk& desk) {
    if (!partial_) return true;
    HeldBytes& held = partial_->held;
    held.become(partial_->input.capacity() + partial_->output.capacity());
    return held.own() <= limits::held_bytes_free ||
           desk.occupancy.held_bytes.load(std::memory_order_relaxed) <= desk.limits.held_bytes;
}

Connection::Wants Connection::refuse_to_hold(Desk& desk) {
    if (has_output()) {
        desk.handler.on_turned_away(TurnedAway::memory);
        return wants_ = Wants::end;  // it does not read, so there is nothing to be said
    }
    refuse(desk, Refusal::overload, input());
    return work(desk, {});
}

Connection::Wants Connection::enter(Desk& desk, Phase phase, std::chrono::milliseconds timeout, Wants wants) {
    phase_ = phase;
    deadline_ = desk.now + ticks_of(timeout);
    return wants_ = wants;
}

// Closing with unread bytes would reset the connection, and the peer could lose our last answer: so we
// say that we are done and read on for a while, into nothing.
Connection::Wants Connection::linger(Desk& desk) {
    const Moved::State said = peer_done_ ? Moved::State::failed : stream_.finish();
    if (said == Moved::State::failed) return wants_ = Wants::end;
    if (said == Moved::State::later) {
        return enter(desk, Phase::parting, limits::send_timeout, wait_for(Wants::write));
    }
    return enter(desk, Phase::lingering, limits::linger_timeout, Wants::read);
}

Connection::Wants Connection::discard(Desk& desk) {
    const Moved dropped = stream_.drop(desk.seat->input);
    if (dropped.later()) return wants_;
    discarded_ += static_cast<std::uint32_t>(dropped.bytes);
    return dropped.bytes == 0 || discarded_ > limits::discarded_bytes_max ? wants_ = Wants::end : wants_;
}

Connection::Wants Connection::on_tick(Desk& desk) {
    if (waits()) return wants_;  // it has asked, and will be told
    if (desk.draining && asks_anew() && desk.now >= desk.idle_until) return wants_ = Wants::end;
    return desk.now < deadline_ ? wants_ : time_out(desk);
}

Connection::Wants Connection::time_out(Desk& desk) {
    const bool awaited = (phase_ == Phase::head && has_input()) || phase_ == Phase::body;
    if (!awaited) return wants_ = Wants::end;
    refuse(desk, phase_ == Phase::head ? Refusal::head_timeout : Refusal::body_timeout, input());
    return work(desk, {});
}

Connection::Wants Connection::turn_away(Desk& desk, Refusal refusal) {
    turned_away = true;
    say_refused(desk, refusal, {});
    return work(desk, {});
}

}  // namespace passerby::http
