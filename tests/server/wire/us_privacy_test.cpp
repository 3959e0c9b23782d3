// The US Privacy string: every string of four of its characters, and what is none.
#include "server/wire/us_privacy.hpp"

#include <gtest/gtest.h>

#include <string>

namespace passerby::wire {
namespace {

TEST(UsPrivacy, TheThirdCharacterIsTheOptOut) {
    for (char notice : {'Y', 'N', '-'}) {
        for (char sale : {'Y', 'N', '-'}) {
            for (char agreement : {'Y', 'N', '-'}) {
                const auto read = read_us_privacy(std::string{'1', notice, sale, agreement});
                ASSERT_TRUE(read.ok());
                EXPECT_EQ(read.value().opted_out, sale == 'Y');
            }
        }
    }
}

TEST(UsPrivacy, RefusesAnythingElse) {
    const std::pair<std::string, IabFault> bad[] = {
        {"", IabFault::empty},
        {"2YNN", IabFault::bad_version},
        {"YYNN", IabFault::bad_version},
        {"1YN", IabFault::cut_short},
        {"1", IabFault::cut_short},
        {"1YNNN", IabFault::rubbish},
        {"1YNN ", IabFault::rubbish},
        {"1yNN", IabFault::bad_value},
        {"1YnN", IabFault::bad_value},
        {"1YN1", IabFault::bad_value},
        {"1Y N", IabFault::bad_value},
        {" 1YN", IabFault::bad_version},
        {std::string("1YN\0", 4), IabFault::bad_value},
    };
    for (const auto& [text, fault] : bad) {
        const auto read = read_us_privacy(text);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_EQ(read.error(), fault) << text;
    }
}

}  // namespace
}  // namespace passerby::wire
