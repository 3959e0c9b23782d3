#include "bench/row.hpp"

#include <array>
#include <cstdio>
#include <sstream>

#include "engine/chance.hpp"

namespace passerby::bench {

std::string Row::name() const {
    std::string name = what + "/" + who;
    if (!workload.empty()) { name += "/" + workload; }
    if (rules != 0) { name += "/" + std::to_string(rules); }
    return name;
}

std::string Row::label() const {
    std::ostringstream out;
    out << "what=" << what << " who=" << who;
    if (!workload.empty()) { out << " workload=" << workload; }
    if (rules != 0) { out << " rules=" << rules; }
    if (bytes_per_rule > 0) { out << " bytes_per_rule=" << bytes_per_rule; }
    if (build_ns_per_rule > 0) { out << " build_ns_per_rule=" << build_ns_per_rule; }
    for (const auto& [key, value] : further) { out << ' ' << key << '=' << value; }
    if (!checksum.empty()) { out << " checksum=" << checksum; }
    if (!checksum_all.empty()) { out << " checksum_all=" << checksum_all; }
    return out.str();
}

std::string as_hex(std::uint64_t number) {
    std::array<char, 17> text{};
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(number));
    return text.data();
}

void MatchChecksum::add(std::size_t context, std::uint32_t rule) {
    const std::uint64_t mixed = engine::mix64((std::uint64_t{context} << 32 | rule) + 1);
    all_ += mixed;
    if (context < contexts_checked) { checked_ += mixed; }
}

}  // namespace passerby::bench
