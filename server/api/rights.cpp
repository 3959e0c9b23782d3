#include "server/api/rights.hpp"

#include <array>
#include <string_view>
#include <utility>

#include "server/api/json_layout.hpp"
#include "server/api/page.hpp"
#include "server/api/statement.hpp"

namespace passerby::api {

namespace {

constexpr std::string_view why =
    "Nothing about a person is held here. A request is answered from what it brings and is then forgotten; "
    "the memory that held it is overwritten.";

struct Right {
    std::string_view name, title, answer;
};
constexpr Right rights[] = {
    {"access", "Access",
     "There is nothing to hand over. No record is about you, and none could be found by your name, your "
     "address or your device."},
    {"deletion", "Deletion",
     "There is nothing to delete here. What your own device remembers for the site is gone once you delete "
     "the "
     "data of the site in your browser. Whatever else the site keeps, it can tell."},
    {"portability", "Portability",
     "There is nothing to carry elsewhere. What your device remembers is with you already."},
};

constexpr std::string_view checks[] = {
    "Every answer of this server says in privacy.stored what was kept of its request: the list is always "
    "empty.",
    "Every decision says which signals were withheld, which were ignored, and how many members were not even "
    "read.",
    "No answer sets a cookie, and none depends on one.",
    "The same request, sent by somebody else, gets the same answer, but for what is left to chance.",
    "The program is built with tests that send it unique marks and look for them afterwards, in its memory "
    "too.",
};

constexpr std::string_view who =
    "Whoever runs the site that you came from: its own privacy notice says who that is. This server does not "
    "know you, so it can neither take your request nor answer it otherwise than here.";

// When this program was first able to say so: that day's meaning of the signal is meant. It stays until what
// is done on Sec-GPC: 1 changes, whoever runs the server and whenever it starts.
constexpr std::string_view gpc_stated_on = "2026-11-22";

}  // namespace

std::string rights_json() {
    std::string out;
    JsonLayout json(out);
    json.open('{');
    json.name("held").texts(std::array<std::string_view, 0>{});
    json.name("why").text(why);
    for (const Right& right : rights) { json.name(right.name).text(right.answer); }
    json.name("how_to_check").open('[');
    for (const std::string_view check : checks) { json.text(check); }
    json.close(']');
    json.name("who_to_ask").text(who);
    json.name("statement").text(statement_path);
    json.close('}');
    return out;
}

std::string rights_page() {
    Page page("Your rights here", why);
    for (const Right& right : rights) { page.heading(right.title).paragraph(right.answer); }
    page.heading("How you can check that").tag("<ul>\n");
    for (const std::string_view check : checks) { page.whole("li", check); }
    page.tag("</ul>\n").heading("Whom to ask").paragraph(who);
    page.tag("<footer>\n<p>").link(statement_path, "What is used here, and why").tag("</p>\n</footer>\n");
    return std::move(page).finish();
}

std::string gpc_json() {
    std::string out;
    JsonLayout json(out);
    json.open('{');
    json.name("gpc").truth("true");
    json.name("lastUpdate").text(gpc_stated_on);
    json.close('}');
    return out;
}

}  // namespace passerby::api
