#include "server/certificates.hpp"

#include <fmt/format.h>

#include <utility>

namespace passerby {

namespace {

using Identity = http::TlsIdentity;
using Wrong = Identity::Wrong;

// Which of the two files is at fault.
bool of_key(Wrong wrong) {
    return wrong == Wrong::key_unreadable || wrong == Wrong::key_unusable || wrong == Wrong::key_of_another;
}

const std::string& file_of(Wrong wrong, const TlsFiles& files) {
    return of_key(wrong) ? files.key : files.certificate;
}

}  // namespace

Certificates::Certificates(const Options& options, const Log& log)
    : log_(log), public_{"tls", options.tls, {}}, admin_{"admin.tls", options.admin.tls, {}} {}

std::string Certificates::load() {
    for (Listener* listener : {&public_, &admin_}) {
        const Wrong wrong = load(*listener);
        if (wrong == Wrong::nothing) continue;
        return fmt::format("{} (`{}.{}`): {}", file_of(wrong, listener->files), listener->key,
                           of_key(wrong) ? "key" : "certificate", http::words_for(wrong));
    }
    return {};
}

void Certificates::reload() {
    for (Listener* listener : {&public_, &admin_}) {
        const Wrong wrong = load(*listener);
        if (wrong == Wrong::nothing) continue;
        log_.write(Event::certificate_refused, {.file = of_key(wrong) ? LogFile::key(listener->files)
                                                                      : LogFile::certificate(listener->files),
                                                .code = wrong});
    }
}

Wrong Certificates::load(Listener& listener) {
    if (!listener.files.named()) return Wrong::nothing;
    Identity::Loaded loaded = Identity::load(listener.files.certificate, listener.files.key);
    if (loaded.wrong != Wrong::nothing) return loaded.wrong;
    log_loaded(listener, *loaded.identity);
    listener.door.show(std::move(loaded.identity));
    return Wrong::nothing;
}

void Certificates::log_loaded(const Listener& listener, const Identity& identity) const {
    const Identity::Validity validity = identity.validity();
    log_.write(Event::certificate_loaded, {.file = LogFile::certificate(listener.files)});
    if (validity == Identity::Validity::valid) return;
    log_.write(Event::certificate_doubtful, {.file = LogFile::certificate(listener.files), .code = validity});
}

}  // namespace passerby
