// The configuration as each part of the server wants it: no part knows Options but main, app and this.
#pragma once

#include "server/api/settings.hpp"
#include "server/http/limits.hpp"
#include "server/options.hpp"

namespace passerby {

http::Limits public_limits(const Options& options);
http::Limits admin_limits(const Options& options);
// `places`: where visitors' addresses are looked up, if they are.
api::PublicSettings public_settings(const Options& options, const api::Places* places = nullptr);
api::AdminSettings admin_settings(const Options& options);

}  // namespace passerby
