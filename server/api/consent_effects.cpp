#include "server/api/consent_effects.hpp"

#include <array>
#include <chrono>
#include <string_view>

namespace passerby::api {

namespace {

using engine::ConsentSignals;
using engine::Purpose;
using engine::PurposeSet;
using Said = engine::OwnConsent::Said;

constexpr engine::Instant now{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};  // any moment will do
constexpr PurposeSet asked = {Purpose::location, Purpose::behaviour, Purpose::history, Purpose::measurement};

// The names that the Framework gives its purposes, from 1 on.
constexpr std::array<std::string_view, 11> tcf_purposes = {
    "store or access information on a device",
    "use limited data to select advertising",
    "create profiles for personalised advertising",
    "use profiles to select personalised advertising",
    "create profiles to personalise content",
    "use profiles to select personalised content",
    "measure advertising performance",
    "measure content performance",
    "understand audiences through statistics",
    "develop and improve services",
    "use limited data to select content",
};

// Somebody who permits everything, by the site's own record.
ConsentSignals willing() {
    ConsentSignals consent;
    consent.own = engine::OwnConsent{{Said::yes, Said::yes, Said::yes, Said::yes}, now};
    return consent;
}

// … or by a TC string alone, under GDPR.
wire::TcfFields willing_string() {
    wire::TcfFields fields;
    fields.updated_at = now;
    fields.policy_version = 5;
    fields.is_service_specific = true;
    for (unsigned purpose = 1; purpose <= tcf_purposes.size(); ++purpose) {
        fields.core.consent = fields.core.consent.with(wire::TcfPurposes::only(purpose));
    }
    fields.vendor.consented = true;
    fields.vendor.disclosed = true;
    return fields;
}

class Effects {
  public:
    explicit Effects(const PublicSettings& settings)
        : settings_(settings), gate_(settings.consent), all_(gate_.judge(willing(), now).permitted) {}

    PurposeSet dropped_by(const ConsentSignals& consent) const {
        return all_.without(gate_.judge(consent, now).permitted);
    }
    PurposeSet dropped_by(const wire::TcfFields& fields) const {
        ConsentSignals consent;
        consent.gdpr = engine::Gdpr::yes;
        consent.tc_strings[0] = wire::read_for(settings_.tcf, fields);
        return dropped_by(consent);
    }

    std::vector<ConsentEffect> all() {
        add_own();
        add_strings();
        add_objections();
        return std::move(effects_);
    }

  private:
    template <class Change>  // void(ConsentSignals&), of somebody who permits everything
    void add(std::string when, std::string about, Change change) {
        ConsentSignals consent = willing();
        change(consent);
        effects_.push_back({std::move(when), std::move(about), dropped_by(consent)});
    }

    void add_own() {
        const auto days = settings_.consent.age_max;
        add("no_consent", "The request carries no consent.", [](auto& c) { c.own.reset(); });
        add("refused", "The visitor said no: for each purpose that was refused or not answered.",
            [](auto& c) { c.own->said.fill(Said::no); });
        add("too_old",
            "The visitor's own consent is more than " + std::to_string(days.count()) +
                " days old, or has no date. It is asked for again.",
            [&](auto& c) { c.own->at = now - days - std::chrono::days{1}; });
        add("given_for_less",
            "The visitor's own consent names an earlier version of this statement: for each purpose for "
            "which more is read now. It is asked for again.",
            [](auto& c) { c.own->outgrown = asked; });
        add("unreadable", "A consent record or string came and cannot be read.",
            [](auto& c) { c.unreadable = true; });
        add("gdpr_without_record", "The page says that GDPR applies, and no record of a choice came.",
            [](auto& c) {
                c.own.reset();
                c.gdpr = engine::Gdpr::yes;
            });
    }

    // Only the purposes of the Framework that change anything for this reader and this use.
    void add_strings() {
        for (unsigned purpose = 1; purpose <= tcf_purposes.size(); ++purpose) {
            wire::TcfFields fields = willing_string();
            fields.core.consent =
                wire::TcfPurposes(fields.core.consent.bits() & ~wire::TcfPurposes::only(purpose).bits());
            const PurposeSet drops = dropped_by(fields);
            const std::string number = std::to_string(purpose);
            if (drops.empty()) { continue; }
            effects_.push_back({"tcf_purpose_" + number + "_refused",
                                "A TC string refuses purpose " + number + ", to " +
                                    std::string(tcf_purposes[purpose - 1]) + ".",
                                drops});
        }
        wire::TcfFields fields = willing_string();
        fields.is_service_specific = false;
        effects_.push_back(
            {"tcf_void",
             "A TC string counts as none where it is more than thirteen months old or dated "
             "ahead, not for this site alone, of a policy before TCF 2.2, or claims legitimate "
             "interest where only consent will do. Under GDPR, without another record, only page and time "
             "are left.",
             dropped_by(fields)});
        if (settings_.tcf.vendor == 0) { return; }
        fields = willing_string();
        fields.vendor.consented = false;
        effects_.push_back({"tcf_vendor_refused",
                            "A TC string refuses vendor " + std::to_string(settings_.tcf.vendor) +
                                ", for whom it is read here.",
                            dropped_by(fields)});
    }

    void add_objections() {
        add("opted_out",
            "A GPP or US Privacy string says: opted out of sale, sharing or targeted advertising.",
            [](auto& c) { c.opted_out = true; });
        add("sec_gpc", "The browser sends Sec-GPC: 1 (Global Privacy Control), or a GPP string says so.",
            [](auto& c) { c.gpc = true; });
        add("dnt", "The browser sends DNT: 1 (Do Not Track).", [](auto& c) { c.dnt = true; });
        add("child",
            settings_.child_directed ? "The visitor is a child. Here everybody counts as one."
                                     : "The visitor is a child: the page or a GPP string says so.",
            [](auto& c) { c.child = true; });
    }

    const PublicSettings& settings_;
    engine::ConsentGate gate_;
    PurposeSet all_;
    std::vector<ConsentEffect> effects_;
};

}  // namespace

std::vector<ConsentEffect> consent_effects(const PublicSettings& settings) {
    return Effects(settings).all();
}

PurposeSet dropped_for_everybody(const PublicSettings& settings) {
    ConsentSignals consent = willing();
    consent.child = settings.child_directed;
    return Effects(settings).dropped_by(consent);
}

}  // namespace passerby::api
