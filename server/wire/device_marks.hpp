// The words in a header that tell a device: a table a question, in the order in which they count.
#pragma once

#include <array>
#include <string_view>

namespace passerby::wire {

// A mark in a header, in lower case, and what it means; two letters at least. Of a table the first mark that
// is found decides.
struct Mark {
    std::string_view mark, meaning;
};

inline constexpr std::array bots = {
    Mark{"bot", "bot"},
    Mark{"crawler", "bot"},
    Mark{"spider", "bot"},
    Mark{"slurp", "bot"},
    Mark{"headlesschrome", "bot"},
    Mark{"facebookexternalhit", "bot"},
    Mark{"lighthouse", "bot"},
    Mark{"bingpreview", "bot"},
    Mark{"mediapartners-google", "bot"},
    Mark{"inspectiontool", "bot"},
    Mark{"feedfetcher", "bot"},
    Mark{"google-read-aloud", "bot"},
    Mark{"whatsapp/", "bot"},
    Mark{"pingdom", "bot"},
    Mark{"phantomjs", "bot"},
    Mark{"scrapy", "bot"},
    Mark{"curl/", "bot"},
    Mark{"wget/", "bot"},
    Mark{"python-", "bot"},
    Mark{"aiohttp", "bot"},
    Mark{"go-http-client", "bot"},
    Mark{"libwww", "bot"},
    Mark{"httpclient", "bot"},
    Mark{"node-fetch", "bot"},
    Mark{"axios/", "bot"},
    Mark{"postmanruntime", "bot"},
    // Who says where to complain, or what it is for, is nobody's browser.
    Mark{"http://", "bot"},
    Mark{"https://", "bot"},
    Mark{".com", "bot"},
    Mark{"crawl", "bot"},
    Mark{"scrape", "bot"},
    Mark{"scan", "bot"},
    Mark{"fetch", "bot"},
    Mark{"preview", "bot"},
    Mark{"validator", "bot"},
    Mark{"checker", "bot"},
    Mark{"linkcheck", "bot"},
    Mark{"archiv", "bot"},
    Mark{"favicon", "bot"},
    Mark{"synthetic", "bot"},
    Mark{"selenium", "bot"},
    Mark{"playwright", "bot"},
    Mark{"puppeteer", "bot"},
    Mark{"ptst/", "bot"},
    Mark{"google-", "bot"},
    Mark{"-google", "bot"},
    Mark{"meta-external", "bot"},
    Mark{"ips-agent", "bot"},
    Mark{"uptime", "bot"},
    Mark{"monitor", "bot"},
    Mark{"feed", "bot"},
    Mark{"rss/", "bot"},
    Mark{"subscribers", "bot"},
    Mark{"webhook", "bot"},
    Mark{"httrack", "bot"},
    Mark{"w3c_", "bot"},
    Mark{"zgrab", "bot"},
    Mark{"java/1", "bot"},
};

// What runs a browser and is no computer in anybody's hands.
inline constexpr std::array furniture = {
    Mark{"playstation", "console"},
    Mark{"xbox", "console"},
    Mark{"nintendo", "console"},
    Mark{"ouya", "console"},
    Mark{"smart-tv", "tv"},
    Mark{"smarttv", "tv"},
    Mark{"smart tv", "tv"},
    Mark{"(tv;", "tv"},
    Mark{"dtv", "tv"},
    Mark{"hbbtv", "tv"},
    Mark{"web0s", "tv"},
    Mark{"webos.tv", "tv"},
    Mark{"appletv", "tv"},
    Mark{"apple tv", "tv"},
    Mark{"googletv", "tv"},
    Mark{"google tv", "tv"},
    Mark{"android tv", "tv"},
    Mark{"crkey", "tv"},
    Mark{"bravia", "tv"},
    Mark{"roku", "tv"},
    Mark{"viera", "tv"},
    Mark{"netcast", "tv"},
    Mark{"; aft", "tv"},  // Fire TV: models AFTB, AFTMM …
};

// After bots and furniture. Android without `Mobile` is settled before these.
inline constexpr std::array in_hand = {
    Mark{"windows phone", "phone"}, Mark{"ipad", "tablet"},       Mark{"iphone", "phone"},
    Mark{"ipod", "phone"},          Mark{"playbook", "tablet"},   Mark{"kindle", "tablet"},
    Mark{"silk/", "tablet"},        Mark{"tablet pc", "desktop"}, Mark{"tablet", "tablet"},
    Mark{"blackberry", "phone"},    Mark{"bb10", "phone"},        Mark{"opera mini", "phone"},
    Mark{"kaios", "phone"},         Mark{"symbian", "phone"},     Mark{"windows ce", "phone"},
    Mark{"midp", "phone"},          Mark{"cldc", "phone"},        Mark{"nokia", "phone"},
};

inline constexpr std::array desks = {
    Mark{"windows", "desktop"}, Mark{"macintosh", "desktop"}, Mark{"cros ", "desktop"},
    Mark{"x11", "desktop"},     Mark{"linux", "desktop"},
};

inline constexpr std::array systems = {
    Mark{"haiku", "other"},       Mark{"sailfish", "other"},    Mark{"maemo", "other"},
    Mark{"hpwos", "other"},       Mark{"webos", "other"},       Mark{"fuchsia", "other"},
    Mark{"windows", "windows"},   Mark{"playstation", "other"}, Mark{"nintendo", "other"},
    Mark{"tizen", "other"},       Mark{"web0s", "other"},       Mark{"kaios", "other"},
    Mark{"appletv", "other"},     Mark{"apple tv", "other"},    Mark{"android", "android"},
    Mark{"iphone", "ios"},        Mark{"ipad", "ios"},          Mark{"ipod", "ios"},
    Mark{"cros ", "chromeos"},    Mark{"macintosh", "macos"},   Mark{"mac os x", "macos"},
    Mark{"mac_powerpc", "macos"}, Mark{"linux", "linux"},
};

// Most browsers name those they descend from as well, so the youngest come first.
inline constexpr std::array browsers = {
    Mark{"edg/", "edge"},
    Mark{"edga/", "edge"},
    Mark{"edgios/", "edge"},
    Mark{"edge/", "edge"},
    Mark{"opr/", "opera"},
    Mark{"opera", "opera"},
    Mark{"opios/", "opera"},
    Mark{"opt/", "opera"},
    Mark{"opx/", "opera"},
    Mark{"coast/", "opera"},
    Mark{"oculusbrowser", "other"},
    Mark{"samsungbrowser", "samsung"},
    Mark{"camino", "other"},
    Mark{"waterfox", "other"},
    Mark{"palemoon", "other"},
    Mark{"basilisk", "other"},
    Mark{"flock/", "other"},
    Mark{"lunascape", "other"},
    Mark{"maemo browser", "other"},
    Mark{"navigator/", "other"},
    Mark{"swiftfox", "other"},
    Mark{"like firefox", "other"},
    Mark{"gecko firefox", "other"},
    Mark{"sailfish", "other"},
    Mark{"seamonkey", "other"},
    Mark{"fxios/", "firefox"},
    Mark{"focus/", "firefox"},
    Mark{"firefox/", "firefox"},
    Mark{"yabrowser", "other"},
    Mark{"vivaldi", "other"},
    Mark{"ucbrowser", "other"},
    Mark{"duckduckgo", "other"},
    Mark{"ddg/", "other"},
    Mark{"miuibrowser", "other"},
    Mark{"huaweibrowser", "other"},
    Mark{"whale/", "other"},
    Mark{"silk/", "other"},
    Mark{"gsa/", "other"},
    Mark{"fban/", "other"},
    Mark{"fbav/", "other"},
    Mark{"instagram", "other"},
    Mark{"snapchat", "other"},
    Mark{"musical_ly", "other"},
    Mark{"bytedance", "other"},
    Mark{"pinterest", "other"},
    Mark{"linkedinapp", "other"},
    Mark{"line/", "other"},
    Mark{"kakaotalk", "other"},
    Mark{"micromessenger", "other"},
    Mark{"qqbrowser", "other"},
    Mark{"baidubox", "other"},
    Mark{"bidubrowser", "other"},
    Mark{"metasr", "other"},
    Mark{"lbbrowser", "other"},
    Mark{"2345explorer", "other"},
    Mark{"ubrowser", "other"},
    Mark{"coc_coc", "other"},
    Mark{"falkon", "other"},
    Mark{"iridium", "other"},
    Mark{"rockmelt", "other"},
    Mark{"puffin", "other"},
    Mark{"avast/", "other"},
    Mark{"avg/", "other"},
    Mark{"tesla/", "other"},
    Mark{"electron/", "other"},
    Mark{"not chrome", "other"},
    Mark{"skyfire", "other"},
    Mark{"ecosia", "other"},
    Mark{"bolt/", "other"},
    Mark{"cheetah", "other"},
    Mark{"crmo/", "chrome"},
    Mark{"crios/", "chrome"},
    Mark{"chromium/", "chrome"},
    Mark{"chrome/", "chrome"},
};

inline constexpr std::array brand_names = {
    Mark{"microsoft edge", "edge"},  Mark{"opera", "opera"},      Mark{"samsung internet", "samsung"},
    Mark{"brave", "other"},          Mark{"vivaldi", "other"},    Mark{"yandex", "other"},
    Mark{"yabrowser", "other"},      Mark{"duckduckgo", "other"}, Mark{"oculus", "other"},
    Mark{"google chrome", "chrome"},
};

inline constexpr std::array platform_names = {
    Mark{"windows", "windows"},      Mark{"macos", "macos"},
    Mark{"chrome os", "chromeos"},   Mark{"chromeos", "chromeos"},
    Mark{"chromium os", "chromeos"}, Mark{"linux", "linux"},
    Mark{"android", "android"},      Mark{"ios", "ios"},
};

}  // namespace passerby::wire
