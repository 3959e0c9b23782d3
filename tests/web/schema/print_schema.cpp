// Prints the schema for the tests of it.
#include <cstdio>

#include "rules/json_schema.hpp"

int main() {
    std::fputs(passerby::rules::json_schema().c_str(), stdout);
}
