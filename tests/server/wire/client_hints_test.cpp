// Browsers as they introduce themselves, and the three words that are left of them.
#include "server/wire/client_hints.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace passerby::wire {

void PrintTo(const Device& device, std::ostream* out) {
    *out << device.type << " " << device.os << " " << device.browser;
}

namespace {

struct Visitor {
    std::string_view user_agent;
    Device device;
};

constexpr Visitor visitors[] = {
    // Desktops
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
     "Safari/537.36",
     {"desktop", "windows", "chrome"}},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
     "Safari/537.36 Edg/131.0.0.0",
     {"desktop", "windows", "edge"}},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0",
     {"desktop", "windows", "firefox"}},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 "
     "Safari/537.36 OPR/115.0.0.0",
     {"desktop", "windows", "opera"}},
    {"Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
     {"desktop", "windows", "other"}},
    {"Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.1; Trident/6.0; Tablet PC 2.0)",
     {"desktop", "windows", "other"}},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
     "Safari/605.1.15",
     {"desktop", "macos", "safari"}},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/131.0.0.0 Safari/537.36",
     {"desktop", "macos", "chrome"}},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0",
     {"desktop", "macos", "firefox"}},
    {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
     {"desktop", "linux", "chrome"}},
    {"Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
     {"desktop", "linux", "firefox"}},
    {"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
     "Safari/537.36",
     {"desktop", "chromeos", "chrome"}},
    {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 "
     "Vivaldi/6.8",
     {"desktop", "linux", "other"}},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 "
     "YaBrowser/24.10.0 Safari/537.36",
     {"desktop", "windows", "other"}},
    // Phones
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/18.1 Mobile/15E148 Safari/604.1",
     {"phone", "ios", "safari"}},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1",
     {"phone", "ios", "chrome"}},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "FxiOS/133.0 Mobile/15E148 Safari/605.1.15",
     {"phone", "ios", "firefox"}},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Version/18.0 EdgiOS/131.0 Mobile/15E148 Safari/604.1",
     {"phone", "ios", "edge"}},
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
     "Mobile/15E148 [FBAN/FBIOS;FBAV/485.1]",
     {"phone", "ios", "other"}},
    {"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile "
     "Safari/537.36",
     {"phone", "android", "chrome"}},
    {"Mozilla/5.0 (Linux; Android 14; SM-S928B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 "
     "Chrome/122.0.0.0 Mobile Safari/537.36",
     {"phone", "android", "samsung"}},
    {"Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0", {"phone", "android", "firefox"}},
    {"Mozilla/5.0 (Linux; Android 10; HD1913) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile "
     "Safari/537.36 EdgA/131.0.0.0",
     {"phone", "android", "edge"}},
    {"Mozilla/5.0 (Linux; Android 10; VOG-L29) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 "
     "Mobile Safari/537.36 OPR/86.0.0.0",
     {"phone", "android", "opera"}},
    {"Opera/9.80 (J2ME/MIDP; Opera Mini/9.80/191.308; U; en) Presto/2.5.25 Version/10.54",
     {"phone", "other", "opera"}},
    {"Mozilla/5.0 (Linux; U; Android 13; en-us; M2102J20SG) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Version/4.0 Chrome/112.0 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.4",
     {"phone", "android", "other"}},
    {"Mozilla/5.0 (Linux; Android 12; CUBOT NOTE 30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
     "Mobile Safari/537.36",
     {"phone", "android", "chrome"}},
    {"Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like "
     "Gecko) Chrome/52.0 Mobile Safari/537.36 Edge/15.15063",
     {"phone", "windows", "edge"}},
    {"Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5",
     {"phone", "other", "firefox"}},
    // Tablets
    {"Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 "
     "Mobile/15E148 Safari/604.1",
     {"tablet", "ios", "safari"}},
    {"Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0 "
     "Mobile/15E148 Safari/604.1",
     {"tablet", "ios", "chrome"}},
    {"Mozilla/5.0 (Linux; Android 13; SM-X906C) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 "
     "Safari/537.36",
     {"tablet", "android", "chrome"}},
    {"Mozilla/5.0 (Android 14; Tablet; rv:133.0) Gecko/133.0 Firefox/133.0",
     {"tablet", "android", "firefox"}},
    {"Mozilla/5.0 (Linux; Android 11; KFTRWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/126.4 like "
     "Chrome/126.0 Safari/537.36",
     {"tablet", "android", "other"}},
    {"Mozilla/5.0 (Linux; U; Android 4.0.3; en-us; KFTT Build/IML74K) AppleWebKit/535.19 (KHTML, like Gecko) "
     "Silk/3.4 Mobile Safari/535.19 Silk-Accelerated=true",
     {"tablet", "android", "other"}},
    // What does not say which it is
    {"Dalvik/2.1.0 (Linux; U; Android 10; MED-AL00 Build/HUAWEIMED-AL00)", {"phone", "android", "other"}},
    {"Mozilla/5.0 (Linux; U; Android 2.3.4; en-us; Sprint APA7373KT) AppleWebKit/533.1 (KHTML, like Gecko) "
     "Version/4.0",
     {"phone", "android", "other"}},
    // The makers' own browsers of old, and others that descend from a known one
    {"Mozilla/5.0 (Linux; U; Android 4.0.2; en-us; Galaxy Nexus Build/ICL53F) AppleWebKit/534.30 (KHTML, "
     "like "
     "Gecko) Version/4.0 Mobile Safari/534.30",
     {"phone", "android", "other"}},
    {"Mozilla/5.0 (X11; Linux x86_64; rv:55.0) Gecko/20100101 Firefox/55.2.2 Waterfox/55.2.2",
     {"desktop", "linux", "other"}},
    {"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile "
     "Safari/537.36 (Ecosia android@150.0.0.0)",
     {"phone", "android", "other"}},
    {"Mozilla/5.0 (Linux; Android 10; Quest 2) AppleWebKit/537.36 (KHTML, like Gecko) OculusBrowser/15.0 "
     "SamsungBrowser/4.0 Chrome/89.0.4389.90 VR Safari/537.36",
     {"tablet", "android", "other"}},
    {"Mozilla/5.0 (X11; U; FreeBSD x86_64; en-US) AppleWebKit/534.16 (KHTML, like Gecko) Chrome/10.0.648.204 "
     "Safari/534.16",
     {"desktop", "other", "chrome"}},
    // Televisions and consoles
    {"Mozilla/5.0 (SMART-TV; LINUX; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) 94.0.4606.31/7.0 TV "
     "Safari/537.36",
     {"tv", "other", "other"}},
    {"Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0 Safari/537.36 "
     "WebAppManager",
     {"tv", "other", "chrome"}},
    {"Mozilla/5.0 (Linux; Android 9; AFTMM Build/PS7671) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
     "Chrome/120.0 Mobile Safari/537.36",
     {"tv", "android", "chrome"}},
    {"Mozilla/5.0 (X11; Linux armv7l) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0 Safari/537.36 "
     "CrKey/1.54",
     {"tv", "linux", "chrome"}},
    {"AppleTV11,1/18.1", {"tv", "other", "other"}},
    {"Mozilla/5.0 (PlayStation; PlayStation 5/8.20) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.4 "
     "Safari/605.1.15",
     {"console", "other", "safari"}},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/114.0 Safari/537.36 Edg/114.0",
     {"console", "windows", "edge"}},
    {"Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) AppleWebKit/606.4 (KHTML, like Gecko) NF/6.0.1.15.4 "
     "NintendoBrowser/5.1",
     {"console", "other", "other"}},
    // Machines
    {"Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) "
     "Chrome/131.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
     {"bot", "android", "chrome"}},
    {"Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", {"bot", "other", "other"}},
    {"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", {"bot", "other", "other"}},
    {"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/131.0.0.0 "
     "Safari/537.36",
     {"bot", "linux", "chrome"}},
    {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 "
     "Safari/537.36 Playwright/1.40.0",
     {"bot", "windows", "chrome"}},
    {"Mozilla/5.0 (compatible; SimpleTool)", {"bot", "other", "other"}},
    {"curl/7.88.1", {"bot", "other", "other"}},
    {"python-requests/2.32.3", {"bot", "other", "other"}},
    {"Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)", {"bot", "other", "other"}},
    {"Something nobody has heard of", {"other", "other", "other"}},
};

