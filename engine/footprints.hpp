// Where the rules that ask something stand in the lanes of its field, worked out once for each thing asked.
// Lives only while a rule set is compiled.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/asked.hpp"
#include "engine/cards.hpp"
#include "engine/fields.hpp"

namespace passerby::engine {

struct Footprint {
    FieldId field = 0;
    bool rejects = false;   // its lanes are those where it fails: it passes wherever else the signal is known
    bool says_all = false;  // the lanes hold all that is asked, but where their field is in doubt
    std::uint32_t first_lane = 0, lane_count = 0;  // within the field; in Footprints::lanes
    // Its values, where one must be there: what a cluster may go by. None: it cannot.
    std::uint32_t first_value = 0, value_count = 0;
    // Its values, where none of them may be there and that is all that is asked.
    std::uint32_t first_rejected = 0, rejected_count = 0;
    float frequency = 1;          // of all its values
    bool values_say_all = false;  // one being there is all that is asked
    bool bars = false;  // a set must have none of some members: it rejects unknown, and its lanes are bars
    RankSpan ranks;     // of numbers
    bool has_every_rank() const { return ranks.first == 0 && ranks.end == UINT16_MAX; }
    CardItem on_card;
};

// The operator of a text test that lanes can stand for, and whether its values pass or fail.
struct Listing {
    const CompiledOperator* op = nullptr;  // none: lanes can only say that the signal is known
    bool passes = true;
};

class Footprints {
  public:
    Footprints(const Program& program, const Vocabulary& vocabulary, const Fields& fields, const Asked& asked,
               std::vector<std::uint32_t>& card_symbols);

    const Footprint& of(Ask ask) const { return footprints_[of_ask_[ask.number]]; }
    std::span<const Bucket> lanes(const Footprint& footprint) const {
        return std::span(lanes_).subspan(footprint.first_lane, footprint.lane_count);
    }
    std::span<const SymbolId> rejected(const Footprint& footprint) const {
        return std::span(values_).subspan(footprint.first_rejected, footprint.rejected_count);
    }
    std::span<const std::uint32_t> values(const Footprint& footprint) const {
        return std::span(values_).subspan(footprint.first_value, footprint.value_count);
    }

  private:
    void add(Ask ask);
    void add_text(Ask ask, const Field& field, Footprint& footprint);
    void add_rejected(const Field& field, std::span<const SymbolId> symbols, Footprint& footprint);
    void put_on_card(const Listing& listing, Footprint& footprint);
    void add_numbers(Ask ask, const Field& field, Footprint& footprint);
    void add_cells(const Field& field, double from, double to);
    static std::optional<RankSpan> joined(std::vector<RankSpan>& spans);
    static Rank rank_of_end(const Field& field, double end);
    std::vector<std::uint32_t> cells_of(const Footprint& footprint) const;
    bool accepts(Ask ask, double value) const;
    void add_values(const Field& field, std::span<const std::uint32_t> values, Footprint& footprint);

    const Program& program_;
    const Vocabulary& vocabulary_;
    const Fields& fields_;
    std::vector<std::uint32_t>& card_symbols_;
    std::vector<std::uint32_t> of_ask_;
    std::vector<Footprint> footprints_;
    std::vector<Bucket> lanes_;
    std::vector<std::uint32_t> values_;
    std::vector<double> ends_;        // of one test
    std::vector<RankSpan> accepted_;  // alike
};

}  // namespace passerby::engine
