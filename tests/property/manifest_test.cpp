// The promise of `GET /v1/signals`: a context that a page reduced to it gets exactly the decisions of the
// full one. Content, rule, reason, the sentence, the signals behind it and how long it holds.
#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>

#include "engine/manifest.hpp"
#include "server/wire/manifest.hpp"
#include "tests/property/law.hpp"
#include "tests/property/page.hpp"
#include "tests/property/runs.hpp"

namespace passerby::property {
namespace {

using reference::Tree;

Tree* member(Tree& tree, std::string_view key) {
    return const_cast<Tree*>(std::as_const(tree).find(key));
}

std::string written(double number) {
    std::array<char, 32> text;
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

// Close to what rules ask about, on either side, and what lies between two numbers of theirs.
double nudged(Random& random, double number) {
    constexpr double far = 1e300;
    return random.pick({number, std::nextafter(number, far), std::nextafter(number, -far), number + 1,
                        number - 1, number + 0.25, number * 1.1, -number, 1e15});
}

// The case with a bucket, so that chance has no part, with numbers that rules do not name themselves, and
// without what the server ignores: what it takes of a page's words is what the promise is about.
Case prepared(Subject& product, const Case& made, Random& random) {
    Case with = made;
    std::erase_if(with.request.entries, [](const auto& entry) { return entry.first == "bucket"; });
    with.request.entries.emplace_back("bucket", Tree::literal(std::to_string(random.between(0, 99))));
    for (auto& [group, told] : with.request.entries) {
        if (group != "behaviour" && group != "page") { continue; }
        for (auto& [name, value] : told.entries) {
            const bool number =
                value.is_scalar() && !value.quoted && value.text.find_first_of("0123456789") == 0;
            if (number && random.percent(60)) {
                value = Tree::literal(written(nudged(random, std::strtod(value.text.c_str(), nullptr))));
            }
        }
    }
    for (const std::string& name : product.answer(with).ignored) {
        const std::size_t dot = name.find('.');
        Tree* group = member(with.request, name.substr(0, dot));
        if (dot == name.npos || group == nullptr) { continue; }
        std::erase_if(group->entries, [&](const auto& entry) { return entry.first == name.substr(dot + 1); });
    }
    return with;
}

// What the endpoint writes, for the slots that are asked for or for all.
Tree manifest_for(Subject& product, const Case& asked, Random& random) {
    const engine::RuleIndex& rules = product.index();
    std::vector<engine::SlotId> slots;
    for (const Tree& slot : asked.request.find("slots")->items) {
        if (const auto id = rules.find_slot(slot.text)) { slots.push_back(*id); }
    }
    const engine::Manifest& manifest = manifest_of(rules);
    std::string text;
    wire::write_manifest(rules, random.percent(50) ? manifest.of_all() : manifest.of(slots),
                         wire::ManifestDetail::full, text);
    return reference::read_json(text).value();
}

// Empty, or what each of the two is told.
std::string difference(Subject& product, const Case& full, const Page& page) {
    Case reduced = full;
    reduced.request = page.reduce(full.request);
    const Answer all = product.answer(full), less = product.answer(reduced);
    if (all.decisions() == less.decisions() && all.valid_until == less.valid_until) { return ""; }
    return "with all: " + all.body + "\nreduced:  " + less.body + "\nby " +
           reference::to_json(page.manifest) + "\nto " + reduced.body();
}

Random random_of(const Case& made) {
    return Random(std::hash<std::string>{}(made.body()));
}

Page some_page(Tree manifest, Random& random) {
    return {std::move(manifest), random.percent(50), random.percent(50)};
}

bool asks_well(Subject& product, const Case& made) {
    return product.answer(made).accepted;
}

TEST(Manifest, AReducedContextGetsTheSameDecisions) {
    std::size_t chosen = 0, shorter = 0, cases = 0;
    hold(
        [&](Sides& sides, const Case& made) -> std::string {
            if (!asks_well(sides.product, made)) { return ""; }
            Random random = random_of(made);
            const Case full = prepared(sides.product, made, random);
            const Page page = some_page(manifest_for(sides.product, full, random), random);
            ++cases;
            chosen += sides.product.answer(full).body.find("\"rule\":") != std::string::npos ? 1 : 0;
            shorter += reference::to_json(page.reduce(full.request)).size() < full.body().size() ? 1 : 0;
            return difference(sides.product, full, page);
        },
        2'000);
    if (cases < 1'000) { return; }  // a single seed, run again
    EXPECT_GT(chosen, cases / 4);
    EXPECT_GT(shorter, cases * 9 / 10);
}

// Ways in which a manifest tells too little, each of one place that chance picks.
void forget_an_item(Tree& manifest, const char* list, Random& random) {
    std::vector<Tree*> lists;
    for (Tree& row : member(manifest, "signals")->items) {
        Tree* found = member(row, list);
        if (found != nullptr && !found->items.empty()) { lists.push_back(found); }
    }
    if (lists.empty()) { return; }
    auto& items = random.pick(lists)->items;
    items.erase(items.begin() + random.between(0, static_cast<int>(items.size()) - 1));
}

void forget_a_signal(Tree& manifest, const char*, Random& random) {
    auto& rows = member(manifest, "signals")->items;
    if (rows.empty()) { return; }
    rows.erase(rows.begin() + random.between(0, static_cast<int>(rows.size()) - 1));
}

void forget_the_signal(Tree& manifest, const char* name, Random&) {
    std::erase_if(member(manifest, "signals")->items,
                  [&](const Tree& row) { return row.find("name")->text == name; });
}

// Those tested by prefix or glob travel like any other.
void forget_what_is_whole(Tree& manifest, const char* type, Random&) {
    for (Tree& row : member(manifest, "signals")->items) {
        const bool whole = row.find("whole") != nullptr && row.find("type")->text == type;
        if (whole) { row.entries.emplace_back("values", Tree::list({})); }
    }
}

struct Mutation {
    const char* name;
    void (*apply)(Tree&, const char*, Random&);
    const char* what;
};
constexpr Mutation mutations[] = {
    {"a cut less", forget_an_item, "cuts"},
    {"a value less", forget_an_item, "values"},
    {"a signal less", forget_a_signal, ""},
    {"no offset", forget_the_signal, "time.utc_offset"},
    {"no language", forget_the_signal, "page.language"},
    {"nothing whole", forget_what_is_whole, "string"},
};

// The law above can fail: of each way to tell too little there are cases that notice.
TEST(Manifest, WhoTellsLessIsFoundOut) {
    std::map<std::string, std::size_t> found;
    hold(
        [&](Sides& sides, const Case& made) -> std::string {
            if (!asks_well(sides.product, made)) { return ""; }
            Random random = random_of(made);
            const Case full = prepared(sides.product, made, random);
            const Page page = some_page(manifest_for(sides.product, full, random), random);
            for (const Mutation& mutation : mutations) {
                Page mutant = page;
                mutation.apply(mutant.manifest, mutation.what, random);
                found[mutation.name] += difference(sides.product, full, mutant).empty() ? 0 : 1;
            }
            return "";
        },
        2'000);
    if (pairs_asked_for(2'000) < 2'000) { return; }  // too few to have met each
    for (const Mutation& mutation : mutations) {
        EXPECT_GT(found[mutation.name], 0u) << mutation.name;
        RecordProperty(std::string(mutation.name), std::to_string(found[mutation.name]));
    }
}

}  // namespace
}  // namespace passerby::property
