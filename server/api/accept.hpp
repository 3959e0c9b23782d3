// Whether a reader of ours is a person with a browser or a program: what its `Accept` header prefers.
#pragma once

#include <string_view>

namespace passerby::api {

// It names text/html, and wants JSON less than that. Who names neither, or both alike, gets JSON.
bool prefers_html(std::string_view accept);

}  // namespace passerby::api
