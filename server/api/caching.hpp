// What caches are told of a GET's answer, and whether the client has it already.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

#include "engine/instant.hpp"
#include "server/http/message.hpp"

namespace passerby::api {

// `W/"0123456789abcdef"`: weak, as the moment until which an answer holds moves on while the decisions stay.
class EntityTag {
  public:
    explicit EntityTag(std::string_view bytes);

    std::string_view text() const { return {text_.data(), text_.size()}; }
    // `If-None-Match` names it, or anything.
    bool is_in(std::string_view if_none_match) const;

  private:
    std::array<char, 20> text_;
};

// `If-None-Match` names that tag, or anything.
bool names_tag(std::string_view if_none_match, std::string_view tag);

// Tags the answer by those of its bytes, and leaves its body out where the client has it already.
void answer_by_tag(const http::RequestView& request, std::string_view bytes, http::Response& response);

// Until `valid_until`, at most `cache_max`.
void allow_caching(engine::Instant now, engine::Instant valid_until, std::chrono::seconds cache_max,
                   http::Response& response);

}  // namespace passerby::api
