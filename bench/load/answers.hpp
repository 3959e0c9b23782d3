// Whether answers are right: which status may come, and what their bodies must say.
//
// `Expectations` are immutable and shared. An `AnswerBook` belongs to one thread; the books are put together
// at the end.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace passerby::load {

struct Expectations {
    std::bitset<600> statuses;                // that are right
    std::vector<std::string> volatile_names;  // members that may differ
    std::vector<std::string> bodies;          // one a request, as stable_text has them; none: any
    bool records = false;                     // the first answers are kept, as stable_text has them
    bool compares = false;                    // all answers to a request are to be the same

    // `2xx`, `200`, `2xx,304`. Throws std::runtime_error.
    void accept(std::string_view statuses);
    // An answer a line. Throws std::runtime_error where there are not as many as requests.
    void expect(std::string_view lines, std::size_t requests);

    bool reads_bodies() const { return !bodies.empty() || records || compares; }
};

enum class Verdict : std::uint8_t { right, unexpected_status, wrong_body };

class AnswerBook {
  public:
    AnswerBook(const Expectations& expectations, std::size_t requests);

    Verdict judge(std::size_t request, int status, std::string_view body);
    void merge(const AnswerBook& other);

    std::size_t answered() const;  // how many of the requests were, rightly
    std::uint64_t varied() const { return varied_; }
    // Over the first right answer to each request that has one; order of arrival does not matter.
    std::uint64_t checksum() const;
    const std::vector<std::string>& recorded() const { return recorded_; }

  private:
    bool keep(std::size_t request);

    const Expectations& expectations_;
    std::vector<std::uint64_t> hashes_;  // of the first answers; 0: none
    std::vector<std::string> recorded_;
    std::string stable_;
    std::uint64_t varied_ = 0;
};

}  // namespace passerby::load
