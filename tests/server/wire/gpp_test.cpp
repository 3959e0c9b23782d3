// GPP strings: the header, every section's fields, and what is refused.
#include "server/wire/gpp.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

#include "server/wire/gpp_section.hpp"
#include "tests/server/wire/tc_text.hpp"

namespace passerby::wire {
namespace {

using testing::BitWriter;
using testing::Tc;

std::string_view name_of(IabFault fault) {
    return iab_fault_names[static_cast<std::size_t>(fault)];
}
std::string_view fault(const std::string& text, TcfSection tcf = TcfSection::read) {
    const auto read = read_gpp(text, {.tcf = tcf});
    return read.ok() ? "none" : name_of(read.error());
}
std::string_view section_fault(GppSectionId id, const std::string& text) {
    const auto read = read_us_section(id, text);
    return read.ok() ? "none" : name_of(read.error());
}

std::string fibonacci(unsigned number) {
    std::vector<unsigned> places = {1, 2};
    while (places.back() < number) { places.push_back(places.back() + places[places.size() - 2]); }
    std::string bits;
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
        if (*place > number && bits.empty()) { continue; }
        bits.insert(bits.begin(), *place <= number ? '1' : '0');
        if (*place <= number) { number -= *place; }
    }
    return bits + "1";
}

std::string header(const std::set<unsigned>& ids) {
    BitWriter out;
    out.add(3, 6).add(1, 6).add(ids.size(), 12);
    unsigned last = 0;
    for (unsigned id : ids) { out.add(0, 1).bits(fibonacci(id - std::exchange(last, id))); }
    return out.text();
}

// The fields of each section behind its version, written down from the specifications: N for notices, the
// three opt-outs S, H and A, D for sensitive data, C for known children, P for whatever else.
struct Layout {
    GppSectionId id;
    unsigned version;
    const char* fields;
};
const Layout layouts[] = {
    {7, 1, "NNNNNN SHA DDDDDDDDDDDD CC P PPP"},
    {7, 2, "NNNNNN SHA DDDDDDDDDDDDDDDD CCC P PPP"},
    {8, 1, "NNN SH DDDDDDDDD CC P PPP"},
    {9, 1, "NNN SA DDDDDDDD C PPP"},
    {10, 1, "NNN SA DDDDDDD C PPP"},
    {11, 1, "NNNN SA DDDDDDDD C PPP"},
    {12, 1, "NNN SA DDDDDDDD CCC PPP"},
    {13, 1, "NNN SA DDDDDDDD CCC P PPP"},
    {14, 1, "NNN SA DDDDDDDD CCC P PPP"},
    {15, 1, "NNN SA DDDDDDDDDDD CCC P PPP"},
    {16, 1, "NNN SA DDDDDDDD C P PPP"},
    {17, 1, "NNN SA DDDDDDDDD CCCCC P PPP"},
    {18, 1, "NNNN SA DDDDDDDD C PPP"},
    {19, 1, "NNN SA DDDDDDDD C P PPP"},
    {20, 1, "NNN SA DDDDDDDD CCC P PPP"},
    {21, 1, "NNN SA DDDDDDDDDD CCCCC P PPP"},
    {22, 1, "NNN SA DDDDDDDD C P PPP"},
    {23, 1, "NNN SA DDDDDDDD C P PPP"},
    {24, 1, "PP NNN SA P"},
    {25, 1, "PP NNN SA C P"},
    {26, 1, "PP NNN SA C P"},
    {27, 1, "PP NNN SA C P"},
};

std::string fields_of(const Layout& layout) {
    std::string fields = layout.fields;
    std::erase(fields, ' ');
    return fields;
}

// All fields 0 but the one at `place`.
BitWriter section_bits(const Layout& layout, std::size_t place = 99, unsigned value = 0) {
    BitWriter out;
    out.add(layout.version, 6);
    for (std::size_t i = 0; i < fields_of(layout).size(); ++i) { out.add(i == place ? value : 0, 2); }
    return out;
}

const Layout& layout_of(GppSectionId id) {
    for (const Layout& layout : layouts) {
        if (layout.id == id) { return layout; }
    }
    throw id;
}
std::string plain(GppSectionId id) {
    return section_bits(layout_of(id)).text();
}

TEST(GppSection, EachFieldIsWhereTheSpecificationsPutIt) {
    for (const Layout& layout : layouts) {
        const std::string fields = fields_of(layout);
        for (std::size_t place = 0; place < fields.size(); ++place) {
            for (unsigned value : {1u, 2u}) {
                const auto read = read_us_section(layout.id, section_bits(layout, place, value).text());
                ASSERT_TRUE(read.ok()) << int{layout.id};
                const UsSection& section = read.value();
                const auto expected = [&](char field) { return fields[place] == field ? value : 0; };
                EXPECT_EQ(section.sale_opt_out, expected('S')) << int{layout.id} << " " << place;
                EXPECT_EQ(section.sharing_opt_out, expected('H')) << int{layout.id} << " " << place;
                EXPECT_EQ(section.advertising_opt_out, expected('A')) << int{layout.id} << " " << place;
                EXPECT_EQ(section.known_child, fields[place] == 'C') << int{layout.id} << " " << place;
                EXPECT_EQ(section.opted_out(),
                          value == 1 && std::string("SHA").find(fields[place]) != std::string::npos);
                EXPECT_EQ(section.gpc, std::nullopt);
            }
            EXPECT_EQ(section_fault(layout.id, section_bits(layout, place, 3).text()), "bad_value")
                << int{layout.id} << " " << place;
        }
    }
}

TEST(GppSection, TheNationalOptOutsStandAtTheirBits) {
    EXPECT_EQ(
        read_us_section(7, BitWriter().add(2, 6).zeros(12).add(1, 2).zeros(50).text()).value().sale_opt_out,
        1);
    EXPECT_EQ(read_us_section(7, BitWriter().add(2, 6).zeros(14).add(1, 2).zeros(48).text())
                  .value()
                  .sharing_opt_out,
              1);
    EXPECT_EQ(read_us_section(7, BitWriter().add(2, 6).zeros(16).add(1, 2).zeros(46).text())
                  .value()
                  .advertising_opt_out,
              1);
}

TEST(GppSection, BothPaddingsAreTakenAndNoOther) {
    for (const Layout& layout : layouts) {
        const BitWriter bits = section_bits(layout);
        EXPECT_EQ(section_fault(layout.id, bits.text(6)), "none");
        EXPECT_EQ(section_fault(layout.id, bits.text(8)), "none");
        EXPECT_EQ(section_fault(layout.id, bits.text(8) + "A"), "rubbish");
        EXPECT_EQ(section_fault(layout.id, bits.text(6) + "B"), "rubbish");
        EXPECT_EQ(section_fault(layout.id, bits.text(6) + "=="), "bad_character");
        const std::string whole = bits.text(6);
        for (std::size_t letters = 1; letters < whole.size(); ++letters) {
            EXPECT_EQ(section_fault(layout.id, whole.substr(0, letters)), "cut_short");
        }
    }
}

TEST(GppSection, AnUnknownVersionIsNotRead) {
    for (const Layout& layout : layouts) {
        for (unsigned version : {0u, 1u, 2u, 3u, 63u}) {
            const bool known = version == 1 || (version == 2 && layout.id == 7);
            if (known) { continue; }
            Layout other = layout;
            other.version = version;
            EXPECT_EQ(section_fault(layout.id, section_bits(other).text()), "bad_version") << int{layout.id};
        }
    }
    // One version in the other's length.
    EXPECT_EQ(section_fault(7, BitWriter().add(1, 6).zeros(64).text()), "rubbish");
    EXPECT_EQ(section_fault(7, BitWriter().add(2, 6).zeros(54).text()), "cut_short");
}

TEST(GppSection, TheGpcSubsectionIsRead) {
    for (GppSectionId id = us_section_min; id <= 24; ++id) {
        for (std::size_t fill : {6, 8}) {
            const auto with = [&](unsigned type, unsigned gpc) {
                return plain(id) + "." + BitWriter().add(type, 2).add(gpc, 1).text(fill);
            };
            EXPECT_EQ(read_us_section(id, with(1, 1)).value().gpc, true);
            EXPECT_EQ(read_us_section(id, with(1, 0)).value().gpc, false);
            for (unsigned type : {0u, 2u, 3u}) { EXPECT_EQ(section_fault(id, with(type, 1)), "bad_value"); }
        }
        EXPECT_EQ(section_fault(id, plain(id) + ".YA.YA"), "repeated");
        EXPECT_EQ(section_fault(id, plain(id) + "."), "empty");
        EXPECT_EQ(section_fault(id, "." + plain(id)), "empty");
        EXPECT_EQ(section_fault(id, plain(id) + ".Q."), "empty");
        EXPECT_EQ(section_fault(id, plain(id) + ".c"), "rubbish");
        EXPECT_EQ(section_fault(id, plain(id) + ".YAA"), "rubbish");
    }
}

TEST(GppSection, SensitiveDataIsPassedOver) {
    for (GppSectionId id = 25; id <= us_section_max; ++id) {
        EXPECT_EQ(section_fault(id, plain(id) + "." + BitWriter().pairs({0, 1, 2, 0, 1, 2, 0, 1}).text()),
                  "none");
        EXPECT_EQ(section_fault(id, plain(id) + "." + BitWriter().pairs({0, 1, 2, 3, 1, 2, 0, 1}).text()),
                  "bad_value");
        EXPECT_EQ(section_fault(id, plain(id) + ".YA"), "cut_short");
        EXPECT_EQ(section_fault(id, plain(id) + ".AAA.AAA"), "repeated");
    }
}

TEST(GppSection, TheLatestMayHaveAHeader) {
    for (GppSectionId id = 24; id <= us_section_max; ++id) {
        const auto with = [&](unsigned named, unsigned version, std::size_t list_bits) {
            return BitWriter().add(named, 6).add(version, 6).zeros(list_bits).text();
        };
        Layout later = layout_of(id);
        later.version = 2;  // of the agreement, which is not the section's
        const std::string core = section_bits(later, 5, 1).text();
        const auto read = read_us_section(id, with(id, 1, 12) + "." + core);
        ASSERT_TRUE(read.ok());
        EXPECT_TRUE(read.value().opted_out());
        EXPECT_EQ(section_fault(id, core), "bad_version") << "without a header that number is the version";
        EXPECT_EQ(section_fault(id, with(id, 1, 12)), "cut_short");
        EXPECT_EQ(section_fault(id, with(id, 2, 12) + "." + core), "bad_version");
        EXPECT_EQ(section_fault(id, with(id, 1, 42) + "." + core), "rubbish");
        EXPECT_EQ(section_fault(id, with(id, 1, 12) + "."), "empty");
        EXPECT_EQ(section_fault(id, with(id - 1u, 1, 12) + "." + core), "bad_version");
    }
    EXPECT_TRUE(*read_us_section(24, "YBAB." + plain(24) + ".Y").value().gpc);
    EXPECT_EQ(section_fault(23, BitWriter().add(23, 6).add(1, 6).zeros(12).text() + "." + plain(23)),
              "bad_version");
}

TEST(Gpp, ReadsTheExamplesOfTheSpecification) {
    const std::string tcf = Tc{}.text();
    EXPECT_EQ(header({2}), "DBABM");
    EXPECT_EQ(header({2, 6}), "DBACNY");
    EXPECT_EQ(fault("DBABM~" + tcf), "none");
    EXPECT_EQ(fault("DBABMA~" + tcf), "none");
    EXPECT_EQ(fault("DBACNY~" + tcf + "~1YNN"), "none");
    EXPECT_EQ(fault("DBACNYA~" + tcf + "~1YNN"), "none");
    const std::string old = "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA";
    EXPECT_EQ(fault("DBABM~" + old), "none");
    EXPECT_EQ(fault("DBACNY~" + old + "~1YNN"), "none");
    EXPECT_EQ(fault("DBACNYA~" + old + "~1YNN"), "none");
    EXPECT_EQ(fault("DBABjw~" + old + "~1YNN"), "unlisted") << "Canada's";
}

TEST(Gpp, UnitesItsSections) {
    const auto read = [](const std::string& text) { return read_gpp(text, {.vendor = 28}).value(); };
    const std::string no_opt_out = "1YNN", opt_out = "1YYN";
    EXPECT_FALSE(read(header({6}) + "~" + no_opt_out).opted_out);
    EXPECT_TRUE(read(header({6}) + "~" + opt_out).opted_out);
    EXPECT_EQ(read(header({6, 8}) + "~1---~" + plain(8)).sections, 1u << 6 | 1u << 8);

    const std::string state = section_bits(layout_of(8), 3, 1).text();
    EXPECT_TRUE(read(header({7, 8}) + "~" + plain(7) + "~" + state).opted_out) << "the state's is stricter";
    EXPECT_TRUE(
        read(header({7, 9}) + "~" + section_bits(layout_of(7), 8, 1).text() + "~" + plain(9)).opted_out);
    EXPECT_TRUE(read(header({7, 8}) + "~" + plain(7) + ".Y~" + plain(8) + ".Q").gpc);
    EXPECT_FALSE(read(header({7, 8}) + "~" + plain(7) + ".Q~" + plain(8)).gpc);
    EXPECT_TRUE(read(header({8}) + "~" + section_bits(layout_of(8), 14, 2).text()).known_child);
    EXPECT_FALSE(read(header({8}) + "~" + state).known_child);

    const GppFields with_tcf = read(header({2, 8}) + "~" + Tc{.consent = {11}}.text() + "~" + state);
    ASSERT_TRUE(with_tcf.tcf);
    EXPECT_TRUE(with_tcf.tcf->core.consent.has(11));
    EXPECT_TRUE(with_tcf.opted_out);
}

TEST(Gpp, TheTcfSectionCanBeSkipped) {
    EXPECT_EQ(fault(header({2, 6}) + "~rubbish~1YNN"), "bad_version");
    EXPECT_EQ(fault(header({2, 6}) + "~rubbish~1YNN", TcfSection::skipped), "none");
    EXPECT_FALSE(read_gpp(header({2}) + "~" + Tc{}.text(), {.tcf = TcfSection::skipped}).value().tcf);
}

TEST(Gpp, TakesEverySectionThatItKnows) {
    std::set<unsigned> ids = {2, 6};
    std::string sections = "~" + Tc{}.text() + "~1---";
    for (GppSectionId id = us_section_min; id <= us_section_max; ++id) {
        EXPECT_EQ(fault(header({id}) + "~" + plain(id)), "none") << int{id};
        ids.insert(id);
        sections += "~" + plain(id);
    }
    EXPECT_EQ(fault(header(ids) + sections), "none");
    // 7 to 27 as one group: its first, and its length.
    const std::string group = BitWriter()
                                  .add(3, 6)
                                  .add(1, 6)
                                  .add(3, 12)
                                  .bits("0011")
                                  .bits("0" + fibonacci(4))
                                  .bits("1" + fibonacci(1) + fibonacci(20))
                                  .text();
    EXPECT_EQ(fault(group + sections), "none");
    for (unsigned id = 1; id <= 63; ++id) {
        const bool known = id == 2 || id == 6 || (id >= 7 && id <= 27);
        EXPECT_EQ(fault(header({id}) + "~x") == "unlisted", !known) << id;
    }
}

TEST(Gpp, RefusesWhatIsNotWellFormed) {
    const std::pair<std::string, std::string_view> bad[] = {
        {"", "empty"},
        {"~", "empty"},
        {"~1YNN", "empty"},
        {"DBAA", "empty"},
        {"DBAA~", "empty"},
        {"DBAA~1YNN", "empty"},
        {Tc{}.text(), "bad_version"},
        {"1YNN", "bad_version"},
        {"DCABM~" + Tc{}.text(), "bad_version"},
        {"EBABM~" + Tc{}.text(), "bad_version"},
        {"DB", "cut_short"},
        {"DBAB", "cut_short"},
        {"DBABM+~" + Tc{}.text(), "bad_character"},
        {"DBABM=~" + Tc{}.text(), "bad_character"},
        {"DBABMAA~" + Tc{}.text(), "rubbish"},
        {"DBABN~" + Tc{}.text(), "rubbish"},
        {"DBABM", "miscounted"},
        {"DBABM~" + Tc{}.text() + "~1YNN", "miscounted"},
        {"DBABM~" + Tc{}.text() + "~", "miscounted"},
        {header({6, 8}) + "~1YNN", "miscounted"},
        {"DBABM~", "empty"},
        {header({6, 8}) + "~1YNN~", "empty"},
        {header({6}) + "~1ynn", "bad_value"},
        {header({8}) + "~" + plain(8) + "~", "miscounted"},
        {header({8}) + "~" + std::string(5000, 'A'), "too_long"},
        {BitWriter().add(3, 6).add(1, 6).add(2, 12).bits("010011").bits("00").zeros(4).text() + "~1YNN~1YNN",
         "cut_short"},
        {BitWriter().add(3, 6).add(1, 6).add(1, 12).zeros(30).add(3, 2).text() + "~x", "unlisted"},
        {BitWriter().add(3, 6).add(1, 6).add(4095, 12).text() + "~x", "cut_short"},
    };
    for (const auto& [text, expected] : bad) { EXPECT_EQ(fault(text), expected) << text; }
}

}  // namespace
}  // namespace passerby::wire
