// The counters of one thread: relaxed atomics with one writer each, read by whoever renders the metrics.
//
// Every label set is a closed enum here; nothing a visitor sent can become a label. Counting allocates
// nothing and takes no lock.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "engine/consent.hpp"
#include "engine/context.hpp"
#include "engine/purpose.hpp"
#include "engine/reason.hpp"
#include "server/wire/decide_request.hpp"

namespace passerby::api {

// Owned by one writing thread; any thread may read.
class Counter {
  public:
    void add(std::uint64_t amount = 1) {
        value_.store(value_.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }
    std::uint64_t read() const { return value_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> value_{0};
};

// Of durations; the bounds are those of a Prometheus histogram, +Inf beyond the last.
class Histogram {
  public:
    static constexpr std::array<std::chrono::nanoseconds, 12> bounds = {
        std::chrono::microseconds{5},   std::chrono::microseconds{10},  std::chrono::microseconds{25},
        std::chrono::microseconds{50},  std::chrono::microseconds{100}, std::chrono::microseconds{250},
        std::chrono::microseconds{500}, std::chrono::milliseconds{1},   std::chrono::microseconds{2500},
        std::chrono::milliseconds{10},  std::chrono::milliseconds{100}, std::chrono::seconds{1}};

    void record(std::chrono::nanoseconds duration);
    std::uint64_t in_bucket(std::size_t bucket) const { return buckets_[bucket].read(); }
    std::uint64_t sum_ns() const { return sum_ns_.read(); }

  private:
    std::array<Counter, bounds.size() + 1> buckets_;
    Counter sum_ns_;
};

enum class Route : std::uint8_t {
    decide,
    signals,
    privacy,
    rights,
    gpc,
    healthz,
    readyz,
    metrics,
    check,
    explain,
    reload,
    other
};
inline constexpr std::array<std::string_view, 12> route_names = {"decide", "signals", "privacy", "rights",
                                                                 "gpc",    "healthz", "readyz",  "metrics",
                                                                 "check",  "explain", "reload",  "other"};

// The statuses that are told apart; any other counts as `other`.
inline constexpr std::array<int, 20> statuses = {200, 204, 304, 400, 401, 403, 404, 405, 408, 411,
                                                 413, 414, 415, 417, 422, 431, 500, 501, 503, 505};

// Of the records of consent: the site's own, and those of wire::ConsentString in their order.
inline constexpr std::array<std::string_view, 4> consent_kind_names = {"own", "tcf", "gpp", "us_privacy"};
static_assert(consent_kind_names.size() == wire::consent_string_names.size() + 1);
// How one was taken. Void is a TC string that counts as none by what it says, ignored one where GDPR does
// not apply.
enum class ConsentOutcome : std::uint8_t { used, stale, void_, ignored, unreadable };
inline constexpr std::array<std::string_view, 5> consent_outcome_names = {"used", "stale", "void", "ignored",
                                                                          "unreadable"};

// How places were sought by address, where that was permitted.
enum class PlaceOutcome : std::uint8_t { found, nothing, not_public, no_address };
inline constexpr std::array<std::string_view, 4> place_outcome_names = {"found", "nothing", "not_public",
                                                                        "no_address"};

// Why a connection was not taken.
enum class Refusal : std::uint8_t { limit, descriptors, memory, handshake };
inline constexpr std::array<std::string_view, 4> refusal_names = {"limit", "descriptors", "memory",
                                                                  "handshake"};

// Owned by one thread, and on cache lines of its own.
struct alignas(128) Measures {
    std::array<std::array<Counter, statuses.size() + 1>, route_names.size()> requests;
    std::array<Histogram, route_names.size()> durations;

    std::array<Counter, 3> decisions;  // by engine::Reason
    Counter empty_slots;
    std::array<Counter, engine::asked_purposes.size()> withheld;  // by engine::Purpose
    Counter ignored;
    Counter unknown;
    std::array<std::array<Counter, consent_outcome_names.size()>, consent_kind_names.size()> consent_records;
    // What was wrong with strings: by wire::ConsentString, by wire::IabFault.
    std::array<std::array<Counter, wire::iab_fault_names.size()>, wire::consent_string_names.size()>
        malformed_strings;

    std::array<Counter, place_outcome_names.size()> places;  // by PlaceOutcome

    Counter connections_opened, connections_closed;
    std::array<Counter, refusal_names.size()> connections_refused;

    void count_request(Route route, int status, std::chrono::nanoseconds duration);
    void refuse_connection(Refusal reason) { connections_refused[static_cast<std::size_t>(reason)].add(); }
};

// The signals of a request that were not used, by the purpose that was not permitted.
void count_withheld(const engine::Context& context, Measures& measures);
// The records that came with a request, if any did.
void count_consent(const wire::DecideRequest& request, const engine::Receipt& receipt, Measures& measures);

}  // namespace passerby::api
