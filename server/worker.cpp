#include "server/worker.hpp"

#include <thread>
#include <utility>

#include "server/api_handler.hpp"
#include "server/process.hpp"

namespace passerby {

class Worker::Thread {
  public:
    Thread(const Shared& shared, api::Measures& measures, http::Descriptor listening,
           std::uint64_t chance_seed)
        : api_(shared.settings, measures, shared.readiness, chance_seed),
          handler_(api_, shared.rules, measures),
          server_(shared.limits, handler_, shared.occupancy) {
        if (shared.tls != nullptr) server_.speak_tls(*shared.tls);
        server_.listen(std::move(listening));
    }
    ~Thread() { stop(); }

    void start() {
        thread_ = std::thread([this] {
            process::wipe_what_this_thread_frees();
            server_.run();
        });
    }
    void stop() {
        if (!thread_.joinable()) return;
        server_.post([this] { server_.stop(); });
        thread_.join();
    }
    void notice_rules() {
        server_.post([this] { handler_.look_at_rules(); });
    }
    void answer(std::function<void()> then) { server_.post(std::move(then)); }
    void drain(std::chrono::milliseconds idle_grace, std::function<void()> done) {
        server_.post([this, idle_grace, done = std::move(done)] { server_.drain(idle_grace, done); });
    }

  private:
    api::PublicApi api_;
    ApiHandler<api::PublicApi> handler_;
    http::Server server_;
    std::thread thread_;
};

Worker::Worker(const Shared& shared, api::Measures& measures, http::Descriptor listening,
               std::uint64_t chance_seed)
    : thread_(std::make_unique<Thread>(shared, measures, std::move(listening), chance_seed)) {}

Worker::~Worker() = default;

void Worker::start() {
    thread_->start();
}
void Worker::stop() {
    thread_->stop();
}
void Worker::notice_rules() {
    thread_->notice_rules();
}
void Worker::answer(std::function<void()> then) {
    thread_->answer(std::move(then));
}
void Worker::drain(std::chrono::milliseconds idle_grace, std::function<void()> done) {
    thread_->drain(idle_grace, std::move(done));
}

}  // namespace passerby
