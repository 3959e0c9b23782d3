// The tokens of the admin listener: lines `NAME ROLE TOKEN`, from a file or the environment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/issue.hpp"
#include "server/api/settings.hpp"

namespace passerby {

// Appends what is wrong to `issues`, with the line's number and never with a token.
std::vector<api::Token> read_tokens(const std::string& source, std::string_view text,
                                    std::vector<rules::Issue>& issues);

}  // namespace passerby
