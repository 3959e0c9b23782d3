#include "server/place/sound_file.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace passerby::place {

namespace {

using Bytes = std::span<const unsigned char>;

constexpr std::string_view metadata_mark = "\xab\xcd\xefMaxMind.com";
constexpr std::size_t metadata_bytes_max = 128u << 10;
constexpr std::size_t separator_bytes = 16;  // between the tree and the data
constexpr unsigned nesting_max = 32;         // files in use need four
constexpr std::size_t looks_a_byte = 8;      // values may share parts, but not without end

enum Type : unsigned {
    extended = 0,
    pointer = 1,
    text = 2,
    real = 3,
    raw = 4,
    uint16 = 5,
    uint32 = 6,
    map = 7,
    int32 = 8,
    uint64 = 9,
    uint128 = 10,
    list = 11,
    boolean = 14,
    single = 15,
};

// The number that is written in the bytes, the highest first.
std::uint64_t number_in(Bytes bytes) {
    std::uint64_t number = 0;
    for (const unsigned char byte : bytes) { number = number << 8 | byte; }
    return number;
}

// The front of a value: what it is, how large, and where what it consists of begins. Of a pointer `size` is
// where it points.
struct Front {
    unsigned type = 0;
    std::size_t size = 0;
    std::size_t content = 0;
};

// One section of values, the data or the metadata; places in it count from its beginning.
class Section {
  public:
    explicit Section(Bytes bytes)
        : bytes_(bytes), seen_(bytes.size()), looks_left_(looks_a_byte * bytes.size()) {}

    bool has(std::size_t at) const { return at < bytes_.size(); }

    // A value that something leads to, to be looked at by check().
    bool reach(std::size_t at) {
        if (!has(at)) { return false; }
        if (!seen_[at]) { waiting_.push_back(at); }
        seen_[at] = true;
        return true;
    }

    // All that was reached, and what that leads to.
    bool check() {
        while (!waiting_.empty()) {
            std::size_t at = waiting_.back();
            waiting_.pop_back();
            const auto front = read_front(at);
            if (!front || front->type == pointer || !pass(at, 0)) { return false; }
        }
        return true;
    }

    // A number by its name in the map at the beginning.
    std::optional<std::uint64_t> number(std::string_view name) {
        std::size_t at = 0;
        const auto whole = read_front(at);
        if (!whole || whole->type != map) { return std::nullopt; }
        at = whole->content;
        for (std::size_t i = 0; i < whole->size; ++i) {
            const auto key = read_front(at);
            const bool wanted = key && key->type == text && text_of(*key) == name;
            if (!pass(at, 0)) { return std::nullopt; }
            const auto value = read_front(at);
            if (wanted && value && (value->type == uint16 || value->type == uint32)) {
                return number_in(bytes_.subspan(value->content, value->size));
            }
            if (!pass(at, 0)) { return std::nullopt; }
        }
        return std::nullopt;
    }

  private:
    std::string_view text_of(const Front& front) const {
        return {reinterpret_cast<const char*>(bytes_.data()) + front.content, front.size};
    }

    bool has_room(std::size_t at, std::size_t size) const {
        return at <= bytes_.size() && size <= bytes_.size() - at;
    }

