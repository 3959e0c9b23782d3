#include "engine/ways.hpp"

#include <algorithm>
#include <utility>

namespace passerby::engine {

namespace {

using Ways = std::vector<Way>;

bool has(const Way& way, const Conjunct& wanted) {
    return std::any_of(way.begin(), way.end(), [&](const Conjunct& conjunct) {
        return conjunct.test == wanted.test && conjunct.wanted == wanted.wanted;
    });
}

Way joined(const Way& first, const Way& second) {
    Way both = first;
    for (const Conjunct& conjunct : second) {
        if (!has(both, conjunct)) { both.push_back(conjunct); }
    }
    return both;
}

class WayFinder {
  public:
    explicit WayFinder(const Program& program) : program_(program) {}

    // In which the node is true or, not `wanted`, known and false.
    std::optional<Ways> of(NodeId id, bool wanted) {
        if (nodes_left_ == 0) { return std::nullopt; }
        --nodes_left_;
        const ProgramNode& node = program_.nodes[id];
        switch (node.kind) {
            case Condition::Kind::always: return wanted ? Ways{Way{}} : Ways{};
            case Condition::Kind::test: return Ways{Way{{node.first, wanted}}};
            case Condition::Kind::negation: return of(node.first, !wanted);
            default: break;
        }
        const bool needs_every = (node.kind == Condition::Kind::all) == wanted;
        Ways ways = needs_every ? Ways{Way{}} : Ways{};
        for (std::size_t i = 0; i < program_.part_count(node); ++i) {
            auto more = of(program_.part(node, i), wanted);
            if (!more) { return std::nullopt; }
            ways = needs_every ? of_both(ways, *more) : of_either(std::move(ways), std::move(*more));
            if (ways.size() > ways_max) { return std::nullopt; }
        }
        return ways;
    }

  private:
    static Ways of_both(const Ways& first, const Ways& second) {
        Ways both;
        for (const Way& one : first) {
            for (const Way& other : second) { both.push_back(joined(one, other)); }
        }
        return both;
    }

    static Ways of_either(Ways first, Ways second) {
        std::move(second.begin(), second.end(), std::back_inserter(first));
        return first;
    }

    const Program& program_;
    std::size_t nodes_left_ = conjunct_nodes_max;
};

}  // namespace

std::optional<std::vector<Way>> ways_of(const Program& program, NodeId condition) {
    auto ways = WayFinder(program).of(condition, true);
    if (ways && ways->empty()) { return std::nullopt; }
    return ways;
}

}  // namespace passerby::engine
