// What a visitor who asks for access, deletion or portability is told, as JSON and as a page; and the
// statement of support that Global Privacy Control asks for.
#pragma once

#include <string>

namespace passerby::api {

std::string rights_json();
std::string rights_page();

std::string gpc_json();

}  // namespace passerby::api
