// The admin listener's handlers, for operators. Owned by the control thread; may allocate.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/instant.hpp"
#include "engine/rule_index.hpp"
#include "rules/issue.hpp"
#include "server/api/metrics.hpp"
#include "server/api/readiness.hpp"
#include "server/api/settings.hpp"
#include "server/http/message.hpp"

namespace passerby::api {

struct ReloadReport {
    bool ok = false;       // what was read is in force now, or was so already
    std::string revision;  // in force now
    std::vector<rules::Issue> issues;
};

class AdminApi {
  public:
    // A rule set may come in a request here.
    static constexpr std::size_t body_bytes_max = 16u << 20;

    // All outlive it. `reload` reads the rule files again and publishes them if they are right.
    AdminApi(const AdminSettings& settings, Metrics& metrics, Measures& measures, const Readiness& readiness,
             std::function<ReloadReport()> reload, std::uint64_t chance_seed);
    ~AdminApi();
    AdminApi(const AdminApi&) = delete;
    AdminApi& operator=(const AdminApi&) = delete;

    void handle(const http::RequestView& request, const engine::RuleIndex& rules, engine::Instant now,
                http::Response& response);

  private:
    class Routes;
    std::unique_ptr<Routes> routes_;
};

}  // namespace passerby::api
