// The languages that the web is mostly written in (ISO 639-1), sorted by code.
#include "engine/languages.hpp"

#include <algorithm>

#include "engine/casefold.hpp"
#include "engine/countries.hpp"
#include "engine/wording.hpp"

namespace passerby::engine {

namespace {

struct Language {
    std::string_view code, name;
};

constexpr Language languages[] = {
    {"af", "Afrikaans"},       {"am", "Amharic"},       {"ar", "Arabic"},
    {"az", "Azerbaijani"},     {"be", "Belarusian"},    {"bg", "Bulgarian"},
    {"bn", "Bengali"},         {"bs", "Bosnian"},       {"ca", "Catalan"},
    {"cs", "Czech"},           {"cy", "Welsh"},         {"da", "Danish"},
    {"de", "German"},          {"el", "Greek"},         {"en", "English"},
    {"eo", "Esperanto"},       {"es", "Spanish"},       {"et", "Estonian"},
    {"eu", "Basque"},          {"fa", "Persian"},       {"fi", "Finnish"},
    {"fr", "French"},          {"fy", "Frisian"},       {"ga", "Irish"},
    {"gd", "Scottish Gaelic"}, {"gl", "Galician"},      {"gu", "Gujarati"},
    {"he", "Hebrew"},          {"hi", "Hindi"},         {"hr", "Croatian"},
    {"hu", "Hungarian"},       {"hy", "Armenian"},      {"id", "Indonesian"},
    {"is", "Icelandic"},       {"it", "Italian"},       {"ja", "Japanese"},
    {"ka", "Georgian"},        {"kk", "Kazakh"},        {"km", "Khmer"},
    {"kn", "Kannada"},         {"ko", "Korean"},        {"ky", "Kyrgyz"},
    {"la", "Latin"},           {"lb", "Luxembourgish"}, {"lo", "Lao"},
    {"lt", "Lithuanian"},      {"lv", "Latvian"},       {"mk", "Macedonian"},
    {"ml", "Malayalam"},       {"mn", "Mongolian"},     {"mr", "Marathi"},
    {"ms", "Malay"},           {"mt", "Maltese"},       {"my", "Burmese"},
    {"nb", "Norwegian"},       {"ne", "Nepali"},        {"nl", "Dutch"},
    {"nn", "Norwegian"},       {"no", "Norwegian"},     {"pa", "Punjabi"},
    {"pl", "Polish"},          {"ps", "Pashto"},        {"pt", "Portuguese"},
    {"rm", "Romansh"},         {"ro", "Romanian"},      {"ru", "Russian"},
    {"sk", "Slovak"},          {"sl", "Slovene"},       {"so", "Somali"},
    {"sq", "Albanian"},        {"sr", "Serbian"},       {"sv", "Swedish"},
    {"sw", "Swahili"},         {"ta", "Tamil"},         {"te", "Telugu"},
    {"tg", "Tajik"},           {"th", "Thai"},          {"tk", "Turkmen"},
    {"tr", "Turkish"},         {"uk", "Ukrainian"},     {"ur", "Urdu"},
    {"uz", "Uzbek"},           {"vi", "Vietnamese"},    {"yi", "Yiddish"},
    {"zh", "Chinese"},         {"zu", "Zulu"},
};

}  // namespace

std::string language_name(std::string_view tag) {
    const std::string code = folded(tag.substr(0, 2));
    const auto found = std::lower_bound(
        std::begin(languages), std::end(languages), code,
        [](const Language& language, std::string_view wanted) { return language.code < wanted; });
    if (found == std::end(languages) || found->code != code) { return spoken(tag); }
    const std::string name(found->name);
    if (tag.size() == 2) { return name; }
    const std::string_view country = tag.size() == 5 && tag[2] == '-' ? country_name(tag.substr(3)) : "";
    return country.empty() ? spoken(tag) : name + " (" + std::string(country) + ")";
}

}  // namespace passerby::engine
