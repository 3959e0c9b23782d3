// The words of the statement: of each signal, purpose and header, and of what is kept and what never is.
// Whoever has the server read or keep something more adds its row here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/vocabulary.hpp"
#include "server/api/statement.hpp"

namespace passerby::api {

struct PurposeWords {
    std::optional<engine::Purpose> purpose;  // nothing: what needs no permission
    std::string_view title, about;
};
// In the order of the statement.
std::span<const PurposeWords> purpose_words();

// What a signal is, for people: of a built-in one from a table, with its values where they are a short list;
// of a declared one only its form is known.
std::string words_of(engine::SignalId id, const engine::Signal& signal);

// What a header is read for, by its name as caches are told it; empty for one that is not known.
std::string_view header_words(std::string_view name);

enum class Address : std::uint8_t { unread, looked_up };
std::string_view address_words(Address address);
std::span<const Kept> kept_here();
std::span<const std::string_view> never_kept_here();

}  // namespace passerby::api
