#include "rules/sensitive_words.hpp"

#include <algorithm>
#include <span>

#include "engine/casefold.hpp"

namespace passerby::rules {

namespace {

// Left out on purpose: words that mostly mean something harmless on a website (race, party, union, arms, war,
// death, Christian, trans, faith, green), since a warning that is mostly wrong is soon allowed everywhere.
constexpr SensitiveWord table[] = {
    // IAB Tech Lab, Content Taxonomy 3.1 (CC BY 3.0), "Sensitive Topics" and what is below it: ids, names,
    // parts of names.
    {"IAB's sensitive topics", "v9i3on"},
    {"IAB's sensitive topics", "sensitive topics"},
    {"adult content", "rm3sit"},
    {"adult content", "adult explicit sexual content"},
    {"adult content", "explicit sexual content"},
    {"adult content", "pornography"},
    {"adult content", "porn"},
    {"adult content", "pornografie"},
    {"arms", "avbnf2"},
    {"arms", "arms ammunition"},
    {"arms", "ammunition"},
    {"arms", "firearms"},
    {"arms", "schusswaffen"},
    {"crime", "xtodt3"},
    {"crime", "crime harmful acts to individuals society human right violations"},
    {"crime", "harmful acts"},
    {"crime", "human right violations"},
    {"crime", "criminal record"},
    {"crime", "criminal convictions"},
    {"crime", "vorstrafen"},
    {"death and conflict", "i4gwl6"},
    {"death and conflict", "death injury or military conflict"},
    {"death and conflict", "military conflict"},
    {"social issues", "z7rjbm"},
    {"social issues", "debated sensitive social issues"},
    {"social issues", "sensitive social issues"},
    {"social issues", "abortion"},
    {"social issues", "abtreibung"},
    {"social issues", "schwangerschaftsabbruch"},
    {"hate", "hxqyv1"},
    {"hate", "hate speech and acts of aggression"},
    {"hate", "hate speech"},
    {"drugs", "pg0whf"},
    {"drugs", "illegal drugs tobacco ecigarettes vaping alcohol"},
    {"drugs", "illegal drugs"},
    {"drugs", "tobacco"},
    {"drugs", "ecigarettes"},
    {"drugs", "e cigarettes"},
    {"drugs", "vaping"},
    {"drugs", "alcohol"},
    {"drugs", "tabak"},
    {"drugs", "alkohol"},
    {"drugs", "drogen"},
    {"obscenity", "j9pao9"},
    {"obscenity", "obscenity and profanity"},
    {"obscenity", "obscenity"},
    {"obscenity", "profanity"},
    {"piracy", "mm3uxx"},
    {"piracy", "online piracy"},
    {"harmful content", "6i4db6"},
    {"harmful content", "spam or harmful content"},
    {"harmful content", "harmful content"},
    {"terrorism", "8fd8ni"},
    {"terrorism", "terrorism"},
    {"terrorism", "terrorismus"},
    // GDPR, Article 9: health
    {"health", "health"},
    {"health", "medical"},
    {"health", "illness"},
    {"health", "disease"},
    {"health", "diseases"},
    {"health", "cancer"},
    {"health", "diabetes"},
    {"health", "asthma"},
    {"health", "hiv"},
    {"health", "aids"},
    {"health", "epilepsy"},
    {"health", "dementia"},
    {"health", "depression"},
    {"health", "anxiety disorder"},
    {"health", "eating disorder"},
    {"health", "anorexia"},
    {"health", "addiction"},
    {"health", "suicide"},
    {"health", "disability"},
    {"health", "disabilities"},
    {"health", "pregnancy"},
    {"health", "pregnant"},
    {"health", "miscarriage"},
    {"health", "infertility"},
    {"health", "contraception"},
    {"health", "psychotherapy"},
    {"health", "medication"},
    {"health", "gesundheit"},
    {"health", "krankheit"},
    {"health", "krankheiten"},
    {"health", "krebs"},
    {"health", "demenz"},
    {"health", "depressionen"},
    {"health", "essstörung"},
    {"health", "magersucht"},
    {"health", "sucht"},
    {"health", "suizid"},
    {"health", "behinderung"},
    {"health", "schwangerschaft"},
    {"health", "schwanger"},
    {"health", "fehlgeburt"},
    {"health", "verhütung"},
    {"health", "psychotherapie"},
    {"health", "medikamente"},
    // … genetic and biometric data
    {"genetic and biometric data", "genetic"},
    {"genetic and biometric data", "biometric"},
    {"genetic and biometric data", "dna test"},
    {"genetic and biometric data", "genetisch"},
    {"genetic and biometric data", "biometrisch"},
    // … sex life and sexual orientation
    {"sex life", "sexuality"},
    {"sex life", "sexual orientation"},
    {"sex life", "sexual"},
    {"sex life", "gay"},
    {"sex life", "lesbian"},
    {"sex life", "bisexual"},
    {"sex life", "homosexual"},
    {"sex life", "homosexuality"},
    {"sex life", "transgender"},
    {"sex life", "queer"},
    {"sex life", "lgbt"},
    {"sex life", "lgbtq"},
    {"sex life", "sexualität"},
    {"sex life", "schwul"},
    {"sex life", "lesbisch"},
    {"sex life", "bisexuell"},
    {"sex life", "homosexualität"},
    // … religious and philosophical beliefs
    {"religion", "religion"},
    {"religion", "religious"},
    {"religion", "religions"},
    {"religion", "christianity"},
    {"religion", "catholic"},
    {"religion", "protestant"},
    {"religion", "islam"},
    {"religion", "muslim"},
    {"religion", "muslims"},
    {"religion", "judaism"},
    {"religion", "jewish"},
    {"religion", "hinduism"},
    {"religion", "buddhism"},
    {"religion", "atheism"},
    {"religion", "religiös"},
    {"religion", "katholisch"},
    {"religion", "evangelisch"},
    {"religion", "muslimisch"},
    {"religion", "judentum"},
    {"religion", "jüdisch"},
    // … political opinions, trade union membership
    {"politics", "politics"},
    {"politics", "political"},
    {"politics", "political opinion"},
    {"politics", "political opinions"},
    {"politics", "political party"},
    {"politics", "politik"},
    {"politics", "politisch"},
    {"politics", "parteimitglied"},
    {"trade unions", "trade union"},
    {"trade unions", "trade unions"},
    {"trade unions", "labor union"},
    {"trade unions", "labour union"},
    {"trade unions", "gewerkschaft"},
    {"trade unions", "gewerkschaften"},
    // … racial and ethnic origin
    {"origin", "ethnicity"},
    {"origin", "ethnic"},
    {"origin", "racial"},
    {"origin", "refugees"},
    {"origin", "asylum"},
    {"origin", "ethnisch"},
    {"origin", "flüchtlinge"},
    {"origin", "asyl"},
    // children
    {"children", "children"},
    {"children", "child"},
    {"children", "kids"},
    {"children", "minors"},
    {"children", "toddlers"},
    {"children", "teenagers"},
    {"children", "kinder"},
    {"children", "kleinkinder"},
    {"children", "jugendliche"},
    // housing
    {"housing", "housing"},
    {"housing", "real estate"},
    {"housing", "mortgage"},
    {"housing", "mortgages"},
    {"housing", "tenants"},
    {"housing", "homelessness"},
    {"housing", "immobilien"},
    {"housing", "mietwohnung"},
    {"housing", "mietwohnungen"},
    {"housing", "obdachlosigkeit"},
    {"housing", "hypothek"},
    // employment
    {"employment", "employment"},
    {"employment", "unemployment"},
    {"employment", "unemployed"},
    {"employment", "jobs"},
    {"employment", "job"},
    {"employment", "vacancies"},
    {"employment", "recruitment"},
    {"employment", "stellenangebote"},
    {"employment", "stellenmarkt"},
    {"employment", "arbeitslos"},
    {"employment", "arbeitslosigkeit"},
    // credit
    {"credit", "credit"},
    {"credit", "loan"},
    {"credit", "loans"},
    {"credit", "debt"},
    {"credit", "debts"},
    {"credit", "insolvency"},
    {"credit", "bankruptcy"},
    {"credit", "kredit"},
    {"credit", "kredite"},
    {"credit", "darlehen"},
    {"credit", "schulden"},
    {"credit", "insolvenz"},
};

bool is_of_word(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

// Of a folded text.
std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = begin;
        while (end < text.size() && is_of_word(text[end])) { ++end; }
        if (end > begin) { words.push_back(text.substr(begin, end - begin)); }
        begin = end + 1;
    }
    return words;
}

bool begins_with(std::span<const std::string_view> words, std::string_view wanted) {
    const std::vector<std::string_view> parts = words_of(wanted);
    return parts.size() <= words.size() && std::equal(parts.begin(), parts.end(), words.begin());
}

}  // namespace

SensitiveWords::SensitiveWords() {
    for (const SensitiveWord& each : table) {
        by_first_word_[each.words.substr(0, each.words.find(' '))].push_back(&each);
    }
}

const SensitiveWord* SensitiveWords::find(std::string_view text) const {
    const std::string folded = engine::folded(text);
    const std::vector<std::string_view> words = words_of(folded);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto found = by_first_word_.find(words[i]);
        if (found == by_first_word_.end()) { continue; }
        for (const SensitiveWord* each : found->second) {
            if (begins_with(std::span(words).subspan(i), each->words)) { return each; }
        }
    }
    return nullptr;
}

}  // namespace passerby::rules
