// All that is counted, and its text for Prometheus.
//
// Made by `app` before the threads start; each thread counts in Measures of its own. render() may be called
// from any thread. No label holds a rule, a path or a client's word.
#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/rule_index.hpp"
#include "server/api/measures.hpp"
#include "server/api/readiness.hpp"
#include "server/http/tls_identity.hpp"
#include "server/problem/own_text.hpp"

namespace passerby::api {

// Of the one thread that reloads.
struct ReloadMeasures {
    Counter ok, unchanged, refused;
    Counter count, sum_ns;

    void took(std::chrono::nanoseconds duration) {
        count.add();
        sum_ns.add(static_cast<std::uint64_t>(duration.count()));
    }
};

class Metrics {
  public:
    // For one more thread that counts; stays where it is. Only before the threads start.
    Measures& add_thread() { return threads_.emplace_back(); }
    ReloadMeasures& reloads() { return reloads_; }
    // A listener whose certificate is told of; the door outlives this. Only before the threads start.
    void add_certificate(problem::OwnText listener, const http::TlsDoor& door) {
        certificates_.emplace_back(listener, &door);
    }

    static constexpr std::string_view media_type = "text/plain; version=0.0.4; charset=utf-8";
    std::string render(const engine::RuleIndex& rules, const Readiness& readiness, engine::Instant now) const;

  private:
    using Certificates = std::vector<std::pair<problem::OwnText, const http::TlsDoor*>>;
    std::deque<Measures> threads_;
    ReloadMeasures reloads_;
    Certificates certificates_;
};

}  // namespace passerby::api
