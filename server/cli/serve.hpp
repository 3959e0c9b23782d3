// `passerby serve`: what the command line says of it. Declared here so that one file knows every flag;
// done by the server itself.
#pragma once

#include <optional>
#include <string>

namespace passerby::cli {

// What was not given stays absent: the environment and the configuration file may say it.
struct ServeFlags {
    std::optional<std::string> config;
    std::optional<std::string> rules;
    std::optional<std::string> listen;
    std::optional<std::string> admin;
    std::optional<std::string> data;
    std::optional<unsigned> threads;
};

// Returns the process's exit code. Implemented in server/app.cpp.
int serve(const ServeFlags& flags);

}  // namespace passerby::cli
