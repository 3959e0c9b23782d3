#include "server/api/statement_json.hpp"

#include "server/api/json_layout.hpp"

namespace passerby::api {

namespace {

std::string_view literal(bool flag) {
    return flag ? "true" : "false";
}

void write_signal(const SignalUse& signal, const Statement& statement, JsonLayout& json) {
    json.open('{');
    json.name("name").text(signal.name);
    json.name("about").text(signal.about);
    json.name("needs").texts(signal.needs);
    json.name("used").truth(literal(signal.used));
    json.name("rule_count").number(static_cast<std::int64_t>(signal.rule_count));
    if (statement.tells_rules) { json.name("rules").texts(signal.rules); }
    json.close('}');
}

void write_purposes(const Statement& statement, JsonLayout& json) {
    json.name("purposes").open('[');
    for (const PurposeUse& use : statement.purposes) {
        json.open('{');
        json.name("purpose").text(use.purpose);
        json.name("about").text(use.about);
        json.name("signals").open('[');
        for (const SignalUse& signal : use.signals) { write_signal(signal, statement, json); }
        json.close(']');
        json.close('}');
    }
    json.close(']');
}

void write_consent(const Statement& statement, JsonLayout& json) {
    json.name("consent").open('{');
    json.name("max_age_days").number(statement.max_age_days);
    json.name("child_directed").truth(literal(statement.child_directed));
    json.name("tcf").open('{');
    json.name("use").text(statement.for_ads ? "ads" : "content");
    json.name("reader").text(statement.tcf_vendor ? "vendor" : "publisher");
    if (statement.tcf_vendor) { json.name("vendor").number(*statement.tcf_vendor); }
    json.close('}');
    json.name("dropped").open('[');
    for (const ConsentEffect& effect : statement.effects) {
        json.open('{');
        json.name("when").text(effect.when);
        json.name("about").text(effect.about);
        json.name("drops").texts(names_of(effect.drops));
        json.close('}');
    }
    json.close(']');
    json.close('}');
}

void write_read(const Statement& statement, JsonLayout& json) {
    json.name("headers").open('[');
    for (const HeaderUse& header : statement.headers) {
        json.open('{');
        json.name("name").text(header.name);
        json.name("about").text(header.about);
        json.close('}');
    }
    json.close(']');
    json.name("address").open('{');
    json.name("read").truth(literal(statement.reads_address));
    json.name("about").text(statement.address);
    json.close('}');
}

void write_kept(const Statement& statement, JsonLayout& json) {
    json.name("kept").open('[');
    for (const Kept& kept : statement.kept) {
        json.open('{');
        json.name("what").text(kept.what);
        json.name("about").text(kept.about);
        json.name("where").text(kept.where);
        json.name("how_long").text(kept.how_long);
        json.close('}');
    }
    json.close(']');
    json.name("never_kept").open('[');
    for (const std::string_view never : statement.never_kept) { json.text(never); }
    json.close(']');
}

}  // namespace

std::string statement_json(const Statement& statement) {
    std::string out;
    JsonLayout json(out);
    json.open('{');
    json.name("rules").text(statement.rules);
    json.name("version").text(statement.version);
    json.name("use").text(statement.for_ads ? "ads" : "content");
    write_purposes(statement, json);
    write_consent(statement, json);
    write_read(statement, json);
    write_kept(statement, json);
    json.name("rights").text(rights_path);
    json.close('}');
    return out;
}

}  // namespace passerby::api
