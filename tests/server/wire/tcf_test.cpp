// TC strings, field by field: what is read, what is refused, and as what.
#include "server/wire/tcf.hpp"

#include <gtest/gtest.h>

#include "tests/server/wire/tc_text.hpp"

namespace passerby::wire {
namespace {

using testing::BitWriter;
using testing::PublisherTc;
using testing::Tc;
using testing::VendorList;

constexpr TcfVendorId us = 28;

TcfFields good(const std::string& text, TcfVendorId vendor = us) {
    const auto read = read_tcf(text, vendor);
    EXPECT_TRUE(read.ok()) << text << ": "
                           << (read.ok() ? "" : iab_fault_names[static_cast<std::size_t>(read.error())]);
    return read.ok() ? read.value() : TcfFields{};
}

std::string_view fault(const std::string& text, TcfVendorId vendor = us) {
    const auto read = read_tcf(text, vendor);
    return read.ok() ? "none" : iab_fault_names[static_cast<std::size_t>(read.error())];
}

// The example in the specification of TCF 2.3.
constexpr const char* example = "CQSbk4AQSbk4ANwAAAENAwCgAAAAAAAAAAYgACPAAAAA.IDKQA4AAgAKAGQAygAAA";

TEST(Tcf, ReadsTheFieldsOfTheCore) {
    Tc tc{.policy = 5, .service_specific = false, .special_features = 0b1000'0000'0001};
    tc.consent = {1, 2, 11, 24};
    tc.interest = {2, 7};
    const TcfFields fields = good(tc.text());
    EXPECT_EQ(fields.updated_at, engine::Instant{std::chrono::seconds{1'795'000'000}});
    EXPECT_EQ(fields.policy_version, 5);
    EXPECT_FALSE(fields.is_service_specific);
    EXPECT_EQ(fields.special_features, 0b1000'0000'0001);
    EXPECT_EQ(fields.core.consent.bits(), testing::mask_of({1, 2, 11, 24}));
    EXPECT_EQ(fields.core.legitimate.bits(), testing::mask_of({2, 7}));
    EXPECT_TRUE(fields.core.consent.has(24));
    EXPECT_FALSE(fields.core.consent.has(23));
    EXPECT_FALSE(fields.publisher);
    EXPECT_FALSE(fields.vendor.disclosed);
    EXPECT_TRUE(good(Tc{}.text()).is_service_specific);
}

TEST(Tcf, ReadsTheExampleOfTheSpecification) {
    const TcfFields fields = good(example);
    EXPECT_EQ(fields.policy_version, 2);
    EXPECT_TRUE(fields.vendor.disclosed.has_value());
    EXPECT_FALSE(fields.publisher);
}

TEST(Tcf, FindsTheVendorInBitsAndInRanges) {
    for (bool as_bits : {false, true}) {
        const VendorList list{.id_max = 40, .ranges = {{2, 2}, {28, 30}, {40, 40}}, .as_bits = as_bits};
        const std::string text = Tc{.vendor_consent = list, .vendor_interest = {}, .disclosed = list}.text();
        for (TcfVendorId vendor = 0; vendor < 50; ++vendor) {
            const bool listed = vendor == 2 || (vendor >= 28 && vendor <= 30) || vendor == 40;
            const TcfVendor found = good(text, vendor).vendor;
            EXPECT_EQ(found.consented, listed) << vendor;
            EXPECT_EQ(found.disclosed, listed) << vendor;
            EXPECT_FALSE(found.legitimate);
        }
    }
}

TEST(Tcf, FindsTheLastIdThatThereIs) {
    const VendorList all{.id_max = 0xffff, .ranges = {{1, 0xffff}}};
    EXPECT_TRUE(good(Tc{.vendor_consent = {}, .vendor_interest = all}.text(), 0xffff).vendor.legitimate);
    EXPECT_FALSE(good(Tc{.vendor_consent = {}, .vendor_interest = all}.text(), 0).vendor.legitimate);
}

TEST(Tcf, ReadsTheRestrictionsOfTheVendorAlone) {
    Tc tc;
    tc.restrictions = {{2, 0, {{28, 28}}}, {3, 1, {{1, 27}, {29, 40}}}, {4, 1, {{20, 30}}},
                       {7, 2, {{28, 28}}}, {7, 1, {{28, 28}}},          {24, 2, {{1, 0xffff}}},
                       {9, 0, {}}};
    const TcfVendor vendor = good(tc.text()).vendor;
    EXPECT_EQ(vendor.forbidden.bits(), testing::mask_of({2}));
    EXPECT_EQ(vendor.only_by_consent.bits(), testing::mask_of({4, 7}));
    EXPECT_EQ(vendor.only_by_interest.bits(), testing::mask_of({7, 24}));
    const TcfVendor nobody = good(tc.text(), 0).vendor;
    EXPECT_EQ(nobody.forbidden.bits() | nobody.only_by_consent.bits() | nobody.only_by_interest.bits(), 0u);
}

TEST(Tcf, ReadsThePublishersOwnPurposes) {
    const TcfFields fields = good(Tc{.publisher = PublisherTc{{1, 11}, {8}, 5}}.text());
    ASSERT_TRUE(fields.publisher);
    EXPECT_EQ(fields.publisher->consent.bits(), testing::mask_of({1, 11}));
    EXPECT_EQ(fields.publisher->legitimate.bits(), testing::mask_of({8}));
}

TEST(Tcf, SegmentsComeInAnyOrderAndUnknownOnesAreSkipped) {
    const std::string core = Tc{}.core_bits().text(24);
    const std::string publisher = Tc::publisher_text({{11}, {}, 0});
    const std::string disclosed = Tc::disclosed_text({.id_max = 28, .ranges = {{28, 28}}, .as_bits = true});
    for (const char* unknown : {"QAAA", "gBzz", "_", "4-_w"}) {
        const TcfFields fields =
            good(core + "." + publisher + "." + unknown + "." + disclosed + "." + unknown);
        EXPECT_EQ(fields.vendor.disclosed, true);
        EXPECT_TRUE(fields.publisher.has_value());
    }
}

TEST(Tcf, TakesWhatFillsTheLastBytes) {
    const BitWriter core = Tc{}.core_bits();
    for (std::size_t fill : {1, 6, 8, 24}) { EXPECT_EQ(fault(core.text(fill)), "none") << fill; }
}

struct Bad {
    const char* what;
    std::string text;
    std::string_view fault;
};

Tc with_consent_list(VendorList list) {
    return Tc{.vendor_consent = std::move(list)};
}

std::vector<Bad> bad_strings() {
    const std::string core = Tc{}.core_bits().text(24);
    const std::string publisher = Tc::publisher_text({});
    const std::string disclosed = Tc::disclosed_text({});
    BitWriter type_only;
    type_only.add(1, 3);
    std::vector<Bad> all = {
        {"nothing", "", "empty"},
        {"a dot", ".", "empty"},
        {"a dot at the end", core + ".", "empty"},
        {"two dots", core + ".." + publisher, "empty"},
        {"4 KiB and one letter", core + "." + std::string(4096 - core.size(), 'g'), "too_long"},
        {"a letter of plain base64", "+" + core.substr(1), "bad_character"},
        {"padding as of plain base64", core + "=", "bad_character"},
        {"a space", core + " ", "bad_character"},
        {"a line end", core + "\n", "bad_character"},
        {"a NUL", core + std::string(1, '\0'), "bad_character"},
        {"a letter beyond ASCII", core + "\xc3\xa9", "bad_character"},
        {"a bad letter in a segment that is skipped", core + ".g/", "bad_character"},
        {"TCF 1", Tc{.version = 1}.text(), "bad_version"},
        {"TCF 3", Tc{.version = 3}.text(), "bad_version"},
        {"a GPP string", "DBABMA~" + core, "bad_character"},
        {"the core not first", publisher + "." + core, "bad_version"},
        {"a second core", core + "." + core, "repeated"},
        {"a second core at the end", core + "." + publisher + "." + core, "repeated"},
        {"a second DisclosedVendors", core + "." + disclosed + "." + disclosed, "repeated"},
        {"a second PublisherTC", core + "." + publisher + "." + disclosed + "." + publisher, "repeated"},
        {"more segments than there are types", core + ".g.g.g.g.g.g.g.g", "repeated"},
        {"a DisclosedVendors of nothing but its type", core + "." + type_only.text(), "cut_short"},
        {"a PublisherTC that is cut", core + "." + publisher.substr(0, 8), "cut_short"},
        {"24 bits behind the core", core + "AAAA", "rubbish"},
        {"a letter of ones behind the core", Tc{}.core_bits().text(6) + "B", "rubbish"},
        {"ones in the padding", Tc{}.core_bits().add(1, 2).text(24), "rubbish"},
        {"24 bits behind a segment", core + "." + disclosed + "AAAA", "rubbish"},
        {"no consent manager", Tc{.cmp = 0}.text(), "bad_value"},
        {"a consent manager that is none", Tc{.cmp = 1}.text(), "bad_value"},
        {"a language that is none", Tc{.language = "E["}.text(), "bad_value"},
        {"a language in small letters", Tc{.language = "en"}.text(), "bad_value"},
        {"a country that is none", Tc{.country = "\\E"}.text(), "bad_value"},
        {"a range that ends before it starts", with_consent_list({40, {{30, 28}}}).text(), "bad_range"},
        {"an id over the maximum", with_consent_list({27, {{28, 28}}}).text(), "bad_range"},
        {"a range that ends over the maximum", with_consent_list({29, {{28, 30}}}).text(), "bad_range"},
        {"id 0", with_consent_list({40, {{0, 0}}}).text(), "bad_range"},
        {"a range from 0", with_consent_list({40, {{0, 5}}}).text(), "bad_range"},
        {"ids that descend", with_consent_list({40, {{28, 28}, {5, 5}}}).text(), "bad_range"},
        {"an id twice", with_consent_list({40, {{5, 5}, {5, 5}}}).text(), "bad_range"},
        {"ranges that overlap", with_consent_list({40, {{5, 10}, {10, 12}}}).text(), "bad_range"},
        {"a restriction of purpose 0", Tc{.restrictions = {{0, 0, {{28, 28}}}}}.text(), "bad_value"},
        {"a restriction of purpose 25", Tc{.restrictions = {{25, 0, {{28, 28}}}}}.text(), "bad_value"},
        {"a restriction of type 3", Tc{.restrictions = {{2, 3, {{28, 28}}}}}.text(), "bad_value"},
        {"a restriction of id 0", Tc{.restrictions = {{2, 0, {{0, 0}}}}}.text(), "bad_range"},
        {"a restriction backwards", Tc{.restrictions = {{2, 0, {{9, 8}}}}}.text(), "bad_range"},
        {"a bit field that is not there", core.substr(0, core.size() - 8) + "____", "cut_short"},
    };
    return all;
}

TEST(Tcf, RefusesWhatIsNotWellFormed) {
    ASSERT_EQ(fault(Tc{}.text()), "none");
    for (const Bad& bad : bad_strings()) { EXPECT_EQ(fault(bad.text), bad.fault) << bad.what; }
}

TEST(Tcf, RefusesEveryBeginningOfASegment) {
    Tc tc{.vendor_consent = {.id_max = 60, .ranges = {{2, 20}, {28, 28}}}};
    tc.restrictions = {{2, 1, {{28, 28}}}};
    const std::string core = tc.core_bits().text(6);
    ASSERT_EQ(fault(core), "none");
    for (std::size_t letters = 1; letters < core.size(); ++letters) {
        EXPECT_EQ(fault(core.substr(0, letters)), "cut_short") << letters;
    }
}

TEST(Tcf, TakesAsManySegmentsAsThereAreTypes) {
    EXPECT_EQ(fault(Tc{}.text() + ".g.g.g.g.g.g.g"), "none");
    EXPECT_EQ(fault(Tc{}.text() + ".g.g.g.g.g.g.g.g"), "repeated");
}

TEST(Tcf, TakesFourKiBAndNoMore) {
    const std::string core = Tc{}.core_bits().text(24);
    EXPECT_EQ(fault(core + "." + std::string(4096 - core.size() - 1, 'g')), "none");
    EXPECT_EQ(fault(core + "." + std::string(4096 - core.size(), 'g')), "too_long");
}

}  // namespace
}  // namespace passerby::wire
