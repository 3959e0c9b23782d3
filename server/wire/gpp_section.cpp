#include "server/wire/gpp_section.hpp"

#include <array>

#include "server/wire/iab_bits.hpp"

namespace passerby::wire {

namespace {

using Fault = std::optional<IabFault>;

// The fields behind the version, by their places; two bits each.
struct Form {
    GppSectionId id;
    std::uint8_t version;
    std::uint8_t fields;
    std::uint8_t sale, sharing, advertising;  // `none` where there is no such field
    std::uint8_t child, children;             // the first field of known children, and how many
};
constexpr std::uint8_t none = 0xff;

// usnat came in two versions: the second has four more kinds of sensitive data and one more age of children.
constexpr std::array<Form, 22> forms = {{
    {7, 1, 27, 6, 7, 8, 21, 2},      // usnat
    {7, 2, 32, 6, 7, 8, 25, 3},      //
    {8, 1, 20, 3, 4, none, 14, 2},   // usca
    {9, 1, 17, 3, none, 4, 13, 1},   // usva
    {10, 1, 16, 3, none, 4, 12, 1},  // usco
    {11, 1, 18, 4, none, 5, 14, 1},  // usut
    {12, 1, 19, 3, none, 4, 13, 3},  // usct
    {13, 1, 20, 3, none, 4, 13, 3},  // usfl
    {14, 1, 20, 3, none, 4, 13, 3},  // usmt
    {15, 1, 23, 3, none, 4, 16, 3},  // usor
    {16, 1, 18, 3, none, 4, 13, 1},  // ustx
    {17, 1, 23, 3, none, 4, 14, 5},  // usde
    {18, 1, 18, 4, none, 5, 14, 1},  // usia
    {19, 1, 18, 3, none, 4, 13, 1},  // usne
    {20, 1, 20, 3, none, 4, 13, 3},  // usnh
    {21, 1, 24, 3, none, 4, 15, 5},  // usnj
    {22, 1, 18, 3, none, 4, 13, 1},  // ustn
    {23, 1, 18, 3, none, 4, 13, 1},  // usmn
    {24, 1, 8, 5, none, 6, 0, 0},    // usmd
    {25, 1, 9, 5, none, 6, 7, 1},    // usin
    {26, 1, 9, 5, none, 6, 7, 1},    // usky
    {27, 1, 9, 5, none, 6, 7, 1},    // usri
}};

constexpr GppSectionId first_with_header = 24;     // October 2025; their first field is the MSPA's version
constexpr GppSectionId first_with_sensitive = 25;  // their subsection is of sensitive data, without a type
constexpr std::size_t header_letters_max = 8;      // the two numbers, and a list of two subsections
constexpr std::uint64_t gpc_type = 1;
constexpr unsigned sensitive_fields = 8;

const Form* find_form(GppSectionId id, std::uint64_t version) {
    for (const Form& form : forms) {
        if (form.id == id && form.version == version) { return &form; }
    }
    return nullptr;
}

Fault end_of(const IabBits& bits) {
    if (bits.ran_out()) { return IabFault::cut_short; }
    return bits.only_gpp_padding() ? Fault{} : IabFault::rubbish;
}

Fault read_core(IabBits bits, const Form& form, UsSection& section) {
    for (unsigned field = 0; field < form.fields; ++field) {
        const auto value = static_cast<std::uint8_t>(bits.take(2));
        if (value == 3) { return IabFault::bad_value; }
        if (field == form.sale) { section.sale_opt_out = value; }
        if (field == form.sharing) { section.sharing_opt_out = value; }
        if (field == form.advertising) { section.advertising_opt_out = value; }
        const bool of_child = field >= form.child && field < form.child + form.children;
        section.known_child = section.known_child || (of_child && value != 0);
    }
    return end_of(bits);
}

Fault read_gpc(IabBits bits, UsSection& section) {
    if (bits.take(2) != gpc_type) { return IabFault::bad_value; }
    if (section.gpc) { return IabFault::repeated; }
    section.gpc = bits.take_flag();
    return end_of(bits);
}

Fault read_sensitive(IabBits bits) {
    for (unsigned field = 0; field < sensitive_fields; ++field) {
        if (bits.take(2) == 3) { return IabFault::bad_value; }
    }
    return end_of(bits);
}

// The letters up to the next dot; `rest` is what follows it, nothing where there is none.
std::string_view next_part(std::optional<std::string_view>& rest) {
    const std::string_view text = *rest;
    const auto dot = text.find('.');
    rest = dot == text.npos ? std::nullopt : std::optional(text.substr(dot + 1));
    return text.substr(0, dot);
}

// Reads the parts of a section in their order.
class SectionReader {
  public:
    SectionReader(GppSectionId id, std::string_view text) : id_(id), rest_(text) {}

    Fault read(UsSection& section) {
        if (auto fault = next()) { return fault; }
        const bool has_header = id_ >= first_with_header && IabBits(bits_).take(6) == id_;
        if (has_header) {
            if (auto fault = read_header()) { return fault; }
        }
        const std::uint64_t version = bits_.take(6);
        const Form* form = find_form(id_, has_header ? 1 : version);
        if (form == nullptr) { return IabFault::bad_version; }
        if (auto fault = read_core(bits_, *form, section)) { return fault; }
        return read_subsections(section);
    }

  private:
    // Puts the next part into bits_.
    Fault next() {
        part_ = next_part(rest_);
        if (part_.empty()) { return IabFault::empty; }
        const auto bits = IabBits::of(part_);
        if (!bits) { return IabFault::bad_character; }
        bits_ = *bits;
        return std::nullopt;
    }

    // Ends with the core in bits_.
    Fault read_header() {
        bits_.skip(6);
        const bool known_version = bits_.take(6) == 1;
        if (bits_.ran_out() || !rest_) { return IabFault::cut_short; }
        if (!known_version) { return IabFault::bad_version; }
        if (part_.size() > header_letters_max) { return IabFault::rubbish; }
        return next();
    }

    Fault read_subsections(UsSection& section) {
        for (bool had_sensitive = false; rest_; had_sensitive = true) {
            if (auto fault = next()) { return fault; }
            const bool sensitive = id_ >= first_with_sensitive;
            if (sensitive && had_sensitive) { return IabFault::repeated; }
            if (auto fault = sensitive ? read_sensitive(bits_) : read_gpc(bits_, section)) { return fault; }
        }
        return std::nullopt;
    }

    GppSectionId id_;
    std::optional<std::string_view> rest_;
    std::string_view part_;
    IabBits bits_ = *IabBits::of("");
};

}  // namespace

engine::result<UsSection, IabFault> read_us_section(GppSectionId id, std::string_view text) {
    UsSection section;
    if (auto fault = SectionReader(id, text).read(section)) { return *fault; }
    return section;
}

}  // namespace passerby::wire
