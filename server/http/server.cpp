#include "server/http/server.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <deque>
#include <new>
#include <span>
#include <utility>
#include <vector>

#include "server/http/admission.hpp"
#include "server/http/answer.hpp"
#include "server/http/connection.hpp"
#include "server/http/desk.hpp"
#include "server/http/poll.hpp"
#include "server/http/tasks.hpp"
#include "server/http/waiting_line.hpp"
#include "server/http/wipe.hpp"

namespace passerby::http {

using Clock = std::chrono::steady_clock;

namespace {

constexpr int accepts_per_turn = 256;  // then those already here get their turn
constexpr int accepts_under_overload = 16;

bool out_of_descriptors(int error) {
    return error == EMFILE || error == ENFILE;
}
bool out_of_memory(int error) {
    return error == ENOBUFS || error == ENOMEM;
}

std::chrono::sys_seconds wall_clock() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// The time for which this thread has had a processor.
std::chrono::nanoseconds thread_time() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec};
}

}  // namespace

class Server::Loop {
  public:
    Loop(const Limits& limits, Handler& handler, Occupancy& occupancy)
        : desk_(limits, handler, occupancy), occupancy_(occupancy) {
        write_http_date(wall_clock(), desk_.date);
        spare_ = open_spare();
        if (!poll_.add(tasks_.bell(), Poll::For::reading, &tasks_)) throw std::bad_alloc();
    }
    ~Loop() { close_all(); }

    Tasks& tasks() { return tasks_; }
    int set() const { return poll_.number(); }

    void listen(Descriptor listening) {
        listeners_.push_back(std::move(listening));
        poll_.add(listeners_.back(), Poll::For::reading, &listeners_.back());
    }

    void speak_tls(const TlsDoor& door) { desk_.tls.use(door); }

    void drain(std::chrono::milliseconds idle_grace, std::function<void()> done) {
        for (Descriptor& listener : listeners_) {
            while (accept_one(listener)) {}
            poll_.remove(listener);
        }
        listeners_.clear();
        desk_.draining = true;
        desk_.idle_until = desk_.now + ticks_of(idle_grace);
        drained_ = std::move(done);
        tell_if_drained();
    }

    void stop() {
        drained_ = nullptr;
        close_all();
        stopped_ = true;
    }

    // Whoever works in a turn has returned before its traces are wiped.
    bool take_turn(std::chrono::milliseconds patience) {
        struct Wiping {
            ~Wiping() { wipe_stack(); }
        } whatever_happens;
        return work_through_turn(patience);
    }

  private:
    [[gnu::noinline]] bool work_through_turn(std::chrono::milliseconds patience) {
        const auto events = poll_.wait(std::min(patience, until_next(Clock::now())));
        desk_.turn_began = Clock::now();
        if (bell_rings(events)) {
            tasks_.run();  // they may close what this turn has events of: those are told again
        } else {
            serve(events);
        }
        if (desk_.turn_began >= next_tick_) tick();
        bury();
        return !stopped_;
    }

    // Nothing while somebody is put off, of whom the set does not tell; else the time until the next tick,
    // rounded up, so that it is due once that has passed.
    std::chrono::milliseconds until_next(Clock::time_point now) const {
        if (!put_off_.empty()) return std::chrono::milliseconds{0};
        return std::max(std::chrono::ceil<std::chrono::milliseconds>(next_tick_ - now),
                        std::chrono::milliseconds{0});
    }

    bool bell_rings(std::span<const epoll_event> events) const {
        return std::any_of(events.begin(), events.end(),
                           [this](const epoll_event& event) { return event.data.ptr == &tasks_; });
    }

    void serve(std::span<const epoll_event> events) {
        admission_.begin_turn(now_ = desk_.turn_began);
        if (admission_.overloaded()) worked_before_ = thread_time();
        for (const epoll_event& event : events) {
            if (Descriptor* listener = as_listener(event.data.ptr)) {
                accept_some(*listener);
            } else {
                serve(*static_cast<Connection*>(event.data.ptr));
            }
        }
        serve_seated();
        serve_put_off();
        refuse_put_off();
        admission_.end_turn(Clock::now(), put_off_.length());
    }

    // Under overload the time is shared out in which this thread works: the system may give the processor to
    // others in the middle of a turn. Otherwise that is not worth a system call.
    Clock::time_point worked_until() const {
        return admission_.overloaded() ? desk_.turn_began + (thread_time() - worked_before_) : Clock::now();
    }

