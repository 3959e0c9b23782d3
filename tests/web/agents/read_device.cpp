// Reads what browsers say of themselves from its input, one a line
// (`USER-AGENT<tab>BRANDS<tab>MOBILE<tab>PLATFORM`), and tells the three words that are left of each: for the
// comparison with what others make of it.
#include <array>
#include <iostream>
#include <string>

#include "server/wire/client_hints.hpp"

int main() {
    using namespace passerby::wire;
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) {
        std::array<std::string_view, 4> said;
        std::string_view rest = line;
        for (std::string_view& field : said) {
            const std::size_t tab = rest.find('\t');
            field = rest.substr(0, tab);
            rest.remove_prefix(tab == rest.npos ? rest.size() : tab + 1);
        }
        const Device device = recognise_device(
            {.user_agent = said[0], .brands = said[1], .mobile = said[2], .platform = said[3]});
        std::cout << device.type << '\t' << device.os << '\t' << device.browser << '\n';
    }
}
