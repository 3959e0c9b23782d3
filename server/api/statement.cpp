#include "server/api/statement.hpp"

#include <algorithm>
#include <utility>

#include "engine/coverage.hpp"
#include "engine/ensure.hpp"
#include "engine/rule_reads.hpp"
#include "server/api/statement_words.hpp"
#include "server/api/visitor_headers.hpp"
#include "server/api/visitor_place.hpp"

namespace passerby::api {

namespace {

using engine::Purpose;
using engine::PurposeSet;
using engine::RuleId;
using engine::SignalId;

// Of a rule set with many, the first are named and all counted: a page that nobody can read tells nobody.
constexpr std::size_t named_of_signal = 100, named_in_all = 20'000;

// Which rules read a signal.
struct Readers {
    std::size_t count = 0;
    std::vector<RuleId> first;
};

std::vector<Readers> readers_of(const engine::RuleIndex& rules) {
    std::vector<Readers> readers(rules.vocabulary().size());
    engine::RuleReads reads(rules.compiled());
    std::size_t left = named_in_all;
    for (RuleId rule = 0; rule < rules.rule_count(); ++rule) {
        for (const SignalId signal : reads.of(rule)) {
            Readers& of_signal = readers[signal];
            ++of_signal.count;
            if (of_signal.first.size() == named_of_signal || left == 0) { continue; }
            of_signal.first.push_back(rule);
            --left;
        }
    }
    return readers;
}

bool is_under(const engine::Signal& signal, std::optional<Purpose> purpose) {
    if (purpose) { return signal.needs.has(*purpose); }
    return std::none_of(engine::asked_purposes.begin(), engine::asked_purposes.end(),
                        [&](Purpose asked) { return signal.needs.has(asked); });
}

class StatementMaker {
  public:
    StatementMaker(const engine::RuleIndex& rules, const PublicSettings& settings)
        : rules_(rules),
          settings_(settings),
          readers_(readers_of(rules)),
          dropped_(dropped_for_everybody(settings)) {}

    Statement make() const {
        Statement statement;
        statement.rules = rules_.revision();
        statement.version = rules_.coverage().version();
        statement.for_ads = settings_.tcf.use == wire::TcfReader::Use::ads;
        statement.tells_rules = settings_.answer.rule;
        statement.child_directed = settings_.child_directed;
        statement.max_age_days = settings_.consent.age_max.count();
        if (settings_.tcf.vendor != 0) { statement.tcf_vendor = settings_.tcf.vendor; }
        for (const PurposeWords& words : purpose_words()) { statement.purposes.push_back(use_for(words)); }
        statement.effects = consent_effects(settings_);
        statement.headers = headers();
        statement.reads_address = settings_.places != nullptr;
        statement.address = address_words(statement.reads_address ? Address::looked_up : Address::unread);
        statement.kept = kept_here();
        statement.never_kept = never_kept_here();
        return statement;
    }

  private:
    PurposeUse use_for(const PurposeWords& words) const {
        PurposeUse use{words.purpose ? name_of(*words.purpose) : "none", words.title, words.about, {}};
        for (std::size_t id = 0; id < readers_.size(); ++id) {
            const auto signal = static_cast<SignalId>(id);
            if (readers_[id].count > 0 && is_under(rules_.vocabulary()[signal], words.purpose)) {
                use.signals.push_back(use_of(signal));
            }
        }
        return use;
    }

    SignalUse use_of(SignalId id) const {
        const engine::Signal& signal = rules_.vocabulary()[id];
        const Readers& readers = readers_[id];
        SignalUse use;
        use.name = signal.name;
        use.about = words_of(id, signal);
        for (const Purpose purpose : engine::asked_purposes) {
            if (signal.needs.has(purpose)) { use.needs.push_back(name_of(purpose)); }
        }
        use.used = signal.needs.without(dropped_) == signal.needs;
        use.rule_count = readers.count;
        if (!settings_.answer.rule) { return use; }
        for (const RuleId rule : readers.first) { use.rules.push_back(rules_.rule_name(rule)); }
        return use;
    }

    // Those that caches are told of, which is all that are read of a visitor.
    std::vector<HeaderUse> headers() const {
        std::vector<HeaderUse> uses;
        add_headers(objection_and_device_headers, uses);
        const bool forwarded = settings_.places != nullptr && !settings_.places->trusted_proxies.empty();
        if (forwarded) { add_headers(forwarding_headers, uses); }
        return uses;
    }

    static void add_headers(std::string_view names, std::vector<HeaderUse>& uses) {
        while (!names.empty()) {
            const std::string_view name = names.substr(0, names.find(", "));
            names.remove_prefix(std::min(name.size() + 2, names.size()));
            uses.push_back({name, header_words(name)});
            engine::ensure(!uses.back().about.empty(), "every header that is read is told of");
        }
    }

    const engine::RuleIndex& rules_;
    const PublicSettings& settings_;
    std::vector<Readers> readers_;  // by SignalId
    PurposeSet dropped_;
};

}  // namespace

Statement make_statement(const engine::RuleIndex& rules, const PublicSettings& settings) {
    return StatementMaker(rules, settings).make();
}

std::vector<std::string_view> names_of(PurposeSet dropped) {
    constexpr std::pair<Purpose, std::string_view> inner[] = {
        {Purpose::device, "device"}, {Purpose::exact_location, "location_finer_than_country"}};
    std::vector<std::string_view> names;
    for (const auto& [purpose, name] : inner) {
        // Whoever drops the place drops what is finer, too.
        const bool said = purpose == Purpose::exact_location && dropped.has(Purpose::location);
        if (dropped.has(purpose) && !said) { names.push_back(name); }
    }
    for (const Purpose purpose : engine::asked_purposes) {
        if (dropped.has(purpose)) { names.push_back(name_of(purpose)); }
    }
    return names;
}

}  // namespace passerby::api
