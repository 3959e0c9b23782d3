// The statement for programs, and for people with curl. Members keep their names; later ones are added.
#pragma once

#include <string>

#include "server/api/statement.hpp"

namespace passerby::api {

std::string statement_json(const Statement& statement);

}  // namespace passerby::api
