// What a page need send at all: `GET /v1/signals`, from the rules in force.
#pragma once

#include <optional>

#include "server/api/settings.hpp"
#include "server/http/message.hpp"
#include "server/wire/problem.hpp"
#include "server/wire/query.hpp"

namespace passerby::api {

// Owned by one worker.
class SignalList {
  public:
    explicit SignalList(const PublicSettings& settings) : settings_(settings) {}

    // Nothing: `response` holds the answer. A problem: it is untouched.
    std::optional<wire::Problem> get(const http::RequestView& request, const engine::RuleIndex& rules,
                                     engine::Instant now, http::Response& response);
    // Keeps nothing of what was asked.
    void forget() { query_reader_.forget(); }

  private:
    const PublicSettings& settings_;
    wire::QueryReader query_reader_;
};

}  // namespace passerby::api