    // What begins there, with its own bytes inside the section; of maps and lists only the front is looked
    // at.
    std::optional<Front> read_front(std::size_t at) const {
        if (!has_room(at, 1)) { return std::nullopt; }
        const unsigned control = bytes_[at++];
        Front front{.type = control >> 5};
        if (front.type == pointer) { return read_pointer(control, at); }
        if (front.type == extended) {
            if (!has_room(at, 1)) { return std::nullopt; }
            front.type = 7u + bytes_[at++];
            if (front.type < int32) { return std::nullopt; }
        }
        const unsigned small = control & 0x1f;
        const std::size_t more = small < 29 ? 0 : small - 28;
        if (!has_room(at, more)) { return std::nullopt; }
        constexpr std::size_t bases[] = {0, 29, 285, 65'821};
        front.size = more == 0 ? small : bases[more] + number_in(bytes_.subspan(at, more));
        front.content = at + more;
        return is_well_sized(front) ? std::optional(front) : std::nullopt;
    }

    std::optional<Front> read_pointer(unsigned control, std::size_t at) const {
        const std::size_t more = (control >> 3 & 3) + 1;
        if (!has_room(at, more)) { return std::nullopt; }
        constexpr std::size_t bases[] = {0, 0, 2'048, 526'336, 0};
        const std::uint64_t high = more == 4 ? 0 : control & 7;
        const std::uint64_t low = number_in(bytes_.subspan(at, more));
        return Front{.type = pointer,
                     .size = static_cast<std::size_t>(bases[more] + (high << (8 * more)) + low),
                     .content = at + more};
    }

    bool is_well_sized(const Front& front) const {
        switch (front.type) {
            case map:
            case list: return true;
            case boolean: return front.size <= 1;
            case real: return front.size == 8 && has_room(front.content, 8);
            case single: return front.size == 4 && has_room(front.content, 4);
            case uint16: return front.size <= 2 && has_room(front.content, front.size);
            case uint32:
            case int32: return front.size <= 4 && has_room(front.content, front.size);
            case uint64: return front.size <= 8 && has_room(front.content, front.size);
            case uint128: return front.size <= 16 && has_room(front.content, front.size);
            case text:
            case raw: return has_room(front.content, front.size);
            default: return false;
        }
    }

    // Goes behind the value that begins there, if it is sound; what it points to is reached.
    bool pass(std::size_t& at, unsigned nesting) {
        const auto front = read_front(at);
        if (!front || nesting > nesting_max || looks_left_ == 0) { return false; }
        --looks_left_;
        at = front->content;
        if (front->type == pointer) { return reach(front->size); }
        if (front->type == boolean) { return true; }
        if (front->type != map && front->type != list) { return at += front->size, true; }
        for (std::size_t i = 0; i < front->size; ++i) {
            if (front->type == map && !pass_key(at, nesting)) { return false; }
            if (!pass(at, nesting + 1)) { return false; }
        }
        return true;
    }

    bool pass_key(std::size_t& at, unsigned nesting) {
        const auto key = read_front(at);
        return key && (key->type == text || key->type == pointer) && pass(at, nesting + 1);
    }

    Bytes bytes_;
    std::vector<bool> seen_;
    std::vector<std::size_t> waiting_;
    std::size_t looks_left_;
};

// What stands behind the last mark, and where the mark begins.
std::optional<std::size_t> find_mark(Bytes file) {
    const std::size_t begin = file.size() - std::min(file.size(), metadata_bytes_max);
    const auto tail = file.subspan(begin);
    const auto found = std::find_end(
        tail.begin(), tail.end(), metadata_mark.begin(), metadata_mark.end(),
        [](unsigned char byte, char letter) { return byte == static_cast<unsigned char>(letter); });
    if (found == tail.end()) { return std::nullopt; }
    return begin + static_cast<std::size_t>(found - tail.begin());
}

// The left or the right record of a node.
std::uint64_t record_of(Bytes node, bool right, std::size_t bits) {
    const std::size_t bytes = bits / 8;
    if (bits != 28) { return number_in(node.subspan(right ? bytes : 0, bytes)); }
    const std::uint64_t high = right ? node[3] & 0x0f : node[3] >> 4;
    return high << 24 | number_in(node.subspan(right ? 4 : 0, 3));
}

bool is_sound_tree(Bytes tree, std::uint64_t nodes, std::size_t record_bits, Section& data) {
    const std::size_t node_bytes = record_bits / 4;
    for (std::uint64_t node = 0; node < nodes; ++node) {
        for (const bool right : {false, true}) {
            const auto record = record_of(tree.subspan(node * node_bytes, node_bytes), right, record_bits);
            if (record <= nodes) { continue; }
            if (record < nodes + separator_bytes || !data.reach(record - nodes - separator_bytes)) {
                return false;
            }
        }
    }
    return true;
}

}  // namespace

bool is_sound(Bytes file) {
    const auto mark = find_mark(file);
    if (!mark) { return false; }
    Section metadata(file.subspan(*mark + metadata_mark.size()));
    if (!metadata.reach(0) || !metadata.check()) { return false; }
    const std::uint64_t nodes = metadata.number("node_count").value_or(0);
    const std::uint64_t record_bits = metadata.number("record_size").value_or(0);
    if (nodes == 0 || (record_bits != 24 && record_bits != 28 && record_bits != 32)) { return false; }
    const std::uint64_t tree_bytes = nodes * (record_bits / 4);
    if (tree_bytes + separator_bytes > *mark) { return false; }
    const Bytes before = file.first(*mark);
    Section data(before.subspan(tree_bytes + separator_bytes));
    return is_sound_tree(before.first(tree_bytes), nodes, record_bits, data) && data.check();
}

}  // namespace passerby::place
