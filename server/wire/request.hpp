// A request's JSON body into a DecideRequest: the door where strangers' members stop.
//
// Whatever is no declared signal and no known member is skipped unread and counted. The whole document is
// checked as JSON, its skipped parts and its end included, before any of it counts.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "server/wire/decide_request.hpp"
#include "server/wire/problem.hpp"

namespace passerby::wire {

inline constexpr std::size_t request_bytes_max = 64u << 10;
inline constexpr std::size_t files_max = 10'000;  // of one rule set that comes in a request

// What a door takes beside the members of the public one, and whether `slots` must come.
struct RequestForm {
    std::size_t bytes_max = request_bytes_max;
    bool has_now = false;
    bool has_files = false;
    bool needs_slots = true;
    TcfReader tcf = {};  // for whom TC strings are read
};

// One rule file that came in a request; the name is a label, never a path to anything.
struct NamedText {
    std::string_view name, text;
};

// Owned by one worker; owns the parser and its buffers. Allocates nothing once warm.
class RequestReader {
  public:
    RequestReader() : RequestReader(RequestForm{}) {}
    explicit RequestReader(const RequestForm& form);
    ~RequestReader();
    RequestReader(RequestReader&&) noexcept;
    RequestReader& operator=(RequestReader&&) noexcept;

    // Nothing: it was read. A problem: nothing in `request` counts.
    std::optional<Problem> read(std::string_view body, const engine::RuleIndex& rules,
                                DecideRequest& request);
    // A body of which only `files` counts, and must be there.
    std::optional<Problem> read_files(std::string_view body);

    // Overwrites the bytes of the body read last; the views into it are gone.
    void forget();

    // The `files` of the body read last, where they were asked for and came.
    const std::optional<std::vector<NamedText>>& files() const;

  private:
    class Body;
    std::unique_ptr<Body> body_;
};

}  // namespace passerby::wire
