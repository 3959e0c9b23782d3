#include "server/http/hosted_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

namespace passerby::http {

namespace asio = boost::asio;

class HostedServer::Visit {
  public:
    Visit(asio::io_context& host, const Limits& limits, Handler& handler, Occupancy& occupancy)
        : server_(limits, handler, occupancy), waiting_(host, server_.set()), timer_(host) {
        wait_for_sockets();
        wait_for_tick();
    }
    ~Visit() {
        waiting_.release();  // the set closes itself
    }

    void listen(Descriptor listening) { server_.listen(std::move(listening)); }

    void speak_tls(const TlsDoor& door) { server_.speak_tls(door); }

    void wait_again() {
        timer_.cancel();
        waiting_.cancel();
        wait_for_sockets();
        wait_for_tick();
    }

    void stop() {
        server_.stop();
        timer_.cancel();
        waiting_.cancel();
    }

  private:
    void wait_for_sockets() {
        waiting_.async_wait(asio::posix::stream_descriptor::wait_read,
                            [this](boost::system::error_code error) {
                                if (!error && work()) wait_for_sockets();
                            });
    }

    void wait_for_tick() {
        timer_.expires_after(limits::tick);
        timer_.async_wait([this](boost::system::error_code error) {
            if (!error && work()) wait_for_tick();
        });
    }

    bool work() { return server_.take_turn(std::chrono::milliseconds{0}); }

    Server server_;
    asio::posix::stream_descriptor waiting_;
    asio::steady_timer timer_;
};

HostedServer::HostedServer(asio::io_context& host, const Limits& limits, Handler& handler,
                           Occupancy& occupancy)
    : visit_(std::make_unique<Visit>(host, limits, handler, occupancy)) {}

HostedServer::~HostedServer() = default;

void HostedServer::listen(Descriptor listening) {
    visit_->listen(std::move(listening));
}

void HostedServer::speak_tls(const TlsDoor& door) {
    visit_->speak_tls(door);
}

void HostedServer::wait_again() {
    visit_->wait_again();
}

void HostedServer::stop() {
    visit_->stop();
}

}  // namespace passerby::http
