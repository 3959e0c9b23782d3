// A decide request as values: what a page told and asked, typed, before consent was looked at.
//
// Filled by the reader of JSON bodies and by the reader of queries. No text of the client's is in it but the
// values of declared signals and the names of slots; members that are none of ours are only counted.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/consent.hpp"
#include "engine/rule_index.hpp"
#include "engine/signal.hpp"
#include "server/problem/own_text.hpp"
#include "server/wire/consent_strings.hpp"

namespace passerby::wire {

// Whether a name has the form of an id.
bool is_id(std::string_view name);

struct AskedSlot {
    std::string_view name;                // of the form of an id, so it needs no escaping
    std::optional<engine::SlotId> known;  // absent: the rule set has no such slot
};

// Owned by one worker and reused; its views live as long as the reader that filled it does nothing else.
struct DecideRequest {
    engine::Signals signals;
    engine::ConsentSignals consent;           // of the body; the headers' share is the caller's to add
    StringsTaken consent_strings;             // what became of the consent strings that came
    std::vector<AskedSlot> asked;             // each once, in the order of the request
    std::vector<engine::SlotId> slots;        // those of them that the rule set has
    std::vector<engine::ContentId> excluded;  // those that the rule set has
    std::optional<std::uint8_t> bucket;
    std::optional<engine::Offset> utc_offset;
    std::optional<engine::WrittenTime> now;  // only where the reader was asked to read it

    std::vector<std::string_view> ignored;      // names of ours, never the client's; each once
    std::vector<problem::OwnText> identifiers;  // of the unknown members, those on our list; each once
    std::size_t unknown_members = 0;            // members that are none of ours
    std::size_t unlisted_members = 0;           // of these, those whose name is not on our list
    std::size_t unknown_slots = 0;

    bool has_device = false;      // it spoke of the device, so headers are not asked
    bool has_location = false;    // it spoke of the place, so the address is not asked
    bool only_shared = true;      // nothing but slots, page, device and time: a shared cache may keep it
    bool manifest_stale = false;  // reduced by the manifest of another revision

    std::size_t unknown() const { return unknown_members + unknown_slots; }

    // Forgets everything. The buffers of the largest legal request are there from the first call on.
    void start(const engine::Vocabulary& vocabulary);
    // Keeps nothing of what was told.
    void forget();
    void ignore(std::string_view our_name);
    // It said something of that group, whatever became of it.
    void speak_of(engine::Group group);
    // The name is compared with a fixed list and not kept.
    void count_unknown(std::string_view name);
    // Enters a slot once. False where the name has not the form of an id.
    bool ask(std::string_view name, const engine::RuleIndex& rules);
    void exclude(std::string_view content, const engine::RuleIndex& rules);

    // What came as a signal's value was taken or not.
    void note(engine::SignalId id, engine::Offered offered);
    // A number came, or something else: out of range and wrong types are named in `ignored`.
    void offer_bucket(std::optional<double> number);
    void offer_utc_offset(std::optional<double> number);
};

}  // namespace passerby::wire
