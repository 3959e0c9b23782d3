// One worker before one compiled rule set, with moment after moment coming in.
#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "bench/workload.hpp"
#include "engine/compiled_rules.hpp"
#include "engine/consent.hpp"
#include "engine/context.hpp"
#include "engine/decide.hpp"
#include "engine/evidence.hpp"
#include "engine/rule_index.hpp"

namespace passerby::bench {

class Visits {
  public:
    Visits(std::shared_ptr<const engine::RuleIndex> index, const std::vector<Moment>& moments)
        : index_(std::move(index)), moments_(moments) {}

    // A request comes with its bytes just read: looks at each of the moment's.
    std::size_t receive(std::size_t number) const { return moments_[number % moments_.size()].byte_sum(); }

    // What reading a request does, short of its bytes: every value checked and offered.
    void load(std::size_t number) {
        moment_ = &moments_[number % moments_.size()];
        signals_.start(index_->vocabulary());
        moment_->offer(signals_);
    }

    // The gate, the strings to ids, match and choose in four slots, why, valid until. Draws follow the
    // moment's bucket, so that the answer is the same every time.
    engine::Decision decide(engine::Request wanted = {}) {
        const engine::Context context = admit();
        wanted.slots = slots_;
        wanted.bucket = moment_->bucket;
        return engine::decide(*index_, context, wanted, chance_, scratch_);
    }

    // The gate and the strings to ids, and nothing of the rules.
    const engine::Evidence& encode() {
        const engine::Context context = admit();
        const engine::CompiledRules& rules = index_->compiled();
        evidence_.gather(context, rules.symbols, rules.reading);
        evidence_.tell_time(context.now(), rules.zone, context.utc_offset());
        return evidence_;
    }

    // The rules that hold in all four slots, in one list; valid until the next call.
    const std::vector<engine::RuleId>& find_all() {
        const engine::Context context = admit();
        matches_.clear();
        engine::MatchFinder finder(*index_, context, scratch_);
        for (const engine::SlotId slot : slots_) {
            const auto found = finder.in(slot);
            matches_.insert(matches_.end(), found.begin(), found.end());
        }
        return matches_;
    }

  private:
    engine::Context admit() const {
        return gate_.admit(signals_, full_consent(moment_->now), moment_->now, std::nullopt);
    }

    std::shared_ptr<const engine::RuleIndex> index_;
    const std::vector<Moment>& moments_;
    std::vector<engine::SlotId> slots_{0, 1, 2, 3};
    const Moment* moment_ = nullptr;
    engine::Signals signals_;
    engine::ConsentGate gate_{engine::ConsentPolicy{}};
    engine::Chance chance_{1};
    engine::Scratch scratch_;
    engine::Evidence evidence_;
    std::vector<engine::RuleId> matches_;
};

}  // namespace passerby::bench
