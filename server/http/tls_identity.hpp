// A certificate with its key, ready to be shown to clients, and how clients are spoken to. Immutable; shared
// by all threads.
//
// Nothing by which a client that comes again could be recognised is handed out or kept: no session cache,
// no tickets. Each connection begins anew.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

extern "C" {
struct ssl_ctx_st;
}

namespace passerby::http {

class TlsIdentity {
  public:
    // What the files may have wrong; a closed list, for the log.
    enum class Wrong : std::uint8_t {
        nothing,
        certificate_unreadable,
        certificate_unusable,  // no certificate in PEM, or one too weak
        key_unreadable,
        key_unusable,  // no key in PEM, or one behind a passphrase
        key_of_another,
        no_memory,
    };
    enum class Validity : std::uint8_t { valid, expired, not_yet_valid };

    struct Loaded {
        std::shared_ptr<const TlsIdentity> identity;  // null where something is wrong
        Wrong wrong = Wrong::nothing;
    };
    static Loaded load(const std::string& certificate_file, const std::string& key_file);

    Validity validity() const;
    std::chrono::sys_seconds expires() const;
    ssl_ctx_st* context() const { return context_.get(); }

  private:
    struct Freeing {
        void operator()(ssl_ctx_st* context) const;
    };
    using Context = std::unique_ptr<ssl_ctx_st, Freeing>;
    explicit TlsIdentity(Context context) : context_(std::move(context)) {}
    static Context make_context();
    static Wrong take_certificate(ssl_ctx_st* context, const std::string& file);
    static Wrong take_key(ssl_ctx_st* context, const std::string& file);

    Context context_;
};

std::string_view code_of(TlsIdentity::Wrong wrong);        // `key-mismatch`
std::string_view code_of(TlsIdentity::Validity validity);  // `expired`
std::string_view words_for(TlsIdentity::Wrong wrong);      // what to say to the operator

// The identity that new connections of a listener are shown. Replaced by the control thread; asked by each
// thread once a connection, which a handshake makes a thousand times dearer than this lock.
class TlsDoor {
  public:
    void show(std::shared_ptr<const TlsIdentity> identity);
    std::shared_ptr<const TlsIdentity> shown() const;

  private:
    mutable std::mutex mutex_;
    std::shared_ptr<const TlsIdentity> identity_;
};

}  // namespace passerby::http
