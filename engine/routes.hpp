// The routes of one request, each worked out when the first slot of its layout is asked for.
// Owned by one thread and reused.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/slot_index.hpp"

namespace passerby::engine {

class Routes {
  public:
    // Of a new request, or of the same at another time.
    void start(std::size_t layouts) {
        if (routes_.size() < layouts) { routes_.resize(layouts); }
        ++request_;
    }

    const Route& of(const SlotIndex& slot, const Fields& fields, const Landing& landing) {
        OfLayout& kept = routes_[slot.layout];
        if (kept.request != request_) {
            slot.find_route(fields, landing, kept.route);
            kept.request = request_;
        }
        return kept.route;
    }

    void forget() {
        for (OfLayout& kept : routes_) { kept.route.forget(); }
        ++request_;
    }

  private:
    struct OfLayout {
        std::uint64_t request = 0;
        Route route;
    };
    std::vector<OfLayout> routes_;
    std::uint64_t request_ = 0;
};

}  // namespace passerby::engine
