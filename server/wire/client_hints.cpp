#include "server/wire/client_hints.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace passerby::wire {

namespace {

// A mark in a header, in lower case, and what it means. Of a table the first mark that is found decides.
struct Mark {
    std::string_view mark, meaning;
};

constexpr std::array bots = {
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
    Mark{"ia_archiver", "bot"},
};

// What runs a browser and is no computer in anybody's hands.
constexpr std::array furniture = {
    Mark{"playstation", "console"},
    Mark{"xbox", "console"},
    Mark{"nintendo", "console"},
    Mark{"smart-tv", "tv"},
    Mark{"smarttv", "tv"},
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
constexpr std::array in_hand = {
    Mark{"windows phone", "phone"}, Mark{"ipad", "tablet"},       Mark{"iphone", "phone"},
    Mark{"ipod", "phone"},          Mark{"playbook", "tablet"},   Mark{"kindle", "tablet"},
    Mark{"silk/", "tablet"},        Mark{"tablet pc", "desktop"}, Mark{"tablet", "tablet"},
    Mark{"blackberry", "phone"},    Mark{"bb10", "phone"},        Mark{"opera mini", "phone"},
    Mark{"kaios", "phone"},         Mark{"symbian", "phone"},
};

constexpr std::array desks = {
    Mark{"windows", "desktop"}, Mark{"macintosh", "desktop"}, Mark{"cros ", "desktop"},
    Mark{"x11", "desktop"},     Mark{"linux", "desktop"},
};

constexpr std::array systems = {
    Mark{"windows", "windows"}, Mark{"playstation", "other"}, Mark{"nintendo", "other"},
    Mark{"tizen", "other"},     Mark{"web0s", "other"},       Mark{"kaios", "other"},
    Mark{"appletv", "other"},   Mark{"apple tv", "other"},    Mark{"android", "android"},
    Mark{"iphone", "ios"},      Mark{"ipad", "ios"},          Mark{"ipod", "ios"},
    Mark{"cros ", "chromeos"},  Mark{"macintosh", "macos"},   Mark{"mac os x", "macos"},
    Mark{"linux", "linux"},     Mark{"x11", "linux"},
};

// Most browsers name those they descend from as well, so the youngest come first.
constexpr std::array browsers = {
    Mark{"edg/", "edge"},           Mark{"edga/", "edge"},
    Mark{"edgios/", "edge"},        Mark{"edge/", "edge"},
    Mark{"opr/", "opera"},          Mark{"opera", "opera"},
    Mark{"opios/", "opera"},        Mark{"opt/", "opera"},
    Mark{"opx/", "opera"},          Mark{"samsungbrowser", "samsung"},
    Mark{"seamonkey", "other"},     Mark{"fxios/", "firefox"},
    Mark{"focus/", "firefox"},      Mark{"firefox/", "firefox"},
    Mark{"yabrowser", "other"},     Mark{"vivaldi", "other"},
    Mark{"ucbrowser", "other"},     Mark{"duckduckgo", "other"},
    Mark{"ddg/", "other"},          Mark{"miuibrowser", "other"},
    Mark{"huaweibrowser", "other"}, Mark{"whale/", "other"},
    Mark{"silk/", "other"},         Mark{"gsa/", "other"},
    Mark{"fban/", "other"},         Mark{"fbav/", "other"},
    Mark{"instagram", "other"},     Mark{"crios/", "chrome"},
    Mark{"chromium/", "chrome"},    Mark{"chrome/", "chrome"},
};

constexpr std::array brand_names = {
    Mark{"microsoft edge", "edge"},
    Mark{"opera", "opera"},
    Mark{"samsung internet", "samsung"},
    Mark{"google chrome", "chrome"},
};

constexpr std::array platform_names = {
    Mark{"windows", "windows"},      Mark{"macos", "macos"},
    Mark{"chrome os", "chromeos"},   Mark{"chromeos", "chromeos"},
    Mark{"chromium os", "chromeos"}, Mark{"linux", "linux"},
    Mark{"android", "android"},      Mark{"ios", "ios"},
};

std::string_view find(std::span<const Mark> marks, std::string_view text) {
    const auto found = std::find_if(marks.begin(), marks.end(),
                                    [&](const Mark& mark) { return text.find(mark.mark) != text.npos; });
    return found == marks.end() ? std::string_view{} : found->meaning;
}

// The front of a header in lower case; what says something stands within it.
class Folded {
  public:
    explicit Folded(std::string_view text) : size_(std::min(text.size(), bytes_.size())) {
        std::transform(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size_), bytes_.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    }
    operator std::string_view() const { return {bytes_.data(), size_}; }
    bool has(std::string_view mark) const {
        return std::string_view(*this).find(mark) != std::string_view::npos;
    }

  private:
    std::array<char, 512> bytes_;
    std::size_t size_;
};

bool is_bot(const Folded& agent, const Folded& brands) {
    // One maker of phones carries the word in its name.
    const bool named = agent.has("cubot") ? false : !find(bots, agent).empty();
    return named || brands.has("headlesschrome");
}

std::string_view hinted_type(std::string_view mobile, std::string_view os) {
    if (mobile == "?1") { return "phone"; }
    if (mobile == "?0" && os == "android") { return "tablet"; }
    return {};
}

std::string_view type_of_agent(const Folded& agent) {
    if (agent.has("android") && !agent.has("windows phone")) {
        return agent.has("mobile") ? "phone" : "tablet";
    }
    if (const auto type = find(in_hand, agent); !type.empty()) { return type; }
    // A tablet that poses as a Mac gives itself away in apps.
    if (agent.has("mobile")) { return agent.has("macintosh") ? "tablet" : "phone"; }
    return find(desks, agent);
}

std::string_view type_of_platform(std::string_view os) {
    if (os.empty() || os == "other") { return {}; }
    return os == "ios" || os == "android" ? "phone" : "desktop";
}

std::string_view browser_of(const Folded& agent, const Folded& brands) {
    if (const auto brand = find(brand_names, brands); !brand.empty()) { return brand; }
    if (const auto name = find(browsers, agent); !name.empty()) { return name; }
    return agent.has("safari/") && agent.has("version/") ? "safari" : "other";
}

// The first that is not empty.
std::string_view first_of(std::initializer_list<std::string_view> answers) {
    const auto said =
        std::find_if(answers.begin(), answers.end(), [](auto answer) { return !answer.empty(); });
    return said == answers.end() ? "other" : *said;
}

}  // namespace

Device recognise_device(const ClientHints& hints) {
    if (hints.user_agent.empty() && hints.brands.empty() && hints.mobile.empty() && hints.platform.empty()) {
        return {};
    }
    const Folded agent(hints.user_agent);
    const Folded brands(hints.brands);
    const Folded platform(hints.platform);
    Device device;
    device.os = first_of({find(platform_names, platform), find(systems, agent)});
    device.browser = browser_of(agent, brands);
    device.type = is_bot(agent, brands)
                      ? "bot"
                      : first_of({find(furniture, agent), hinted_type(hints.mobile, device.os),
                                  type_of_agent(agent), type_of_platform(device.os)});
    return device;
}

}  // namespace passerby::wire
