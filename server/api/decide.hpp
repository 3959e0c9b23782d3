// One decision, from a request's bytes to its answer's: reads top to bottom like the path it describes.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/chance.hpp"
#include "engine/consent.hpp"
#include "engine/decide.hpp"
#include "server/api/measures.hpp"
#include "server/api/settings.hpp"
#include "server/api/visitor_place.hpp"
#include "server/http/message.hpp"
#include "server/wire/decide_request.hpp"
#include "server/wire/problem.hpp"
#include "server/wire/query.hpp"
#include "server/wire/request.hpp"

namespace passerby::api {

// Owned by one worker; owns and reuses all that a decision needs.
class Decide {
  public:
    Decide(const PublicSettings& settings, Measures& measures, std::uint64_t chance_seed);

    // Nothing: `response` holds the answer. A problem: it is untouched.
    std::optional<wire::Problem> post(const http::RequestView& request, const engine::RuleIndex& rules,
                                      engine::Instant now, http::Response& response);
    std::optional<wire::Problem> get(const http::RequestView& request, const engine::RuleIndex& rules,
                                     engine::Instant now, http::Response& response);

    // Keeps nothing of the last request: not its bytes, not what they said.
    void forget();

  private:
    struct Decided;  // what the answer's headers are made from
    enum class Until : std::uint8_t { never_late, exact };

    std::optional<wire::Problem> refuse_undeclared() const;
    void add_headers(const http::RequestView& request);
    Decided decide(const http::RequestView& request, const engine::RuleIndex& rules, engine::Instant now,
                   Until until, http::Response& response);
    void count(const engine::Decision& decision, const engine::Context& context,
               const engine::Receipt& receipt);

    const PublicSettings& settings_;
    Measures& measures_;
    engine::ConsentGate gate_;
    engine::Chance chance_;
    engine::Scratch scratch_;
    wire::RequestReader body_reader_;
    wire::QueryReader query_reader_;
    wire::DecideRequest request_;
    std::optional<VisitorPlace> place_;
};

}  // namespace passerby::api
