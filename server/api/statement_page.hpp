// The statement for visitors.
#pragma once

#include <string>

#include "server/api/statement.hpp"

namespace passerby::api {

std::string statement_page(const Statement& statement);

}  // namespace passerby::api
