#include "server/options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "rules/yaml_reader.hpp"
#include "server/http/characters.hpp"
#include "server/http/socket.hpp"
#include "server/option_keys.hpp"
#include "server/tokens.hpp"

namespace passerby {

namespace {

using rules::Node;

constexpr std::size_t file_bytes_max = 1u << 20;  // a configuration is a page, not a book

// `limits.drain` → `PASSERBY_LIMITS_DRAIN`
std::string variable_of(std::string_view path) {
    std::string name = "PASSERBY_";
    for (const char c : path)
        name += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return name;
}

std::string must_be(std::string_view path, std::string_view text, std::string_view what) {
    return fmt::format("`{}` must be {}, not `{}`", path, what, text.substr(0, 80));
}

// Reads one configuration file into the options, and says of each value what is wrong with it.
class FileReader {
  public:
    FileReader(std::string file, LoadedOptions& out) : file_(std::move(file)), out_(out) {}

    void read(std::string_view text) {
        const rules::Document document = rules::read_yaml(file_, text, out_.issues);
        if (!document.empty()) take_section("", document.root());
    }

  private:
    void say(Node where, std::string_view code, std::string message, std::string hint = {}) {
        out_.issues.push_back({rules::Severity::error, file_, where.line(), where.column(), std::string(code),
                               std::move(message), std::move(hint)});
    }

    void take_section(const std::string& prefix, Node section) {
        if (!section.is_mapping()) {
            const std::string name = prefix.empty() ? "a configuration" : fmt::format("`{}`", prefix);
            return say(section, "bad-value", name + " is a mapping of keys to values");
        }
        for (const auto [key, value] : section.entries()) {
            const std::string path =
                prefix.empty() ? std::string(key.text()) : fmt::format("{}.{}", prefix, key.text());
            take_entry(path, key, value);
        }
    }

    void take_entry(const std::string& path, Node key, Node value) {
        if (path == "shares") return take_shares(value);
        for (const OptionKey& known : option_keys()) {
            if (known.path == path) return take_value(known, value);
            if (known.path.starts_with(path + ".")) return take_section(path, value);
        }
        say_unknown(path, key);
    }

    void say_unknown(const std::string& path, Node key) {
        // Neighbours first: a slip is most often in one word.
        const std::size_t dot = path.rfind('.');
        const std::string_view prefix = dot == path.npos ? "" : std::string_view(path).substr(0, dot + 1);
        std::vector<std::string_view> names;
        for (const OptionKey& known : option_keys()) {
            if (!known.path.starts_with(prefix)) continue;
            const std::string_view rest = known.path.substr(prefix.size());
            names.push_back(rest.substr(0, rest.find('.')));
        }
        if (prefix.empty()) names.push_back("shares");
        const std::string_view nearest = rules::nearest(key.text(), names);
        say(key, "unknown-key", fmt::format("there is no key `{}`", path.substr(0, 80)),
            nearest.empty() ? "" : fmt::format("did you mean `{}{}`?", prefix, nearest));
    }

    void take_value(const OptionKey& key, Node value) {
        if (key.shape == OptionKey::Shape::value) return take_scalar(key, value);
        if (!value.is_sequence()) return say(value, "bad-value", fmt::format("`{}` is a list", key.path));
        key.clear(out_.options);
        for (const Node item : value.items()) take_scalar(key, item);
    }

    void take_scalar(const OptionKey& key, Node value) {
        if (!value.is_scalar())
            return say(value, "bad-value", fmt::format("`{}` takes a single value", key.path));
        if (const auto wrong = key.take(out_.options, value.text())) {
            say(value, "bad-value", must_be(key.path, value.text(), *wrong));
        }
    }

    void take_shares(Node signals) {
        out_.options.guard.shares.clear();
        if (!signals.is_mapping()) return say(signals, "bad-value", "`shares` is a mapping of signals");
        for (const auto [signal, values] : signals.entries()) {
            if (values.is_mapping()) {
                take_shares_of(signal, values);
            } else {
                say(values, "bad-value", "the shares of a signal are a mapping of its values",
                    "such as `device.type: {tv: 0.02}`");
            }
        }
    }

    void take_shares_of(Node signal, Node values) {
        auto& shares = out_.options.guard.shares[std::string(signal.text())];
        std::map<std::string, Node> places;
        for (const auto [value, share] : values.entries()) {
            places.emplace(value.text(), value);
            double& into = shares[std::string(value.text())];
            const std::string path = fmt::format("shares.{}.{}", signal.text(), value.text());
            if (!share.is_scalar() || option_values::read_number(share.text(), into, 0, 1)) {
                say(share, "bad-value",
                    fmt::format("`{}` must be a number from 0 to 1", path.substr(0, 160)));
            }
        }
        for (rules::ShareFault& fault : rules::share_faults(signal.text(), shares)) {
            const auto at = places.find(fault.value);
            say(fault.value.empty() || at == places.end() ? signal : at->second, "bad-value",
                std::move(fault.message), std::move(fault.hint));
        }
    }

