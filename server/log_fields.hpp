// What may stand in a log line: each field has a type that can only be made from what is ours, an operator's
// or a rule author's. No text that a client sent becomes one.
//
// They are views: what they were made from outlives the call that writes the line.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/rule_index.hpp"
#include "server/http/tls_identity.hpp"
#include "server/live/reloader.hpp"
#include "server/options.hpp"
#include "server/place/atlas.hpp"
#include "server/problem/own_text.hpp"

namespace passerby {

// A field's text, or none.
class LogText {
  public:
    std::string_view view() const { return text_; }

  protected:
    constexpr LogText() = default;
    constexpr explicit LogText(std::string_view text) : text_(text) {}

  private:
    std::string_view text_;
};

// Of compiled rules.
class LogRevision : public LogText {
  public:
    LogRevision() = default;
    LogRevision(const engine::RuleIndex& rules) : LogText(rules.revision()) {}
};

// Named in the configuration, or found among the rules.
class LogFile : public LogText {
  public:
    LogFile() = default;
    static LogFile certificate(const TlsFiles& files) { return LogFile(files.certificate); }
    static LogFile key(const TlsFiles& files) { return LogFile(files.key); }
    static LogFile places(const Options& options) { return LogFile(options.geo.mmdb); }
    // Where the first issue of a reload is.
    static LogFile first_at_fault(const live::Reload& reload) {
        return reload.issues.empty() ? LogFile() : LogFile(reload.issues.front().file);
    }

  private:
    using LogText::LogText;
};

// Written in our source, or told by a table of ours.
class LogCode : public LogText {
  public:
    LogCode() = default;
    consteval LogCode(const char* text) : LogText(text) {}
    LogCode(problem::OwnText text) : LogText(text) {}
    LogCode(http::TlsIdentity::Wrong wrong) : LogText(http::code_of(wrong)) {}
    LogCode(http::TlsIdentity::Validity validity) : LogText(http::code_of(validity)) {}
    LogCode(place::Atlas::Wrong wrong) : LogText(place::code_of(wrong)) {}
    // The first issue's, as the table of codes spells it; none where it is not in the table.
    static LogCode first_of(const live::Reload& reload);

  private:
    using LogText::LogText;
};

struct LogFields {
    LogRevision revision = {};
    LogFile file = {};
    LogCode code = {};  // of an issue; of a configuration's key; what a file has wrong
    std::optional<std::uint32_t> line = {};
    std::optional<std::uint64_t> count = {};
    std::optional<std::chrono::nanoseconds> duration = {};
};

}  // namespace passerby
