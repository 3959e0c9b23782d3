#include "bench/workload_values.hpp"

#include <algorithm>
#include <utility>

#include "engine/countries.hpp"

namespace passerby::bench {

using engine::Chance;

Zipf::Zipf(std::size_t size) : sums_(size) {
    double sum = 0;
    for (std::size_t i = 0; i < size; ++i) { sums_[i] = sum += 1.0 / static_cast<double>(i + 1); }
}

std::size_t Zipf::draw(Chance& chance) const {
    const double at = chance.share() * sums_.back();
    const auto found = std::upper_bound(sums_.begin(), sums_.end(), at);
    return std::min(static_cast<std::size_t>(found - sums_.begin()), sums_.size() - 1);
}

std::size_t below(Chance& chance, std::size_t bound) {
    return static_cast<std::size_t>(chance.share() * static_cast<double>(bound));
}

std::string numbered(std::string_view word, std::size_t number) {
    return std::string(word).append("-").append(std::to_string(number));
}

namespace {

template <class Name>
Ranked ranked(std::size_t count, Name&& name) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) { texts.emplace_back(name(i)); }
    return Ranked(std::move(texts));
}

Ranked ranked_words(std::string_view word, std::size_t count) {
    return ranked(count, [&](std::size_t i) { return numbered(word, i); });
}

std::string language_at(std::size_t i) {
    return {static_cast<char>('a' + i % 26), static_cast<char>('a' + i / 26)};
}

}  // namespace

const Values& values() {
    static const Values all{ranked(200, engine::country_at), ranked(2'000, engine::region_at),
                            ranked(40, language_at),         ranked_words("section", 50),
                            ranked_words("topic", 400),      ranked_words("keyword", 5'000)};
    return all;
}

}  // namespace passerby::bench
