// The file that places are looked up in: loaded before anything is served, and again when the operator asks.
//
// A bad one ends nothing: what was in use stays in use, and where there was none, no place is known. Owned by
// the control thread; workers look at places().
#pragma once

#include "server/api/visitor_place.hpp"
#include "server/log.hpp"
#include "server/options.hpp"

namespace passerby {

class PlaceFile {
  public:
    PlaceFile(const Options& options, const Log& log);

    // What is wrong is only logged.
    void load();

    // Null: no file was named, and no address is looked at.
    const api::Places* places() const { return file().empty() ? nullptr : &places_; }

  private:
    const std::string& file() const { return options_.geo.mmdb; }

    const Options& options_;
    const Log& log_;
    api::Places places_;
};

}  // namespace passerby
