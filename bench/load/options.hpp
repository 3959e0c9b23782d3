// What the command line says. The only file behind it that knows the library that reads it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/load/plan.hpp"

namespace passerby::load {

struct Options {
    Plan plan;
    std::string url;
    TlsClient::Trust trust;
    std::vector<std::string> fields;  // header lines
    std::string requests;             // files; empty: none
    std::string expected, recorded;
    std::string statuses = "2xx";
    std::vector<std::string> volatile_names;
    bool compares = false;
    std::string json, percentiles, chart;
    bool quiet = false;
};

// None: the exit code is in `exit`, and all has been said. Throws std::runtime_error for what fits no option.
std::optional<Options> read_options(int argc, char** argv, int& exit);

}  // namespace passerby::load