TEST(ClientHintsTest, UserAgentsAreReduced) {
    static_assert(std::size(visitors) >= 30);
    for (const Visitor& visitor : visitors) {
        EXPECT_EQ(
            recognise_device({.user_agent = visitor.user_agent, .brands = {}, .mobile = {}, .platform = {}}),
            visitor.device)
            << visitor.user_agent;
    }
}

TEST(ClientHintsTest, NothingSaidIsNothingKnown) {
    EXPECT_EQ(recognise_device({}), Device{});
}

TEST(ClientHintsTest, HintsRefineAndReplaceTheUserAgent) {
    constexpr std::string_view edge = R"("Microsoft Edge";v="131", "Chromium";v="131", "Not_A Brand";v="24")";
    constexpr std::string_view chrome =
        R"("Google Chrome";v="131", "Chromium";v="131", "Not_A Brand";v="24")";
    constexpr std::string_view brave = R"("Brave";v="131", "Chromium";v="131", "Not_A Brand";v="24")";
    EXPECT_EQ(recognise_device({visitors[0].user_agent, brave, "?0", R"("Windows")"}),
              (Device{"desktop", "windows", "other"}));
    EXPECT_EQ(recognise_device({"", edge, "?0", R"("Windows")"}), (Device{"desktop", "windows", "edge"}));
    EXPECT_EQ(recognise_device({"", chrome, "?1", R"("Android")"}), (Device{"phone", "android", "chrome"}));
    EXPECT_EQ(recognise_device({"", chrome, "?0", R"("Android")"}), (Device{"tablet", "android", "chrome"}));
    EXPECT_EQ(recognise_device({"", chrome, "?0", R"("Chrome OS")"}),
              (Device{"desktop", "chromeos", "chrome"}));
    EXPECT_EQ(recognise_device({"", "", "?1", ""}), (Device{"phone", "other", "other"}));
    EXPECT_EQ(
        recognise_device({"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36",
                          R"("Opera";v="115", "Chromium";v="130")", "?0", R"("macOS")"}),
        (Device{"desktop", "macos", "opera"}));
    EXPECT_EQ(recognise_device({"", R"("HeadlessChrome";v="131")", "?0", R"("Linux")"}).type, "bot");
}

// Long, odd and hostile headers cost nothing and say nothing.
TEST(ClientHintsTest, AnyBytesEndInThreeWords) {
    const std::string rubbish(100'000, '\xff');
    EXPECT_EQ(recognise_device({rubbish, rubbish, rubbish, rubbish}), (Device{"other", "other", "other"}));
}

}  // namespace
}  // namespace passerby::wire