    std::string file_;
    LoadedOptions& out_;
};

void say(LoadedOptions& out, std::string_view where, std::string_view code, std::string message,
         std::string hint = {}) {
    out.issues.push_back({rules::Severity::error, std::string(where), 0, 0, std::string(code),
                          std::move(message), std::move(hint)});
}

std::optional<std::string> read_whole(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text(file_bytes_max + 1, '\0');
    if (!file.read(text.data(), static_cast<std::streamsize>(text.size())) && !file.eof())
        return std::nullopt;
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

std::optional<std::string> read_or_say(const std::string& path, std::string_view what, LoadedOptions& out) {
    std::optional<std::string> text = read_whole(path);
    if (!text) {
        say(out, path, "unreadable", fmt::format("{} does not exist or cannot be read", what));
    } else if (text->size() > file_bytes_max) {
        say(out, path, "too-large", fmt::format("{} is larger than 1 MiB", what));
        text.reset();
    }
    return text;
}

void take_file(const std::string& path, LoadedOptions& out) {
    const auto text = read_or_say(path, "the configuration", out);
    if (!text) return;
    out.sources.push_back(std::make_shared<rules::Source>(path, *text));
    FileReader(path, out).read(*text);
}

void take_text(const OptionKey& key, std::string_view where, std::string_view text, LoadedOptions& out) {
    if (const auto wrong = key.take(out.options, text)) {
        say(out, where, "bad-value", must_be(key.path, text, *wrong));
    }
}

// Lists are separated by commas there.
void take_variable(const OptionKey& key, const std::string& name, std::string_view text, LoadedOptions& out) {
    if (key.shape == OptionKey::Shape::value) return take_text(key, name, text, out);
    key.clear(out.options);
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string_view item = http::trim(text.substr(begin, end - begin));
        if (!item.empty()) take_text(key, name, item, out);
        begin = end + 1;
    }
}

void take_environment(const Environment& environment, LoadedOptions& out) {
    for (const OptionKey& key : option_keys()) {
        const std::string name = variable_of(key.path);
        if (const auto text = environment(name)) take_variable(key, name, *text, out);
    }
}

void take_flags(const cli::ServeFlags& flags, LoadedOptions& out) {
    const auto take = [&](std::string_view path, std::string_view flag,
                          const std::optional<std::string>& text) {
        const auto keys = option_keys();
        const auto key =
            std::find_if(keys.begin(), keys.end(), [&](const OptionKey& k) { return k.path == path; });
        if (text) take_text(*key, flag, *text, out);
    };
    take("rules", "--rules", flags.rules);
    take("listen", "--listen", flags.listen);
    take("admin.listen", "--admin", flags.admin);
    take("data", "--data", flags.data);
    if (flags.threads) take("threads", "--threads", std::to_string(*flags.threads));
}

constexpr std::string_view tokens_variable = "PASSERBY_ADMIN_TOKENS";

void take_tokens(const Environment& environment, LoadedOptions& out) {
    auto& admin = out.options.admin;
    if (!admin.tokens_file.empty()) {
        if (const auto text = read_or_say(admin.tokens_file, "the file of tokens", out)) {
            admin.tokens = read_tokens(admin.tokens_file, *text, out.issues);
        }
    }
    if (const auto text = environment(std::string(tokens_variable))) {
        auto more = read_tokens(std::string(tokens_variable), *text, out.issues);
        std::move(more.begin(), more.end(), std::back_inserter(admin.tokens));
    }
}

void check_tls(std::string_view path, const TlsFiles& tls, std::string_view where, LoadedOptions& out) {
    if (tls.certificate.empty() == tls.key.empty()) return;
    say(out, where, "half-tls",
        fmt::format("`{0}.{1}` is set without `{0}.{2}`", path, tls.key.empty() ? "certificate" : "key",
                    tls.key.empty() ? "key" : "certificate"),
        "TLS needs both; plain text is never served in its place");
}

// What only shows when all is there.
void check_together(std::string_view where, LoadedOptions& out) {
    const Options& options = out.options;
    check_tls("tls", options.tls, where, out);
    check_tls("admin.tls", options.admin.tls, where, out);
    const auto admin = http::Address::parse(options.admin.listen);
    if (admin && !admin->loopback() && options.admin.tokens.empty()) {
        say(out, where, "open-admin",
            fmt::format("the admin listener `{}` can be reached from elsewhere and has no tokens",
                        options.admin.listen),
            "set `admin.tokens_file`, or listen on `127.0.0.1`");
    }
}

}  // namespace

Environment process_environment() {
    return [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
}

LoadedOptions load_options(const cli::ServeFlags& flags, const Environment& environment) {
    LoadedOptions out;
    const std::optional<std::string> file = flags.config ? flags.config : environment("PASSERBY_CONFIG");
    if (file) take_file(*file, out);
    take_environment(environment, out);
    take_flags(flags, out);
    take_tokens(environment, out);
    if (out.issues.empty()) check_together(file.value_or("configuration"), out);
    return out;
}

LoadedOptions load_options_file(const std::filesystem::path& file) {
    LoadedOptions out;
    take_file(file.string(), out);
    return out;
}

}  // namespace passerby
