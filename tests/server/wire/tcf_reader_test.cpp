// What a TC string permits, row by row: each purpose refused on its own, for both uses and both readers.
#include "server/wire/tcf_reader.hpp"

#include <gtest/gtest.h>

#include "tests/server/wire/tc_text.hpp"

namespace passerby::wire {
namespace {

using engine::PurposeSet;
using testing::PublisherTc;
using testing::Purposes;
using testing::Tc;
using testing::VendorList;
using enum engine::Purpose;
using Use = TcfReader::Use;

constexpr TcfVendorId us = 28;
const VendorList listed{.id_max = 28, .ranges = {{28, 28}}};
const VendorList unlisted{.id_max = 28, .ranges = {{27, 27}}};

const Purposes all = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
const Purposes all_by_interest = {2, 7, 8, 9, 10, 11};

constexpr PurposeSet nothing = {};
constexpr PurposeSet selecting = {device, location, behaviour, history};
constexpr PurposeSet everything = {device, location, behaviour, history, measurement};

Purposes without(Purposes purposes, unsigned purpose) {
    std::erase(purposes, purpose);
    return purposes;
}

engine::TcString read(const Tc& tc, const TcfReader& reader) {
    const auto fields = read_tcf(tc.text(), reader.vendor);
    EXPECT_TRUE(fields.ok());
    return read_for(reader, fields.value());
}
PurposeSet denied(const Tc& tc, const TcfReader& reader) {
    return read(tc, reader).denied;
}

// Strings that permit everything to the reader that is told, by consent or where possible by interest.
Tc for_vendor() {
    return {.consent = all, .vendor_consent = listed, .vendor_interest = listed, .disclosed = listed};
}
Tc for_publisher() {
    return {.publisher = PublisherTc{all, {}, 0}};
}

struct Refusal {
    unsigned purpose;
    PurposeSet of_content, of_ads;
};
const Refusal refusals[] = {
    {1, {history}, {history}},   {2, nothing, selecting},     {3, nothing, {history}},
    {4, nothing, {history}},     {5, {history}, nothing},     {6, {history}, nothing},
    {7, nothing, {measurement}}, {8, {measurement}, nothing}, {9, nothing, nothing},
    {10, nothing, nothing},      {11, selecting, nothing},
};

TEST(TcfReader, EachRefusedPurposeDeniesItsRow) {
    for (Use use : {Use::content, Use::ads}) {
        EXPECT_EQ(denied(for_publisher(), {use}), nothing);
        EXPECT_EQ(denied(for_vendor(), {use, us}), nothing);
        for (const Refusal& refusal : refusals) {
            const PurposeSet expected = use == Use::ads ? refusal.of_ads : refusal.of_content;
            const Purposes rest = without(all, refusal.purpose);
            EXPECT_EQ(denied({.publisher = PublisherTc{rest, {}, 0}}, {use}), expected) << refusal.purpose;
            EXPECT_EQ(denied({.consent = rest}, {use}), expected) << refusal.purpose;
            Tc tc = for_vendor();
            tc.consent = rest;
            EXPECT_EQ(denied(tc, {use, us}), expected) << refusal.purpose;
        }
    }
}

TEST(TcfReader, PairsOfRefusedPurposesDenyBothRows) {
    for (Use use : {Use::content, Use::ads}) {
        const auto row = [&](const Refusal& r) { return use == Use::ads ? r.of_ads : r.of_content; };
        for (const Refusal& first : refusals) {
            for (const Refusal& second : refusals) {
                Tc tc = for_vendor();
                tc.consent = without(without(all, first.purpose), second.purpose);
                EXPECT_EQ(denied(tc, {use, us}), row(first).with(row(second)));
            }
        }
    }
}

TEST(TcfReader, InterestIsEnoughForSelectingAndMeasuringOnly) {
    for (Use use : {Use::content, Use::ads}) {
        const Tc by_interest{.publisher = PublisherTc{{}, all_by_interest, 0}};
        EXPECT_EQ(denied(by_interest, {use}), PurposeSet{history});
        EXPECT_TRUE(read(by_interest, {use}).counts);
        Tc tc = for_vendor();
        tc.consent = {1, 3, 4, 5, 6};
        tc.interest = all_by_interest;
        EXPECT_EQ(denied(tc, {use, us}), nothing);
        tc.vendor_interest = unlisted;
        EXPECT_EQ(denied(tc, {use, us}), everything);
        // A bit of interest where there is none to have permits nothing, and the string does not count.
        const Tc unlawful{.publisher = PublisherTc{all_by_interest, all, 0}};
        EXPECT_EQ(denied(unlawful, {use}), PurposeSet{history});
        EXPECT_FALSE(read(unlawful, {use}).counts);
    }
}

TEST(TcfReader, APublishersSegmentSpeaksForThePublisherAndTheCoreWhereThereIsNone) {
    EXPECT_EQ(denied({.consent = all, .publisher = PublisherTc{}}, {Use::content}), everything);
    EXPECT_EQ(denied({.consent = {}, .publisher = PublisherTc{all, {}, 0}}, {Use::content}), nothing);
    EXPECT_EQ(denied({.consent = all}, {Use::content}), nothing);
    Tc tc = for_vendor();
    tc.publisher = PublisherTc{};
    EXPECT_EQ(denied(tc, {Use::content, us}), nothing) << "it says nothing of vendors";
}

TEST(TcfReader, AVendorNeedsItsOwnBits) {
    for (Use use : {Use::content, Use::ads}) {
        Tc tc = for_vendor();
        tc.vendor_consent = unlisted;
        EXPECT_EQ(denied(tc, {use, us}), everything) << "interest of the vendor, but not in the purposes";
        tc = for_vendor();
        tc.vendor_interest = unlisted;
        EXPECT_EQ(denied(tc, {use, us}), nothing);
    }
}

TEST(TcfReader, AVendorMustBeDisclosedWhereThatIsSaid) {
    Tc tc = for_vendor();
    for (unsigned policy : {4u, 5u, 6u}) {
        tc.policy = policy;
        tc.disclosed = listed;
        EXPECT_EQ(denied(tc, {Use::ads, us}), nothing);
        tc.disclosed = unlisted;
        EXPECT_EQ(denied(tc, {Use::ads, us}), everything);
        tc.disclosed.reset();
        EXPECT_EQ(denied(tc, {Use::ads, us}), policy < 5 ? nothing : everything);
        EXPECT_EQ(denied(tc, {Use::ads}), nothing) << "a publisher needs not be disclosed";
    }
}

struct Restricted {
    const char* what;
    unsigned type;
    Purposes consent, interest;
    bool permitted;
};
const Restricted restricted[] = {
    {"forbidden", 0, {2}, {2}, false},
    {"only consent, and there is", 1, {2}, {}, true},
    {"only consent, and there is interest", 1, {}, {2}, false},
    {"only interest, and there is", 2, {}, {2}, true},
    {"only interest, and there is consent", 2, {2}, {}, false},
    {"only interest, and there are both", 2, {2}, {2}, true},
};

TEST(TcfReader, RestrictionsBindTheVendor) {
    for (const Restricted& row : restricted) {
        Tc tc = for_vendor();
        tc.consent = without(all, 2);
        tc.consent.insert(tc.consent.end(), row.consent.begin(), row.consent.end());
        tc.interest = row.interest;
        tc.restrictions = {{2, row.type, {{28, 28}}}};
        EXPECT_EQ(denied(tc, {Use::ads, us}), row.permitted ? nothing : selecting) << row.what;
        EXPECT_EQ(denied(tc, {Use::content, us}), nothing) << "purpose 2 is of ads";
        EXPECT_EQ(denied(tc, {Use::ads}), nothing) << "and not the publisher";
        tc.restrictions[0].vendors = {{1, 27}, {29, 99}};
        EXPECT_EQ(denied(tc, {Use::ads, us}), nothing) << "of others";
    }
}

TEST(TcfReader, InterestCannotBeDemandedOfWhatKnowsOnlyConsent) {
    for (unsigned purpose : {1u, 3u, 4u}) {
        Tc tc = for_vendor();
        tc.restrictions = {{purpose, 2, {{28, 28}}}};
        EXPECT_EQ(denied(tc, {Use::ads, us}), PurposeSet{history});
        tc.restrictions[0].type = 1;
        EXPECT_EQ(denied(tc, {Use::ads, us}), nothing);
    }
}

TEST(TcfReader, ContradictingRestrictionsLeaveNothing) {
    Tc tc = for_vendor();
    tc.interest = all_by_interest;
    tc.restrictions = {{7, 1, {{28, 28}}}, {7, 2, {{28, 28}}}};
    EXPECT_EQ(denied(tc, {Use::ads, us}), PurposeSet{measurement});
}

TEST(TcfReader, TellsWhatCountsAsNone) {
    EXPECT_TRUE(read(for_publisher(), {}).counts);
    EXPECT_TRUE(read(for_vendor(), {Use::ads, us}).counts);
    Tc tc = for_publisher();
    tc.service_specific = false;
    EXPECT_FALSE(read(tc, {}).counts);
    for (unsigned policy : {0u, 2u, 3u, 4u, 5u, 63u}) {
        tc = for_publisher();
        tc.policy = policy;
        EXPECT_EQ(read(tc, {}).counts, policy >= 4) << policy;
    }
    for (unsigned purpose = 1; purpose <= 24; ++purpose) {
        const bool lawful = purpose == 2 || purpose > 6;
        EXPECT_EQ(read({.interest = {purpose}}, {}).counts, lawful) << purpose;
        EXPECT_EQ(read({.publisher = PublisherTc{all, {purpose}, 0}}, {}).counts, lawful) << purpose;
    }
}

TEST(TcfReader, TellsWhenItWasUpdated) {
    EXPECT_EQ(read(for_publisher(), {}).updated_at, engine::Instant{std::chrono::seconds{1'795'000'000}});
}

}  // namespace
}  // namespace passerby::wire
