#include "bench/load/answers.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "bench/load/request_set.hpp"
#include "bench/load/stable_text.hpp"
#include "engine/chance.hpp"

namespace passerby::load {

namespace {

// FNV-1a, mixed; never 0. Ours, so that a checksum means the same on every machine.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : text) { hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3; }
    return engine::mix64(hash) | 1;
}

}  // namespace

void Expectations::accept(std::string_view list) {
    statuses.reset();
    for (std::size_t at = 0; at <= list.size();) {
        const std::size_t comma = std::min(list.find(',', at), list.size());
        const std::string_view word = list.substr(at, comma - at);
        const bool whole_class = word.size() == 3 && word.ends_with("xx");
        std::size_t number = 0;
        const char* const end = word.data() + (whole_class ? 1 : word.size());
        const auto [stop, error] = std::from_chars(word.data(), end, number);
        if (whole_class) { number *= 100; }
        if (error != std::errc() || stop != end || number < 200 || number > 599) {
            throw std::runtime_error("`" + std::string(word) + "` is no status (200, 2xx)");
        }
        for (std::size_t i = 0; i < (whole_class ? 100u : 1u); ++i) { statuses.set(number + i); }
        at = comma + 1;
    }
}

void Expectations::expect(std::string_view text, std::size_t requests) {
    for (const std::string_view line : lines_of(text)) {
        stable_text(line, volatile_names, bodies.emplace_back());
    }
    if (bodies.size() != requests) {
        throw std::runtime_error(std::to_string(bodies.size()) + " answers for " + std::to_string(requests) +
                                 " requests");
    }
}

AnswerBook::AnswerBook(const Expectations& expectations, std::size_t requests)
    : expectations_(expectations),
      hashes_(expectations.reads_bodies() ? requests : 0),
      recorded_(expectations.records ? requests : 0) {}

Verdict AnswerBook::judge(std::size_t request, int status, std::string_view body) {
    if (!expectations_.statuses.test(static_cast<std::size_t>(status))) { return Verdict::unexpected_status; }
    if (!expectations_.reads_bodies()) { return Verdict::right; }
    stable_text(body, expectations_.volatile_names, stable_);
    const bool as_expected = expectations_.bodies.empty() || expectations_.bodies[request] == stable_;
    return as_expected && keep(request) ? Verdict::right : Verdict::wrong_body;
}

// False where it is another answer than before, and answers are compared.
bool AnswerBook::keep(std::size_t request) {
    const std::uint64_t hash = hash_of(stable_);
    std::uint64_t& first = hashes_[request];
    if (first == 0) {
        first = hash;
        if (expectations_.records) { recorded_[request] = stable_; }
    }
    if (first == hash) { return true; }
    ++varied_;
    return !expectations_.compares;
}

void AnswerBook::merge(const AnswerBook& other) {
    varied_ += other.varied_;
    for (std::size_t i = 0; i < hashes_.size(); ++i) {
        if (hashes_[i] != 0 && other.hashes_[i] != 0 && hashes_[i] != other.hashes_[i]) { ++varied_; }
        if (hashes_[i] == 0) {
            hashes_[i] = other.hashes_[i];
            if (expectations_.records) { recorded_[i] = other.recorded_[i]; }
        }
    }
}

std::size_t AnswerBook::answered() const {
    return hashes_.size() - static_cast<std::size_t>(std::count(hashes_.begin(), hashes_.end(), 0u));
}

std::uint64_t AnswerBook::checksum() const {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < hashes_.size(); ++i) {
        if (hashes_[i] != 0) { sum += engine::mix64(hashes_[i] + i); }
    }
    return sum;
}

}  // namespace passerby::load
