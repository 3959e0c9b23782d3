// Any bytes as what proxies say: lines of `Forwarded`, an empty line, lines of `X-Forwarded-For`. Nobody
// trusted is ever the client; and what a client puts before what the proxies wrote changes nothing.
#include "server/place/forwarding.hpp"

#include <cstdlib>
#include <string>
#include <vector>

using namespace passerby::place;

namespace {

using Lines = std::vector<std::string_view>;

const Networks trusted = {*Network::parse("10.0.0.0/8"), *Network::parse("fd00::/8")};

bool find(const Lines& forwarded, const Lines& listed, IpAddress& address) {
    if (!address.read("10.0.0.1")) { std::abort(); }
    return find_client(trusted, {forwarded, listed}, address);
}

Lines with_rubbish(Lines lines, std::string_view rubbish, std::string& room) {
    if (lines.empty()) { return lines; }
    room = std::string(rubbish) + "," + std::string(lines.front());
    lines.front() = room;
    lines.insert(lines.begin(), rubbish);
    return lines;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(data), size);
    Lines lines[2];
    std::size_t which = 0;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        if (line.empty() && which == 0) {
            which = 1;
        } else {
            lines[which].push_back(line);
        }
    }
    IpAddress client, again;
    if (!find(lines[0], lines[1], client)) { return 0; }
    if (any_has(trusted, client)) { std::abort(); }
    for (const std::string_view rubbish : {"for=1.1.1.1;x=\"", "\"", "\\", "1.1.1.1", ",,", "10.0.0.3"}) {
        std::string rooms[2];
        const Lines forwarded = with_rubbish(lines[0], rubbish, rooms[0]);
        const Lines listed = with_rubbish(lines[1], rubbish, rooms[1]);
        if (!find(forwarded, listed, again) || !(again == client)) { std::abort(); }
    }
    return 0;
}
