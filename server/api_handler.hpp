// Where bytes and decisions meet: a server's requests go to the API with the rules in force and the time.
// Owned by the thread of its server.
#pragma once

#include <chrono>

#include "server/api/measures.hpp"
#include "server/api/readiness.hpp"
#include "server/http/handler.hpp"
#include "server/live/live_rules.hpp"

namespace passerby {

template <class Api>
class ApiHandler : public http::Handler {
  public:
    // All outlive it.
    ApiHandler(Api& api, const live::LiveRules& rules, api::Measures& measures)
        : api_(api), rules_(rules), measures_(measures) {}

    void handle(const http::RequestView& request, http::Response& response) override {
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        api_.handle(request, rules_.now(), now, response);
    }
    // Who watches over an overloaded server must not take it for a dead one.
    bool is_urgent(const http::RequestView& request) const override {
        return request.path == api::health_path || request.path == api::readiness_path;
    }
    void on_refused(int status) override {
        measures_.count_request(api::Route::other, status, std::chrono::nanoseconds{0});
    }
    void on_opened() override { measures_.connections_opened.add(); }
    void on_closed() override { measures_.connections_closed.add(); }
    void on_turned_away(http::TurnedAway reason) override {
        measures_.refuse_connection(static_cast<api::Refusal>(reason));
    }

    // An idle thread lets go of old rules too.
    void look_at_rules() { rules_.now(); }

  private:
    static_assert(static_cast<int>(http::TurnedAway::limit) == static_cast<int>(api::Refusal::limit));
    static_assert(static_cast<int>(http::TurnedAway::handshake) == static_cast<int>(api::Refusal::handshake));

    Api& api_;
    live::RulesInHand rules_;
    api::Measures& measures_;
};

}  // namespace passerby
