#include "engine/every_draw.hpp"

namespace passerby::engine {

std::size_t EveryDraw::draw(std::size_t options) {
    if (depth_ == path_.size()) { path_.push_back({0, options}); }
    return path_[depth_++].taken;
}

bool EveryDraw::next() {
    depth_ = 0;
    while (!path_.empty() && ++path_.back().taken == path_.back().options) { path_.pop_back(); }
    return !path_.empty();
}

}  // namespace passerby::engine
