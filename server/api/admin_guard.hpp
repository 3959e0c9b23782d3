// Who may come in at the admin listener: the right host, no foreign page, a token of the needed role, JSON.
//
// Without tokens everybody who reaches the listener is an operator; it is bound to loopback then, and the
// other three checks keep out pages that a colleague's browser happens to show.
#pragma once

#include <cstdint>
#include <optional>

#include "server/api/settings.hpp"
#include "server/http/message.hpp"
#include "server/wire/problem.hpp"

namespace passerby::api {

class AdminGuard {
  public:
    explicit AdminGuard(const AdminSettings& settings) : settings_(settings) {}

    // Nothing: it may pass. A request with a body must be JSON, which no page elsewhere can send unasked.
    std::optional<wire::Problem> check(const http::RequestView& request, Role needed) const;

  private:
    bool is_our_host(std::string_view host) const;
    const Token* find_token(std::string_view authorization) const;

    const AdminSettings& settings_;
};

// Takes as long for every text of the same length.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace passerby::api
