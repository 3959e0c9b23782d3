// Files of places: what each shape says of an address, and that a broken one is refused before it does harm.
#include "server/place/atlas.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "server/place/sound_file.hpp"

namespace passerby::place {
namespace {

const std::filesystem::path folder = PASSERBY_SOURCE_DIR "/tests/fuzz/corpus/place_file";

struct Said {
    Found found;
    std::string country, region, city;
    friend bool operator==(const Said&, const Said&) = default;
};

void PrintTo(const Said& said, std::ostream* out) {
    *out << static_cast<int>(said.found) << " " << said.country << " " << said.region << " " << said.city;
}

Said ask(const Atlas& atlas, std::string_view text) {
    IpAddress address;
    EXPECT_TRUE(address.read(text)) << text;
    Place place;
    const Found found = atlas.find(address, place);
    return {found, std::string(place.country), std::string(place.region()), std::string(place.city)};
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The same bytes as a file with a name of its own, in memory alone.
Atlas::Loaded load_bytes(std::string_view bytes) {
    const int file = ::memfd_create("test", MFD_CLOEXEC);
    EXPECT_EQ(::write(file, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    auto loaded = Atlas::load("/proc/self/fd/" + std::to_string(file));
    ::close(file);
    return loaded;
}

TEST(Atlas, says_what_each_shape_says) {
    for (const char* name : {"city-24.mmdb", "city-28.mmdb", "city-32.mmdb", "only-ipv4.mmdb"}) {
        const auto [atlas, wrong] = Atlas::load(folder / name);
        ASSERT_EQ(wrong, Atlas::Wrong::nothing) << name;
        EXPECT_EQ(ask(*atlas, "9.9.9.9"), (Said{Found::place, "DE", "DE-BE", "Berlin"})) << name;
        EXPECT_EQ(ask(*atlas, "::ffff:9.9.9.9"), (Said{Found::place, "DE", "DE-BE", "Berlin"})) << name;
        EXPECT_EQ(ask(*atlas, "9.9.7.9"), (Said{Found::place, "DE", "DE-BB", "Frankfurt (Oder)"})) << name;
        EXPECT_EQ(ask(*atlas, "8.8.8.8"), (Said{Found::place, "AU", "", ""})) << name;
        EXPECT_EQ(ask(*atlas, "8.9.1.1"), (Said{Found::place, "fr", "", "Lyon"})) << name;
        EXPECT_EQ(ask(*atlas, "8.10.1.1"), (Said{Found::place, "US", "US-CA", "Los Angeles"})) << name;
        EXPECT_EQ(ask(*atlas, "11.1.1.1"), (Said{Found::place, "XX", "XX-BE", "Nowhere"})) << name;
        EXPECT_EQ(ask(*atlas, "12.1.1.1"), (Said{Found::place, "DE", "", ""})) << name;
        EXPECT_EQ(ask(*atlas, "13.1.1.1").found, Found::nothing) << name;
        EXPECT_EQ(ask(*atlas, "9.9.8.9").found, Found::nothing) << name;
        EXPECT_EQ(ask(*atlas, "10.9.9.9").found, Found::not_public) << name;
    }
    const auto six = Atlas::load(folder / "city-28.mmdb").atlas;
    EXPECT_EQ(ask(*six, "2a00:1450:4001:82b::200e"), (Said{Found::place, "NL", "NL-NH", "Amsterdam"}));
    EXPECT_EQ(ask(*six, "2a02:1::"), (Said{Found::place, "GB", "", ""}));
    EXPECT_EQ(ask(*Atlas::load(folder / "only-ipv4.mmdb").atlas, "2a02:1::").found, Found::nothing);
    EXPECT_EQ(ask(*Atlas::load(folder / "shared.mmdb").atlas, "9.9.9.1"), (Said{Found::place, "DE", "", ""}));
    EXPECT_EQ(ask(*Atlas::load(folder / "shared.mmdb").atlas, "8.8.8.8").found, Found::nothing);
    EXPECT_EQ(ask(*Atlas::blank(), "9.9.9.9").found, Found::nothing);
}

TEST(Atlas, looks_up_no_more_than_the_network) {
    const auto [atlas, wrong] = Atlas::load(folder / "city-24.mmdb");
    for (const auto& [whole, cut] :
         {std::pair{"9.9.9.77", "9.9.9.0"}, {"10.1.2.3", "10.1.2.0"}, {"7.7.7.7", "7.7.7.0"}}) {
        IpAddress address, network;
        ASSERT_TRUE(address.read(whole) && network.read(cut));
        Place place;
        atlas->find(address, place);
        EXPECT_EQ(address.bytes(), network.bytes()) << "whatever was found, the whole address is gone";
    }
}

TEST(Atlas, refuses_what_does_not_hold_together) {
    for (const char* name : {"nested-too-deep.mmdb", "points-at-itself.mmdb", "points-outside.mmdb",
                             "nested-metadata.mmdb", "too-many-nodes.mmdb"}) {
        EXPECT_EQ(Atlas::load(folder / name).wrong, Atlas::Wrong::malformed) << name;
    }
    EXPECT_EQ(Atlas::load(folder / "absent.mmdb").wrong, Atlas::Wrong::unreadable);
    EXPECT_EQ(Atlas::load(folder).wrong, Atlas::Wrong::unreadable);
    EXPECT_EQ(Atlas::load("/dev/zero").wrong, Atlas::Wrong::unreadable);
    EXPECT_EQ(load_bytes("").wrong, Atlas::Wrong::malformed);
    EXPECT_EQ(load_bytes(std::string(4'096, 'x')).wrong, Atlas::Wrong::malformed);
    EXPECT_EQ(load_bytes("\xab\xcd\xefMaxMind.com").wrong, Atlas::Wrong::malformed);
}

void ask_many(const Atlas& atlas) {
    for (const char* text : {"9.9.9.9", "8.8.8.8", "8.9.1.1", "8.10.1.1", "11.1.1.1", "12.1.1.1", "13.1.1.1",
                             "223.1.1.1", "2a00:1450:4001::1", "2a02:1::", "3000::"}) {
        ask(atlas, text);
    }
}

TEST(Atlas, survives_files_cut_anywhere) {
    const std::string whole = bytes_of(folder / "city-28.mmdb");
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const auto [atlas, wrong] = load_bytes(std::string_view(whole).substr(0, size));
        EXPECT_EQ(wrong, Atlas::Wrong::malformed) << size;
    }
}

TEST(Atlas, survives_files_with_bytes_changed) {
    std::mt19937 random(7);
    std::size_t loaded = 0, refused = 0;
    for (const char* name : {"city-24.mmdb", "city-28.mmdb", "only-ipv4.mmdb", "shared.mmdb"}) {
        const std::string whole = bytes_of(folder / name);
        for (int i = 0; i < 2'500; ++i) {
            std::string changed = whole;
            for (auto left = 1 + random() % 3; left > 0; --left) {
                changed[random() % changed.size()] = static_cast<char>(random());
            }
            const auto result = load_bytes(changed);
            ++(result.atlas ? loaded : refused);
            if (result.atlas) { ask_many(*result.atlas); }
        }
    }
    EXPECT_GT(loaded, 500u) << "a change of a letter does no harm";
    EXPECT_GT(refused, 500u);
}

}  // namespace
}  // namespace passerby::place