    // Who has begun a request is served in any case, and who asks for a new one if there is time.
    void serve(Connection& connection) {
        if (connection.waits()) return;  // it has hung up meanwhile
        if (connection.asks_anew() && !admission_.may_serve(now_)) {
            put_off_.join(connection, desk_.turn_began);
            poll_.change(connection.socket(), Poll::For::nothing, &connection);  // not to be told every turn
        } else if (!admission_.overloaded() && connection.may_be_seated()) {
            seated_[seated_count_++] = &connection;
            if (seated_count_ == seated_.size()) serve_seated();
        } else {
            step(connection, [&] { return connection.on_ready(desk_); });
            now_ = worked_until();
        }
    }

    // All receive, then all answer, then all send.
    void serve_seated() {
        if (seated_count_ == 0) return;
        for_each_seat([&](Connection& seated) { return seated.receive_new(desk_), seated.wants(); });
        for_each_seat([&](Connection& seated) { return seated.answer_new(desk_), seated.wants(); });
        for_each_seat([&](Connection& seated) { return seated.send_new(desk_); });
        seated_count_ = 0;
        desk_.seat = desk_.seats.data();
        now_ = worked_until();
    }

    template <class Part>
    void for_each_seat(Part part) {
        for (std::size_t i = 0; i < seated_count_; ++i) {
            desk_.seat = &desk_.seats[i];
            step(*seated_[i], [&] { return part(*seated_[i]); });
        }
    }

    // With the time that is left: the newest. Who has waited for longer is better told so at once.
    void serve_put_off() {
        const auto too_long_ago = desk_.turn_began - limits::put_off_max;
        while (!put_off_.empty() && put_off_.last().waits_since() > too_long_ago &&
               admission_.may_serve(worked_until())) {
            Connection& connection = take_back(put_off_.last());
            step(connection, [&] { return connection.on_ready(desk_); });
        }
    }

    void refuse_put_off() {
        while (!put_off_.empty() && admission_.may_refuse(worked_until())) {
            Connection& connection = take_back(put_off_.first());
            step(connection, [&] { return connection.on_ready_too_late(desk_); });
        }
    }

    Connection& take_back(WaitingLine::Place& place) {
        auto& connection = static_cast<Connection&>(place);
        put_off_.leave(connection);
        poll_.change(connection.socket(), wait_of(connection.wants()), &connection);
        return connection;
    }

    void accept_some(Descriptor& listener) {
        const int most = admission_.overloaded() ? accepts_under_overload : accepts_per_turn;
        for (int i = 0; i < most && accept_one(listener); ++i) {}
    }

    void tick() {
        ++desk_.now;
        next_tick_ = desk_.turn_began + limits::tick;
        write_http_date(wall_clock(), desk_.date);
        desk_.tls.tick();
        if (paused_) resume();
        for (std::size_t i = 0; i < connections_.size(); ++i) {
            Connection& connection = *connections_[i];
            step(connection, [&] { return connection.on_tick(desk_); });
        }
    }

    // Lets a connection work, and waits for what it wants next. A connection for which memory runs out is
    // lost, and only that one.
    template <class Work>
    void step(Connection& connection, Work work) {
        const Connection::Wants before = connection.wants();
        if (before == Connection::Wants::end) return;
        Connection::Wants after = Connection::Wants::end;
        try {
            after = work();
        } catch (const std::bad_alloc&) {
            desk_.forget();
            connection.give_up();
            desk_.handler.on_turned_away(TurnedAway::memory);
        }
        if (after == Connection::Wants::end) {
            ended_.push_back(&connection);
        } else if (after != before) {
            poll_.change(connection.socket(), wait_of(after), &connection);
        }
    }

    static Poll::For wait_of(Connection::Wants wants) {
        return wants == Connection::Wants::write ? Poll::For::writing : Poll::For::reading;
    }

