// What languages are called in an English sentence.
#pragma once

#include <string>
#include <string_view>

namespace passerby::engine {

// Of a language tag in any case: "de" → "German", "pt-BR" → "Portuguese (Brazil)". A tag that is not
// known is spoken as it is.
std::string language_name(std::string_view tag);

}  // namespace passerby::engine
