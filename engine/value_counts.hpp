// How many entries each value will lead to: of clusters, or of stalls. Lives only while a rule set is
// compiled.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/block_builder.hpp"

namespace passerby::engine {

struct ValueCounts {
    explicit ValueCounts(std::size_t slot_fields) : of_values(slot_fields) {}

    std::uint32_t of_no_value = 0;                      // what every request looks at
    std::vector<std::vector<std::uint32_t>> of_values;  // by slot field and value; empty where none counts

    // Of what stands under each value of an ask, or under none. `slot_field` is by FieldId.
    void add(const IndexSource& source, const std::vector<std::uint32_t>& slot_field, std::uint32_t ask) {
        if (ask == no_ask) {
            ++of_no_value;
            return;
        }
        const Footprint& footprint = source.footprints.of(Ask{ask});
        auto& counts = of_values[slot_field[footprint.field]];
        counts.resize(source.fields.fields[footprint.field].values());
        for (const std::uint32_t value : source.footprints.values(footprint)) { ++counts[value]; }
    }
};

}  // namespace passerby::engine
