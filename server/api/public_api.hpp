// The public listener's handlers: one object a worker.
//
// Owns everything a request needs to be answered and reuses it: once warm, deciding allocates nothing. Not
// thread-safe; never throws.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/instant.hpp"
#include "engine/rule_index.hpp"
#include "server/api/measures.hpp"
#include "server/api/readiness.hpp"
#include "server/api/settings.hpp"
#include "server/http/message.hpp"

namespace passerby::api {

class PublicApi {
  public:
    // All three outlive it. `chance_seed` differs between workers and starts.
    PublicApi(const PublicSettings& settings, Measures& measures, const Readiness& readiness,
              std::uint64_t chance_seed);
    ~PublicApi();
    PublicApi(const PublicApi&) = delete;
    PublicApi& operator=(const PublicApi&) = delete;

    // `rules`: those in force at this moment. `now`: UTC. A HEAD request gets the body of its GET, for its
    // length; whoever writes the answer leaves it out.
    void handle(const http::RequestView& request, const engine::RuleIndex& rules, engine::Instant now,
                http::Response& response);

  private:
    class Routes;
    std::unique_ptr<Routes> routes_;
};

}  // namespace passerby::api
