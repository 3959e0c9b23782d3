#include "server/api/page.hpp"

#include <utility>

namespace passerby::api {

namespace {

// Whoever changes a byte of it has to change its digest below, or browsers leave the page bare; a test
// compares them.
constexpr std::string_view style = R"(
:root{color-scheme:light dark;--ink:#1c2024;--soft:#5a646e;--line:#d9dee3;--paper:#fff;--card:#f6f8fa;--mark:#0b6b50}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaee;--soft:#9aa6b1;--line:#333b43;--paper:#14181c;--card:#1c2228;--mark:#5cc9a5}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
main{max-width:52rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .6rem}
h2{font-size:1.25rem;margin:2.6rem 0 .4rem}
h3{font-size:1rem;margin:0}
p{margin:.3rem 0 .8rem}
.lead{font-size:1.1rem;color:var(--soft);max-width:44rem}
.note{border-left:4px solid var(--mark);background:var(--card);padding:.7rem 1rem;margin:1rem 0;border-radius:0 6px 6px 0}
section{border:1px solid var(--line);border-radius:8px;padding:1rem 1.1rem;margin:.9rem 0;background:var(--card)}
section>p{color:var(--soft)}
ul{margin:.4rem 0;padding-left:1.2rem}
li{margin:.3rem 0}
dl{margin:0}
dt{font-weight:600;margin-top:.7rem}
dd{margin:0;color:var(--soft)}
code{font:.9em/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
.rules,.none,small{color:var(--soft);font-size:.9rem}
details>summary{cursor:pointer}
table{width:100%;border-collapse:collapse;margin:.6rem 0}
th,td{text-align:left;vertical-align:top;padding:.5rem .8rem .5rem 0;border-top:1px solid var(--line)}
th{font-weight:600;border-top:0}
td:last-child{padding-right:0}
a{color:var(--mark)}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.9rem}
@media(max-width:34rem){thead{display:none}tr{display:block;border-top:1px solid var(--line);padding:.5rem 0}td{display:block;border:0;padding:.1rem 0}}
)";

}  // namespace

const std::string_view Page::security_policy =
    "default-src 'none'; style-src 'sha256-ME4p6BvkP8/28K1NVtqW7J8vXkf34S7HVcIx6WZglXk='; base-uri 'none'; "
    "form-action 'none'; frame-ancestors "
    "'none'";

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '&': out += "&amp;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
}

Page::Page(std::string_view title, std::string_view lead) {
    tag("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    text(title).tag("</title>\n<style>").tag(style).tag("</style>\n</head>\n<body>\n<main>\n");
    whole("h1", title).tag("<p class=\"lead\">").text(lead).tag("</p>\n");
}

Page& Page::note(std::string_view words) {
    return tag("<p class=\"note\">").text(words).tag("</p>\n");
}

Page& Page::whole(std::string_view element, std::string_view words) {
    return tag("<").tag(element).tag(">").text(words).tag("</").tag(element).tag(">\n");
}

Page& Page::link(std::string_view path, std::string_view words) {
    return tag("<a href=\"").text(path).tag("\">").text(words).tag("</a>");
}

std::string Page::finish() && {
    tag("</main>\n</body>\n</html>\n");
    return std::move(out_);
}

}  // namespace passerby::api
