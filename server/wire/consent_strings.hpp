// The IAB's strings of one consent record: kept as they came until all of it was seen, then read into signals
// for the gate. A string that cannot be read makes the whole record unreadable, and is told by its fault.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/consent.hpp"
#include "server/wire/iab_fault.hpp"
#include "server/wire/tcf_reader.hpp"

namespace passerby::wire {

enum class ConsentString : std::uint8_t { tcf, gpp, us_privacy };
inline constexpr std::array<std::string_view, 3> consent_string_names = {"tcf", "gpp", "us_privacy"};

// What became of one of them, for the counters.
struct StringTaken {
    enum class As : std::uint8_t {
        absent,
        used,
        void_,    // a TC string that counts as none, by what it says or by its age
        ignored,  // a TC string where GDPR does not apply
        unreadable,
    };

    As as = As::absent;
    IabFault fault = IabFault::empty;  // of an unreadable one
};
using StringsTaken = std::array<StringTaken, consent_string_names.size()>;  // by ConsentString

inline constexpr std::size_t gpp_sections_max = 64;  // in gpp_sid; GPP has not half as many

// The texts must outlive it.
class ConsentStrings {
  public:
    // Nothing where what came was no text: unreadable, as an empty one is.
    void offer(ConsentString kind, std::optional<std::string_view> text) {
        texts_[static_cast<std::size_t>(kind)] = text.value_or("");
    }
    // A section of GPP that the page says is in force. False where that is no section's number: whole, and -1
    // or 0 for none.
    bool enter_section(std::optional<double> id);

    // Reads them all; `signals` has to know by then whether GDPR applies.
    void read(const TcfReader& reader, engine::ConsentSignals& signals, StringsTaken& taken) const;

  private:
    std::array<std::optional<std::string_view>, consent_string_names.size()> texts_;  // by ConsentString
    std::size_t sections_ = 0;
    bool tcf_section_in_force_ = false;
};

}  // namespace passerby::wire
