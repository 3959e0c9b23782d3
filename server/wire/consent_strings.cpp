#include "server/wire/consent_strings.hpp"

#include <cmath>

#include "server/wire/gpp.hpp"
#include "server/wire/us_privacy.hpp"

namespace passerby::wire {

namespace {

using As = StringTaken::As;

constexpr double tcf_section = 2, section_min = -1, section_max = 4'095;

StringTaken take_tcf(std::string_view text, const TcfReader& reader, engine::ConsentSignals& signals) {
    if (signals.gdpr == engine::Gdpr::no) { return {As::ignored}; }
    const auto fields = read_tcf(text, reader.vendor);
    if (!fields) { return {As::unreadable, fields.error()}; }
    const auto& string = signals.tc_strings[0].emplace(read_for(reader, fields.value()));
    return {string.counts ? As::used : As::void_};
}

StringTaken take_gpp(std::string_view text, const TcfReader& reader, bool tcf_in_force,
                     engine::ConsentSignals& signals) {
    const bool skips_tcf = signals.gdpr == engine::Gdpr::no;
    const auto read =
        read_gpp(text, {.vendor = reader.vendor, .tcf = skips_tcf ? TcfSection::skipped : TcfSection::read});
    if (!read) { return {As::unreadable, read.error()}; }
    const GppFields& fields = read.value();
    signals.opted_out = signals.opted_out || fields.opted_out;
    signals.child = signals.child || fields.known_child;
    signals.gpc = signals.gpc || fields.gpc;
    if (fields.tcf) { signals.tc_strings[1].emplace(read_for(reader, *fields.tcf)).in_force = tcf_in_force; }
    return {As::used};
}

StringTaken take_us_privacy(std::string_view text, engine::ConsentSignals& signals) {
    const auto read = read_us_privacy(text);
    if (!read) { return {As::unreadable, read.error()}; }
    signals.opted_out = signals.opted_out || read.value().opted_out;
    return {As::used};
}

}  // namespace

bool ConsentStrings::enter_section(std::optional<double> id) {
    const bool good = id && *id >= section_min && *id <= section_max && std::trunc(*id) == *id;
    if (!good || ++sections_ > gpp_sections_max) { return false; }
    tcf_section_in_force_ = tcf_section_in_force_ || *id == tcf_section;
    return true;
}

void ConsentStrings::read(const TcfReader& reader, engine::ConsentSignals& signals,
                          StringsTaken& taken) const {
    auto& [tcf, gpp, us_privacy] = taken;
    if (texts_[0]) { tcf = take_tcf(*texts_[0], reader, signals); }
    if (texts_[1]) { gpp = take_gpp(*texts_[1], reader, tcf_section_in_force_, signals); }
    if (texts_[2]) { us_privacy = take_us_privacy(*texts_[2], signals); }
    for (const StringTaken& string : taken) {
        signals.unreadable = signals.unreadable || string.as == As::unreadable;
    }
}

}  // namespace passerby::wire
