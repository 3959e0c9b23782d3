// One HTML page for visitors: whole in itself, without a script and without anything from elsewhere, in light
// and dark. Every text that comes in is escaped.
#pragma once

#include <string>
#include <string_view>

namespace passerby::api {

// `<`, `>`, `&` and both quotes as entities: safe between tags and within quoted attributes.
void append_escaped(std::string& out, std::string_view text);

class Page {
  public:
    // What the browser may do with it: nothing but apply the page's own style, which is named by its digest.
    static const std::string_view security_policy;
    static constexpr std::string_view media_type = "text/html; charset=utf-8";

    Page(std::string_view title, std::string_view lead);

    Page& heading(std::string_view text) { return whole("h2", text); }
    Page& paragraph(std::string_view text) { return whole("p", text); }
    Page& note(std::string_view text);
    // Parts of larger things; tags are ours, texts are escaped.
    Page& tag(std::string_view markup) { return out_.append(markup), *this; }
    Page& text(std::string_view text) { return append_escaped(out_, text), *this; }
    Page& whole(std::string_view element, std::string_view text);
    Page& link(std::string_view path, std::string_view text);

    // Ends it.
    std::string finish() &&;

  private:
    std::string out_;
};

}  // namespace passerby::api
