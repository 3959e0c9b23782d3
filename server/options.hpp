// The configuration of a server: one plain value, filled from a file, the environment and flags, in that
// order, the later winning. Each value is checked where it is read; see option_keys.cpp for the table.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/guard.hpp"
#include "rules/issue.hpp"
#include "rules/source.hpp"
#include "server/api/settings.hpp"
#include "server/cli/serve.hpp"

namespace passerby {

struct TlsFiles {
    std::string certificate, key;  // both or none
    bool named() const { return !certificate.empty(); }
};

struct Options {
    std::string listen = "127.0.0.1:8080";
    TlsFiles tls;
    struct {
        std::string listen = "127.0.0.1:8081";
        std::vector<std::string> hosts;
        std::string tokens_file;
        TlsFiles tls;
        std::vector<api::Token> tokens;  // from that file, or the environment
    } admin;
    std::string rules;  // empty: none were named
    std::string data;
    unsigned threads = 0;
    std::vector<std::string> trusted_proxies;
    struct {
        std::string mmdb;
    } geo;
    std::vector<std::string> cors_origins{"*"};
    bool strict = false;
    struct {
        bool rule = true, why = true, signals = true;
    } answer;
    enum class Manifest : std::uint8_t { full, names } manifest = Manifest::full;
    std::chrono::seconds cache_max{60};
    struct {
        enum class Use : std::uint8_t { content, ads } use = Use::content;
        std::optional<std::uint16_t> tcf_vendor;  // absent: the publisher
        std::chrono::days max_age{180};
        bool child_directed = false;
    } consent;
    rules::Guard guard;  // `shares` too
    struct {
        std::size_t connections = 20'000;
        std::size_t header_bytes = 16u << 10;
        std::size_t body_bytes = 64u << 10;
        std::chrono::milliseconds head_timeout{5'000}, body_timeout{10'000}, idle_timeout{60'000};
        std::chrono::milliseconds drain{10'000}, drain_delay{0};
    } limits;
    std::chrono::days retention{400};
    struct {
        enum class Level : std::uint8_t { error, warning, info } level = Level::info;
        enum class Format : std::uint8_t { text, json } format = Format::text;
    } log;
};

struct LoadedOptions {
    Options options;
    std::vector<rules::Issue> issues;                           // errors; the options count only without any
    std::vector<std::shared_ptr<const rules::Source>> sources;  // to show the lines that they are about
};

// What a variable of the environment holds, if it is set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
Environment process_environment();

// `file` is the configuration's path, where one was named.
LoadedOptions load_options(const cli::ServeFlags& flags, const Environment& environment);

// One file alone, e.g. for `check --config`.
LoadedOptions load_options_file(const std::filesystem::path& file);

}  // namespace passerby
