#include "engine/phrase_builder.hpp"

#include <algorithm>

namespace passerby::engine {

namespace {

constexpr std::uint32_t no_frame = UINT32_MAX;
constexpr std::size_t frames_of_signal = telling_count * amount_count;

}  // namespace

PhraseBuilder::PhraseBuilder(const Vocabulary& vocabulary, Phrases& phrases)
    : vocabulary_(vocabulary), phrases_(phrases), frames_(vocabulary.size() * frames_of_signal, no_frame) {}

NameId PhraseBuilder::name(SignalId signal, Telling telling, std::string_view text) {
    const NameId id = known_names_.intern(name_of(vocabulary_[signal], telling, text));
    if (id == phrases_.names_.size()) { phrases_.names_.push_back(known_names_.text(id)); }
    return id;
}

PhraseId PhraseBuilder::list(SignalId signal, Telling telling, std::size_t total,
                             std::span<const NameId> told) {
    run_.assign({frame(signal, telling, total), static_cast<std::uint32_t>(total)});
    run_.insert(run_.end(), told.begin(), told.end());
    const std::uint32_t id = known_lists_.intern(run_);
    if (id == list_ids_.size()) {
        list_ids_.push_back(static_cast<PhraseId>(phrases_.lists_.size()) | Phrases::list_bit);
        phrases_.lists_.insert(phrases_.lists_.end(), run_.begin(), run_.end());
    }
    return list_ids_[id];
}

PhraseId PhraseBuilder::numbers(SignalId signal, const Operator& op) {
    const PhraseId id = known_whole_.intern(phrase(vocabulary_[signal], op));
    if (id == phrases_.whole_.size()) { phrases_.whole_.push_back(known_whole_.text(id)); }
    return id;
}

// Signals of which the same is said share their frames, so that what says the same is one phrase.
std::uint32_t PhraseBuilder::frame(SignalId signal, Telling telling, std::size_t total) {
    std::uint32_t& known =
        frames_[signal * frames_of_signal + static_cast<std::size_t>(telling) * amount_count +
                static_cast<std::size_t>(amount_of(total))];
    if (known == no_frame) {
        ListFrame frame = list_frame(vocabulary_[signal], telling, total);
        const auto equal = std::find(phrases_.frames_.begin(), phrases_.frames_.end(), frame);
        known = static_cast<std::uint32_t>(equal - phrases_.frames_.begin());
        if (equal == phrases_.frames_.end()) { phrases_.frames_.push_back(std::move(frame)); }
    }
    return known;
}

}  // namespace passerby::engine