    // Whether there may be more to accept.
    bool accept_one(Descriptor& listener) {
        Descriptor socket(::accept4(listener.number(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (!socket) return after_failed_accept(listener, errno);
        const bool fits = occupancy_.open.load(std::memory_order_relaxed) < desk_.limits.connections;
        if (!fits) desk_.handler.on_turned_away(TurnedAway::limit);
        if (!fits && turned_away_ >= desk_.limits.turned_away) return true;
        try {
            admit(std::make_unique<Connection>(std::move(socket), desk_), fits);
        } catch (const std::bad_alloc&) { desk_.handler.on_turned_away(TurnedAway::memory); }
        return true;
    }

    void admit(std::unique_ptr<Connection> connection, const bool fits) {
        ended_.reserve(connections_.capacity() + 1);  // ending takes no memory
        Connection& admitted = *connections_.emplace_back(std::move(connection));
        admitted.place = connections_.size() - 1;
        if (!poll_.add(admitted.socket(), Poll::For::reading, &admitted)) {
            connections_.pop_back();
            throw std::bad_alloc();
        }
        if (fits) {
            occupancy_.open.fetch_add(1, std::memory_order_relaxed);
            desk_.handler.on_opened();
        } else {
            ++turned_away_;
            admitted.turned_away = true;
            step(admitted, [&] { return admitted.turn_away(desk_, Refusal::overload); });
        }
    }

    // Out of descriptors: the spare one lets us accept the connection and close it, so that the peer knows
    // at once and the listener is not ready for ever. If even that fails, no accepting until the next tick.
    bool after_failed_accept(Descriptor& listener, int error) {
        if (error == EAGAIN || error == EWOULDBLOCK) return false;
        if (out_of_descriptors(error) && spare_) {
            spare_.close();
            const Descriptor lost(::accept4(listener.number(), nullptr, nullptr, SOCK_CLOEXEC));
            if (lost) desk_.handler.on_turned_away(TurnedAway::descriptors);
        }
        if (out_of_descriptors(error)) {
            spare_ = open_spare();
            if (spare_) return true;
        }
        if (out_of_descriptors(error) || out_of_memory(error)) {
            paused_ = true;
            poll_.remove(listener);
            return false;
        }
        return true;  // that peer has gone away; the next one may be fine
    }

    void resume() {
        paused_ = false;
        if (!spare_) spare_ = open_spare();
        for (Descriptor& listener : listeners_) {
            poll_.remove(listener);
            poll_.add(listener, Poll::For::reading, &listener);
        }
    }

    static Descriptor open_spare() { return Descriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

    Descriptor* as_listener(void* token) {
        const auto found = std::find_if(listeners_.begin(), listeners_.end(),
                                        [&](const Descriptor& listener) { return &listener == token; });
        return found == listeners_.end() ? nullptr : &*found;
    }

    // Connections end between turns: a turn may still hold events of theirs.
    void bury() {
        for (Connection* ended : ended_) {
            put_off_.leave(*ended);
            forget(*ended);
            const std::size_t place = ended->place;
            std::swap(connections_[place], connections_.back());
            connections_[place]->place = place;
            connections_.pop_back();
        }
        ended_.clear();
        tell_if_drained();
    }

    void forget(const Connection& ended) {
        if (ended.turned_away) {
            --turned_away_;
            return;
        }
        occupancy_.open.fetch_sub(1, std::memory_order_relaxed);
        desk_.handler.on_closed();
    }

    void close_all() {
        for (const auto& connection : connections_) {
            put_off_.leave(*connection);
            forget(*connection);
        }
        connections_.clear();
        ended_.clear();
    }

    void tell_if_drained() {
        if (!desk_.draining || !connections_.empty() || !drained_) return;
        drained_();  // finding no memory, it is told again at the next turn
        drained_ = nullptr;
    }

    Desk desk_;
    Admission admission_;
    Occupancy& occupancy_;
    Poll poll_;
    Tasks tasks_;
    Clock::time_point next_tick_ = Clock::now() + limits::tick;
    std::deque<Descriptor> listeners_;  // a deque: their addresses are tokens
    std::vector<std::unique_ptr<Connection>> connections_;
    std::vector<Connection*> ended_;
    std::array<Connection*, limits::seats> seated_{};
    std::size_t seated_count_ = 0;
    Clock::time_point now_;                      // when the last of this turn was served
    std::chrono::nanoseconds worked_before_{0};  // before this turn
    WaitingLine put_off_;                        // ready, and not served for want of time
    std::size_t turned_away_ = 0;
    Descriptor spare_;
    std::function<void()> drained_;
    bool paused_ = false;
    bool stopped_ = false;
};

Server::Server(const Limits& limits, Handler& handler, Occupancy& occupancy)
    : loop_(std::make_unique<Loop>(limits, handler, occupancy)) {}

Server::~Server() = default;

void Server::listen(Descriptor listening) {
    loop_->listen(std::move(listening));
}

void Server::run() {
    for (bool going = true; going;) {
        try {
            going = loop_->take_turn(limits::tick);
        } catch (const std::bad_alloc&) {}  // at the next turn there may be some
    }
}

bool Server::take_turn(std::chrono::milliseconds patience) {
    return loop_->take_turn(patience);
}

int Server::set() const {
    return loop_->set();
}

void Server::post(std::function<void()> task) {
    loop_->tasks().post(std::move(task));
}

void Server::speak_tls(const TlsDoor& door) {
    loop_->speak_tls(door);
}

void Server::drain(std::chrono::milliseconds idle_grace, std::function<void()> done) {
    loop_->drain(idle_grace, std::move(done));
}

void Server::stop() {
    loop_->stop();
}

}  // namespace passerby::http
