#include "server/place/forwarding.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace passerby::place {

namespace {

constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) { text.remove_prefix(1); }
    while (!text.empty() && is_blank(text.back())) { text.remove_suffix(1); }
    return text;
}

bool is_token(char c) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           marks.find(c) != marks.npos;
}

bool is_for(std::string_view name) {
    return name.size() == 3 && (name[0] | 0x20) == 'f' && (name[1] | 0x20) == 'o' && (name[2] | 0x20) == 'r';
}

// One to five digits; what is hidden behind `_` is a port too.
bool is_port(std::string_view text) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto hidden = [&](char c) { return is_token(c) && c != '~'; };
    if (text.starts_with('_')) { return text.size() > 1 && std::all_of(text.begin(), text.end(), hidden); }
    return !text.empty() && text.size() <= 5 && std::all_of(text.begin(), text.end(), digit);
}

// `192.0.2.1`, `192.0.2.1:80`, `[2001:db8::1]`, `[2001:db8::1]:80`. `unknown` and `_hidden` are none.
bool read_node(std::string_view node, IpAddress& address) {
    std::size_t end = node.find(':');
    std::string_view host = node.substr(0, end);
    if (node.starts_with('[')) {
        end = node.find(']');
        if (end == node.npos) { return false; }
        host = node.substr(1, end - 1);
        if (host.find(':') == host.npos) { return false; }
        end = ++end == node.size() ? node.npos : end;
    }
    if (end != node.npos && (node[end] != ':' || !is_port(node.substr(end + 1)))) { return false; }
    return address.read(host);
}

// Here IPv6 comes without brackets too, as most write it.
bool read_listed(std::string_view element, IpAddress& address) {
    const bool bare_v6 = !element.starts_with('[') && std::count(element.begin(), element.end(), ':') > 1;
    return bare_v6 ? address.read(element) : read_node(element, address);
}

// The value at the front of the text, which is shortened by it: a token, or a quoted text without its quotes.
std::optional<std::string_view> take_value(std::string_view& text) {
    if (!text.starts_with('"')) {
        const auto end = std::find_if_not(text.begin(), text.end(), is_token);
        const auto size = static_cast<std::size_t>(end - text.begin());
        const std::string_view token = text.substr(0, size);
        text.remove_prefix(size);
        return token.empty() ? std::nullopt : std::optional(token);
    }
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            const std::string_view quoted = text.substr(1, i - 1);
            text.remove_prefix(i + 1);
            return quoted;
        }
    }
    return std::nullopt;
}

// `for=192.0.2.1;proto=https;by=_proxy`: exactly one `for`. A backslash in its value is in no address.
bool read_pairs(std::string_view element, IpAddress& address) {
    bool found = false;
    while (true) {
        const std::string_view pair = trim(element);
        const std::size_t equals = pair.find('=');
        if (equals == pair.npos) { return false; }
        const std::string_view name = pair.substr(0, equals);
        if (name.empty() || !std::all_of(name.begin(), name.end(), is_token)) { return false; }
        element = pair.substr(equals + 1);
        const auto value = take_value(element);
        if (!value) { return false; }
        if (is_for(name) && (std::exchange(found, true) || !read_node(*value, address))) { return false; }
        element = trim(element);
        if (element.empty()) { return found; }
        if (!element.starts_with(';')) { return false; }
        element.remove_prefix(1);
    }
}

// Whether the quote at that place is one of a text's own letters: an odd number of backslashes before it.
bool is_escaped(std::string_view text, std::size_t quote) {
    std::size_t backslashes = 0;
    while (backslashes < quote && text[quote - 1 - backslashes] == '\\') { ++backslashes; }
    return backslashes % 2 == 1;
}

// Takes the last element off a line, of which nothing is left behind the first one's; nothing where a quoted
// text does not begin.
std::optional<std::string_view> take_last(std::optional<std::string_view>& rest) {
    const std::string_view line = *rest;
    bool quoted = false;
    for (std::size_t i = line.size(); i-- > 0;) {
        if (line[i] == '"' && !is_escaped(line, i)) { quoted = !quoted; }
        if (line[i] != ',' || quoted) { continue; }
        rest = line.substr(0, i);
        return line.substr(i + 1);
    }
    rest.reset();
    return quoted ? std::nullopt : std::optional(line);
}

// From the right to the first that is not trusted.
template <class Read>  // bool(element, IpAddress&)
bool walk(const Networks& trusted, std::span<const std::string_view> lines, Read read, IpAddress& address) {
    std::size_t hops = 0;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        for (std::optional<std::string_view> rest = *line; rest;) {
            const auto element = take_last(rest);
            if (!element || ++hops > hops_max || !read(trim(*element), address)) { return false; }
            if (!any_has(trusted, address)) { return true; }
        }
    }
    return false;
}

}  // namespace

bool find_client(const Networks& trusted, const Forwarding& forwarding, IpAddress& address) {
    if (!any_has(trusted, address)) { return true; }  // whatever it says of others
    const auto& [forwarded, listed] = forwarding;
    if (forwarding.empty()) { return false; }  // the proxy's own place is not the client's
    if (!forwarded.empty() && !walk(trusted, forwarded, read_pairs, address)) { return false; }
    if (listed.empty()) { return true; }
    // A proxy that writes the one header may let pass what the client wrote in the other.
    IpAddress second;
    if (!walk(trusted, listed, read_listed, second)) { return false; }
    if (!forwarded.empty() && !(second == address)) { return false; }
    address.become(second);
    return true;
}

}  // namespace passerby::place
