// Simple case folding, and that its committed table is the one of the Unicode files.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "engine/casefold.hpp"
#include "engine/text.hpp"

namespace passerby::engine {
namespace {

const std::filesystem::path source_dir = PASSERBY_SOURCE_DIR;

std::string read_file(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return std::move(text).str();
}

std::string output_of(const std::string& command) {
    std::string output;
    FILE* const pipe = popen(command.c_str(), "r");
    char buffer[4096];
    while (const std::size_t got = fread(buffer, 1, sizeof buffer, pipe)) { output.append(buffer, got); }
    EXPECT_EQ(pclose(pipe), 0) << command;
    return output;
}

TEST(Casefold, FoldsByCodePoint) {
    const std::pair<const char*, const char*> cases[] = {
        {"", ""},
        {"Football", "football"},
        {"@[`{09~", "@[`{09~"},
        {"ÄÖÜ ÉÇ", "äöü éç"},
        {"STRASSE", "strasse"},
        {"Straße", "straße"},
        {"STRAẞE", "straße"},  // ẞ folds to ß, never to ss
        {"ΑΣΣ", "ασσ"},
        {"ας", "ασ"},  // the final sigma is a sigma
        {"МОСКВА", "москва"},
        {"İstanbul", "İstanbul"},  // the dotted I has only a full or a Turkish folding
        {"ısı", "ısı"},
        {"\u212A", "k"},       // the Kelvin sign: three bytes to one
        {"\u023A", "\u2C65"},  // two bytes to three
        {"Ꭰꭰ", "ᎠᎠ"},      // Cherokee folds upwards
        {"𐐀", "𐐨"},
        {"日本", "日本"},
        {"ﬀ", "ﬀ"},  // full folding only
        {"\u1E9B\u0323", "\u1E61\u0323"},
    };
    for (const auto& [text, expected] : cases) { EXPECT_EQ(folded(text), expected) << text; }
}

TEST(Casefold, AppendsBehindWhatIsThere) {
    std::string out = "Kept ";
    append_folded("ÄB", out);
    append_folded("CD", out);
    EXPECT_EQ(out, "Kept äbcd");
}

TEST(Casefold, AllocatesNothingOnceWarm) {
    std::string out;
    append_folded(std::string(400, 'X') + "Ⱥ", out);
    const char* const where = out.data();
    for (const char* text : {"Straße", "PLAIN", "Ⱥ", ""}) {
        out.clear();
        append_folded(text, out);
        EXPECT_EQ(out.data(), where);
    }
}

TEST(Casefold, LeavesStrayBytesAsTheyAre) {
    for (const char* text :
         {"\xFF", "a\x80z", "\xC3", "\xE2\x84", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80"}) {
        EXPECT_EQ(folded(text), text);
    }
    EXPECT_EQ(folded("A\xFFÄ\xC3"), "a\xFFä\xC3");
}

TEST(Casefold, ComparesLikeTheFoldedTexts) {
    const char* const texts[] = {"",   "a", "A", "ab", "AB", "B", "ß",    "ẞ",
                                 "ss", "k", "K", "Z",  "ä",  "Ä", "\xFF", "𐐀"};
    for (const char* a : texts) {
        for (const char* b : texts) {
            EXPECT_EQ(equal_folded(a, b), folded(a) == folded(b)) << a << " " << b;
            EXPECT_EQ(compare_folded(a, b), -compare_folded(b, a)) << a << " " << b;
            // UTF-8 keeps the order of code points, so bytes tell the same (stray bytes apart).
            if (*a != '\xFF' && *b != '\xFF') {
                EXPECT_EQ(compare_folded(a, b) < 0, folded(a) < folded(b)) << a << " " << b;
            }
        }
    }
}

// The file's own C and S rows, read here a second time and without the script.
TEST(Casefold, AgreesWithEveryCodePointOfTheDatabase) {
    std::ifstream file("/usr/share/unicode/CaseFolding.txt");
    if (!file) { GTEST_SKIP() << "the package unicode-data is not installed"; }
    std::map<char32_t, char32_t> foldings;
    unsigned from = 0, to = 0;
    char status = 0;
    for (std::string line; std::getline(file, line);) {
        if (std::sscanf(line.c_str(), "%X; %c; %X", &from, &status, &to) == 3 &&
            (status == 'C' || status == 'S')) {
            foldings[from] = to;
        }
    }
    ASSERT_GT(foldings.size(), 1000u);
    for (char32_t c = 0; c < 0x110000; ++c) {
        const auto found = foldings.find(c);
        ASSERT_EQ(fold(c), found == foldings.end() ? c : found->second)
            << std::hex << static_cast<unsigned>(c);
    }
}

TEST(Casefold, TheCommittedTableIsTheScriptsOutput) {
    if (!std::filesystem::exists("/usr/share/unicode/CaseFolding.txt")) {
        GTEST_SKIP() << "the package unicode-data is not installed";
    }
    const std::string script = (source_dir / "engine/tables/casefold.py").string();
    EXPECT_EQ(output_of("python3 '" + script + "'"), read_file(source_dir / "engine/casefold_table.inc"));
}

}  // namespace
}  // namespace passerby::engine
