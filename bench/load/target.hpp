// Where the load goes: `http://HOST[:PORT][/PATH]` or `https://…`, resolved once.
#pragma once

#include <sys/socket.h>

#include <string>
#include <string_view>

namespace passerby::load {

struct Target {
    std::string url;
    std::string host;  // as the Host field has it, with the port
    std::string path;
    std::string name;  // of the host alone
    bool tls = false;
    sockaddr_storage address{};
    socklen_t address_size = 0;

    // Throws std::runtime_error, with words for the command line.
    static Target resolve(std::string_view url);
};

}  // namespace passerby::load
