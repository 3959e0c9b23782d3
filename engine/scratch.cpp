#include "engine/scratch.hpp"

#include "engine/workspace.hpp"

namespace passerby::engine {

Scratch::Scratch() : workspace_(std::make_unique<Workspace>()) {}
Scratch::~Scratch() = default;
Scratch::Scratch(Scratch&&) noexcept = default;
Scratch& Scratch::operator=(Scratch&&) noexcept = default;

void Scratch::forget() {
    workspace_->evidence.forget();
    workspace_->held.forget();
    workspace_->landing.forget();
    workspace_->routes.forget();
    workspace_->choosing.search.forget();
    workspace_->choosing.crowd_search.forget();
    workspace_->choosing.crowd.forget();
}

}  // namespace passerby::engine
