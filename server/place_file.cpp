#include "server/place_file.hpp"

#include <utility>

#include "engine/ensure.hpp"

namespace passerby {

PlaceFile::PlaceFile(const Options& options, const Log& log)
    : options_(options), log_(log), places_(place::Atlas::blank()) {
    for (const std::string& text : options.trusted_proxies) {
        const auto network = place::Network::parse(text);
        engine::ensure(network.has_value(), "the options were checked by the same function");
        places_.trusted_proxies.push_back(*network);
    }
}

void PlaceFile::load() {
    if (file().empty()) return;
    place::Atlas::Loaded loaded = place::Atlas::load(file());
    if (loaded.wrong != place::Atlas::Wrong::nothing) {
        log_.write(Event::place_file_refused, {.file = LogFile::places(options_), .code = loaded.wrong});
        return;
    }
    log_.write(Event::place_file_loaded, {.file = LogFile::places(options_), .count = loaded.atlas->nodes()});
    places_.atlas.publish(std::move(loaded.atlas));
}

}  // namespace passerby
