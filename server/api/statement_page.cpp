#include "server/api/statement_page.hpp"

#include <algorithm>
#include <utility>

#include "server/api/page.hpp"

namespace passerby::api {

namespace {

constexpr std::size_t rules_in_line = 6;  // more are folded away

// A name for programs as words: "location_finer_than_country".
std::string spoken(std::string_view name) {
    std::string words(name);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

std::string counted_rules(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " rule" : " rules");
}

void write_names(const SignalUse& signal, Page& page) {
    std::string_view before;
    for (const std::string_view rule : signal.rules) {
        page.tag(std::exchange(before, ", ")).tag("<code>").text(rule).tag("</code>");
    }
    const std::size_t others = signal.rule_count - signal.rules.size();
    if (others > 0) { page.text(" and " + std::to_string(others) + " more"); }
}

void write_rules(const SignalUse& signal, const Statement& statement, Page& page) {
    if (!statement.tells_rules) {
        page.tag("<span class=\"rules\">").text("Used by " + counted_rules(signal.rule_count) + ".");
        page.tag("</span>");
    } else if (signal.rules.size() <= rules_in_line) {
        page.tag("<span class=\"rules\">Used by ");
        write_names(signal, page);
        page.tag("</span>");
    } else {
        page.tag("<details class=\"rules\"><summary>").text("Used by " + counted_rules(signal.rule_count));
        page.tag("</summary>");
        write_names(signal, page);
        page.tag("</details>");
    }
}

void write_signal(const SignalUse& signal, const Statement& statement, Page& page) {
    page.tag("<li>").text(signal.about).tag(" (<code>").text(signal.name).tag("</code>)");
    if (signal.needs.size() > 1) {
        page.text("; needs ");
        std::string_view before;
        for (const std::string_view need : signal.needs) {
            page.text(std::exchange(before, " and ")).text(need);
        }
    }
    if (!signal.used) { page.text("; not used of anybody here, as everybody counts as a child"); }
    page.tag("<br>");
    write_rules(signal, statement, page);
    page.tag("</li>\n");
}

void write_purposes(const Statement& statement, Page& page) {
    page.heading("What is used, and what for");
    page.paragraph(
        "Content is chosen from facts about the moment. Each needs your permission, or it needs none.");
    for (const PurposeUse& use : statement.purposes) {
        page.tag("<section>\n<h3>").text(use.title);
        if (use.purpose != "none") { page.tag(" <small>(<code>").text(use.purpose).tag("</code>)</small>"); }
        page.tag("</h3>\n").paragraph(use.about);
        if (use.signals.empty()) {
            page.tag("<p class=\"none\">No rule asks for anything of it.</p>\n");
        } else {
            page.tag("<ul>\n");
            for (const SignalUse& signal : use.signals) { write_signal(signal, statement, page); }
            page.tag("</ul>\n");
        }
        page.tag("</section>\n");
    }
}

void write_effects(const Statement& statement, Page& page) {
    page.heading("What your word on it changes");
    page.paragraph(
        "Whatever is not permitted is dropped before any rule is looked at. One objection outweighs any "
        "permission. Your own consent counts for " +
        std::to_string(statement.max_age_days) + " days; a no counts for ever.");
    const std::string reader =
        statement.tcf_vendor ? "vendor " + std::to_string(*statement.tcf_vendor) : "the site itself";
    page.paragraph("TC strings of a consent manager are read for " + reader + ", to choose " +
                   (statement.for_ads ? "ads." : "content."));
    page.tag("<table>\n<thead><tr><th>When</th><th>What is not used then</th></tr></thead>\n<tbody>\n");
    for (const ConsentEffect& effect : statement.effects) {
        page.tag("<tr><td>").text(effect.about).tag("</td><td>");
        std::string_view before;
        for (const std::string_view name : names_of(effect.drops)) {
            page.text(std::exchange(before, ", ")).text(spoken(name));
        }
        page.tag("</td></tr>\n");
    }
    page.tag("</tbody>\n</table>\n");
}

void write_read(const Statement& statement, Page& page) {
    page.heading("What is read of your connection");
    page.tag("<dl>\n");
    for (const HeaderUse& header : statement.headers) {
        page.tag("<dt><code>").text(header.name).tag("</code></dt><dd>").text(header.about).tag("</dd>\n");
    }
    page.tag("<dt>Your address</dt><dd>").text(statement.address).tag("</dd>\n</dl>\n");
}

void write_kept(const Statement& statement, Page& page) {
    page.heading("What is kept");
    page.tag("<table>\n<thead><tr><th>What</th><th>Where</th><th>How long</th></tr></thead>\n<tbody>\n");
    for (const Kept& kept : statement.kept) {
        page.tag("<tr><td><strong>").text(kept.what).tag("</strong>: ").text(kept.about);
        page.tag("</td><td>").text(kept.where).tag("</td><td>").text(kept.how_long).tag("</td></tr>\n");
    }
    page.tag("</tbody>\n</table>\n");
    page.heading("What is never kept");
    page.tag("<ul>\n");
    for (const std::string_view never : statement.never_kept) { page.whole("li", never); }
    page.tag("</ul>\n");
}

}  // namespace

std::string statement_page(const Statement& statement) {
    Page page("What is used here, and why",
              "This page is made by the server that chooses content on this site, from the rules that it is "
              "following now. Nobody writes it by hand.");
    if (statement.child_directed) {
        page.note("This site is meant for children: everybody who comes counts as a child.");
    }
    write_purposes(statement, page);
    write_effects(statement, page);
    write_read(statement, page);
    write_kept(statement, page);
    page.tag("<footer>\n<p>").link(rights_path, "What you can ask for: access, deletion, portability");
    page.tag("</p>\n<p>Rules <code>").text(statement.rules);
    page.tag("</code><br>Version of this statement <code>").text(statement.version);
    page.tag("</code></p>\n</footer>\n");
    return std::move(page).finish();
}

}  // namespace passerby::api
