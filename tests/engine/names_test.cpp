#include "engine/names.hpp"

#include <gtest/gtest.h>

#include <string>

namespace passerby::engine {
namespace {

TEST(Names, are_found_whatever_their_number) {
    for (const std::uint32_t count : {0u, 1u, 2u, 15u, 16u, 17u, 63u, 64u, 5'000u}) {
        Names names;
        names.reserve(count);
        for (std::uint32_t i = 0; i < count; ++i) {
            names.push_back("a name of number " + std::to_string(i));
        }
        names.settle();
        EXPECT_EQ(names.size(), count);
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::string name = "a name of number " + std::to_string(i);
            EXPECT_EQ(names[i], name);
            EXPECT_EQ(names.find(name), i);
            EXPECT_EQ(names.find(name + " "), std::nullopt);
        }
        EXPECT_EQ(names.find(""), std::nullopt);
    }
}

}  // namespace
}  // namespace passerby::engine
