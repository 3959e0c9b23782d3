#include "rules/parse_slot.hpp"

#include "engine/limits.hpp"
#include "rules/reference.hpp"

namespace passerby::rules {

engine::Slot SlotReader::read(Node id, Node node) {
    static constexpr Key<SlotReader> keys[] = {{"fallback", &SlotReader::read_fallback},
                                               {"count", &SlotReader::read_count},
                                               {"when", &SlotReader::read_when}};
    slot_ = {};
    slot_.id = id.text();
    slot_.place = report_.place(id);
    if (!is_blank(node) && scalars_.is_mapping(node, "a slot", "write e.g. `{fallback: welcome}`, or `{}`")) {
        read_keys(report_, node, "a slot", keys, *this);
    }
    return std::move(slot_);
}

void SlotReader::read_fallback(Node value) {
    slot_.fallback = find_content(reading_, value);
}

void SlotReader::read_count(Node value) {
    const auto count = scalars_.whole(value, "`count`", {1, engine::limits::choices_per_slot_max});
    if (count) { slot_.count = static_cast<std::uint8_t>(*count); }
}

void SlotReader::read_when(Node value) {
    slot_.when = conditions_.read(value, "`when`");
}

}  // namespace passerby::rules
