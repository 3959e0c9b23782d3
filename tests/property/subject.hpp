// The product, end to end: rule texts and a request's bytes in, through the very code that serves, and the
// answer out in the oracle's words.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/decide.hpp"
#include "rules/load.hpp"
#include "server/wire/request.hpp"
#include "tests/property/make_case.hpp"
#include "tests/reference/oracle.hpp"

namespace passerby::property {

// How the request is answered, beside what it says itself.
struct Asking {
    std::uint64_t seed = 1;  // of chance, for requests without a bucket
    bool exact_until = false;
};

struct Answer {
    bool accepted = false;  // else the request was malformed
    std::vector<reference::SlotAnswer> slots;
    std::string body;                                             // the bytes that a page would get
    std::vector<std::string> withheld, ignored, refresh_consent;  // sorted
    std::size_t unknown = 0;
    std::optional<engine::Instant> valid_until;

    std::string_view decisions() const;  // of the body: what must be the same for the same visit
};

struct ExplainedRule {
    std::string rule;
    std::string outcome;
    std::string signal;  // of the deciding test; empty: none
    bool unknown = false;
    std::string path;     // `when.any[1].page.section`
    engine::Place place;  // of the deciding test
};

struct Explained {
    Answer answer;
    std::vector<std::pair<std::string, std::vector<ExplainedRule>>> slots;
};

class Subject {
  public:
    explicit Subject(const std::vector<std::pair<std::string, std::string>>& files);

    bool ready() const { return index_ != nullptr; }
    const std::string& refusal() const { return refusal_; }  // the issues, where it is not
    const engine::RuleIndex& index() const { return *index_; }

    Answer answer(const Case& request, Asking asking = {});
    Explained explain(const Case& request, Asking asking = {});
    std::vector<std::pair<std::string, std::vector<std::string>>> matches(const Case& request);

  private:
    bool read(const Case& request, Answer& answer);
    engine::Context admit(const Case& request) const;
    engine::Request asked(Asking asking) const;
    void put(const engine::Decision& decision, const engine::Context& context, Answer& answer) const;
    void write(const engine::Decision& decision, const engine::Context& context, Answer& answer) const;

    std::shared_ptr<const engine::RuleIndex> index_;
    std::string refusal_;
    wire::RequestReader reader_;
    wire::DecideRequest request_;
    std::string body_;
    engine::ConsentGate gate_{engine::ConsentPolicy{}};
    engine::Scratch scratch_;
};

}  // namespace passerby::property
