// Consent strings a few steps away from good ones, and noise: nothing breaks, and no look goes past an end
// (each stands in a buffer of its own size, which the sanitizers watch). PASSERBY_LONG=1 tries a million of
// each kind.
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <memory>

#include "tests/engine/dice.hpp"
#include "tests/server/wire/iab_laws.hpp"
#include "tests/server/wire/tc_text.hpp"

namespace passerby::wire::testing {
namespace {

using engine::testing::Dice;

constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~.~YN1+= \n\xff";

std::string mutated(Dice& dice, std::string text) {
    for (int steps = dice.between(0, 4); steps > 0; --steps) {
        const std::size_t at = dice.below(text.size() + 1);
        const char letter = letters[dice.below(letters.size())];
        switch (dice.below(7)) {
            case 0: text.insert(at, 1, letter); break;
            case 1: text.erase(at, dice.below(4)); break;
            case 2: text.resize(at); break;
            case 3: text.insert(at, text, dice.below(text.size() + 1), dice.below(40)); break;
            case 4: text.insert(at, dice.below(5'000), letter); break;
            default:
                if (at < text.size()) { text[at] = letter; }
        }
    }
    return text;
}

std::string noise(Dice& dice, std::string start) {
    for (std::size_t length = dice.below(200); length > 0; --length) { start += letters[dice.below(64)]; }
    return start;
}

VendorList some_vendors(Dice& dice) {
    VendorList list{.as_bits = dice.percent(50)};
    for (unsigned end = 0, left = dice.below(8); left > 0; --left) {
        const unsigned start = end + 1 + dice.below(30);
        end = start + dice.below(20);
        list.ranges.emplace_back(start, end);
        list.id_max = end;
    }
    return list;
}

std::string some_tcf(Dice& dice) {
    Tc tc{.policy = 3 + dice.below(3), .service_specific = dice.percent(80)};
    for (unsigned purpose = 1; purpose <= 11; ++purpose) {
        if (dice.percent(70)) { tc.consent.push_back(purpose); }
        if (dice.percent(20)) { tc.interest.push_back(purpose); }
    }
    tc.vendor_consent = some_vendors(dice);
    tc.vendor_interest = some_vendors(dice);
    for (int left = dice.between(0, 3); left > 0; --left) {
        tc.restrictions.push_back({1 + dice.below(11), dice.below(3), some_vendors(dice).ranges});
    }
    if (dice.percent(50)) { tc.disclosed = some_vendors(dice); }
    if (dice.percent(50)) { tc.publisher = PublisherTc{tc.consent, tc.interest, dice.below(64)}; }
    return tc.text();
}

std::string some_gpp(Dice& dice) {
    constexpr std::string_view good[] = {"DBABTA~1YNN", "DBABLA~BVVqAAAAAAA.QA", "DBABLA~CAAAAAAAAAAA.YA",
                                         "DBABzw~1YNN~BVVqAAAAAAA",
                                         "DBACNY~CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA~1YNN"};
    return dice.percent(30) ? "DBABM~" + some_tcf(dice) : std::string(good[dice.below(std::size(good))]);
}

std::size_t times() {
    const char* is_long = std::getenv("PASSERBY_LONG");
    return is_long != nullptr && std::string_view(is_long) == "1" ? 1'000'000 : 20'000;
}

// Calls `law` with each string, in a buffer that ends where it does.
template <class Make, class Law>
void try_mutations(std::string_view start, Make make, Law law) {
    Dice dice(20'261'122);
    std::size_t good = 0;
    for (std::size_t left = times(); left > 0; --left) {
        const std::string text =
            dice.percent(5) ? noise(dice, std::string(start)) : mutated(dice, make(dice));
        const std::unique_ptr<char[]> exact(new char[text.size()]);
        std::memcpy(exact.get(), text.data(), text.size());
        const std::string broken = law(std::string_view(exact.get(), text.size()), dice, good);
        ASSERT_EQ(broken, "") << text;
    }
    EXPECT_GT(good, times() / 50) << "they are too bad to try anything";
    EXPECT_LT(good, times() / 2) << "they are too good to try anything";
}

TEST(IabMutations, OfTcStringsBreakNoLaw) {
    try_mutations("C", some_tcf, [](std::string_view text, Dice& dice, std::size_t& good) {
        const auto vendor = static_cast<TcfVendorId>(dice.below(200));
        good += read_tcf(text, vendor).ok();
        return broken_law_of_tcf(text, vendor);
    });
}

TEST(IabMutations, OfGppStringsBreakNoLaw) {
    try_mutations("DBAB", some_gpp, [](std::string_view text, Dice& dice, std::size_t& good) {
        good += read_gpp(text, {}).ok();
        return broken_law_of_gpp(text, static_cast<TcfVendorId>(dice.below(200)));
    });
}

TEST(IabMutations, OfUsPrivacyStringsBreakNoLaw) {
    const auto some = [](Dice& dice) {
        return std::string{'1', "YN-"[dice.below(3)], "YN-"[dice.below(3)], "YN-"[dice.below(3)]};
    };
    try_mutations("1", some, [](std::string_view text, Dice&, std::size_t& good) {
        good += read_us_privacy(text).ok();
        return broken_law_of_us_privacy(text);
    });
}

}  // namespace
}  // namespace passerby::wire::testing
