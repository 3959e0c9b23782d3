#include "server/place_file.hpp"

#include <utility>

#include "engine/ensure.hpp"

namespace passerby {

PlaceFile::PlaceFile(const Options& options, const Log& log)
    : file_(options.geo.mmdb), log_(log), places_(place::Atlas::blank()) {
    for (const std::string& text : options.trusted_proxies) {
        const auto network = place::Network::parse(text);
        engine::ensure(network.has_value(), "the options were checked by the same function");
        places_.trusted_proxies.push_back(*network);
    }
}

void PlaceFile::load() {
    if (file_.empty()) return;
    place::Atlas::Loaded loaded = place::Atlas::load(file_);
    if (loaded.wrong != place::Atlas::Wrong::nothing) {
        log_.write(Event::place_file_refused, {.file = file_, .code = place::code_of(loaded.wrong)});
        return;
    }
    log_.write(Event::place_file_loaded, {.file = file_, .count = loaded.atlas->nodes()});
    places_.atlas.publish(std::move(loaded.atlas));
}

}  // namespace passerby
