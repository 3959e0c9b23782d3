// Decisions for people who look into the rules: on the command line and through the admin interface.
//
// The same reading, gate and engine as the public decision, with what only insiders may ask: another moment,
// all matching rules, an explanation. Owned by one thread; may allocate.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/chance.hpp"
#include "engine/consent.hpp"
#include "engine/explain.hpp"
#include "server/wire/answer.hpp"
#include "server/wire/problem.hpp"
#include "server/wire/request.hpp"

namespace passerby::api {

// The moment that a written time means; in the rule set's zone unless it has an offset.
engine::Instant moment_of(const engine::WrittenTime& written, const engine::Zone& zone);

// What an inspection adds to the answer.
struct Findings {
    bool matches = false;
    bool explanation = false;
};

class Inspect {
  public:
    Inspect(const engine::ConsentPolicy& policy, std::uint64_t chance_seed, const wire::RequestForm& form);

    // Reads a request; its `now`, if it has one, goes before `now`.
    std::optional<wire::Problem> read(std::string_view body, const engine::RuleIndex& rules,
                                      engine::Instant now);
    // Of the request read last, which may be changed before.
    wire::DecideRequest& request() { return request_; }
    const wire::RequestReader& reader() const { return reader_; }
    engine::Instant now() const { return now_; }

    // Appends the JSON of the answer to it.
    void write_answer(const engine::RuleIndex& rules, const Findings& findings, std::string& out);
    // What became of every rule of its slots; valid until the next call.
    engine::Explanation explain(const engine::RuleIndex& rules) { return explain(rules, chance_); }
    engine::Explanation explain(const engine::RuleIndex& rules, engine::Chance& chance);
    // By the request's slots: the rules that hold. Other rules than those it was read by must have the same
    // signals and slots.
    std::vector<std::vector<engine::RuleId>> matches(const engine::RuleIndex& rules);

  private:
    engine::Context admit() const;
    engine::Request asked() const;

    engine::ConsentGate gate_;
    engine::Chance chance_;
    engine::Scratch scratch_;
    wire::RequestReader reader_;
    wire::DecideRequest request_;
    engine::Instant now_;
};

}  // namespace passerby::api
