// Every bound of a connection. The first group is the operator's (`limits:` in the configuration), the
// second ours, each with its reason.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace passerby::http {

struct Limits {
    std::size_t connections = 20'000;
    std::size_t header_bytes = 16u << 10;
    std::size_t body_bytes = 64u << 10;
    std::chrono::milliseconds head_timeout{5'000};
    std::chrono::milliseconds body_timeout{10'000};
    std::chrono::milliseconds idle_timeout{60'000};
    std::size_t held_bytes =
        64u << 20;                  // all connections' partial requests and answers: a thousand full bodies
    std::size_t turned_away = 256;  // a thread's connections beyond the limit that are still told so
};

namespace limits {

inline constexpr std::size_t headers_max = 200;  // twice what the largest honest browser and proxies send
// Connections that are served together; more would gain little and let the first wait for longer.
inline constexpr std::size_t seats = 32;
// One receive. No power of two: else the first bytes at all seats would want the same few lines of a cache.
inline constexpr std::size_t receive_bytes = (16u << 10) + 320;
// Overwritten after each turn, until so much of it is clean; requests and handshakes were seen to go 8 KB
// deep.
inline constexpr std::size_t stack_bytes = 64u << 10;
inline constexpr std::size_t clean_stack_bytes = 4u << 10;
inline constexpr std::size_t held_bytes_free =
    2u << 10;  // an honest request in two packets: beyond the limit too
inline constexpr std::size_t output_batch_bytes = 256u << 10;      // a batch is sent before more is answered
inline constexpr std::size_t slow_reader_bytes = 64u << 10;        // progress that renews the send deadline
inline constexpr std::size_t discarded_bytes_max = 4u << 20;       // read and dropped after a refusal
inline constexpr std::chrono::milliseconds send_timeout{10'000};   // a reader slower than this is let go
inline constexpr std::chrono::milliseconds linger_timeout{2'000};  // for the peer to read our last words
inline constexpr std::chrono::milliseconds tick{250};              // timeouts are this coarse
inline constexpr std::size_t warm_sessions_max = 64;  // of a thread: TLS buffers kept at hand, 2 MB
inline constexpr int receives_per_turn = 16;          // of what TLS holds; then others get their turn
// Overload (see admission.hpp). A turn serves everybody who is ready: half a millisecond of it with 64 busy
// connections, four with 16 requests in each of their packets. If all turns of a tenth of a second are longer
// than this, with more than a few requests in each, waiting is no burst any more. What has waited longer than
// `turn_max` is refused in any case.
inline constexpr std::chrono::milliseconds long_turn{10};
inline constexpr std::size_t few_requests = 64;
inline constexpr std::chrono::milliseconds overload_after{100};
inline constexpr std::chrono::milliseconds calm_after{250};  // … and it is over
inline constexpr std::chrono::milliseconds turn_max{500};
// A turn under overload: whoever is served waits for two of them at most. Refusing takes a twelfth of a turn
// on top, so that nine tenths of the capacity are left however many there are to refuse.
inline constexpr std::chrono::microseconds overload_turn{1'000};
inline constexpr int refusing_part = 12;
inline constexpr std::chrono::milliseconds put_off_max{2};  // then it is refused, also if there is time again
inline constexpr int retry_after_seconds = 1;

}  // namespace limits
}  // namespace passerby::http
