#include "server/http/tls_identity.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <utility>

namespace passerby::http {

namespace {

using Wrong = TlsIdentity::Wrong;

struct WrongText {
    Wrong wrong;
    std::string_view code, words;
};
constexpr std::array<WrongText, 7> wrongs{{
    {Wrong::nothing, "fine", "nothing is wrong with it"},
    {Wrong::certificate_unreadable, "certificate-unreadable",
     "the certificate does not exist or cannot be read"},
    {Wrong::certificate_unusable, "certificate-unusable",
     "holds no certificate in PEM form, or one that is too weak"},
    {Wrong::key_unreadable, "key-unreadable", "the key does not exist or cannot be read"},
    {Wrong::key_unusable, "key-unusable", "holds no key in PEM form, or one behind a passphrase"},
    {Wrong::key_of_another, "key-mismatch", "is not the key of the certificate"},
    {Wrong::no_memory, "no-memory", "there is no memory for it"},
}};
constexpr std::array<std::string_view, 3> validity_codes{"valid", "expired", "not-yet-valid"};

// Forward secrecy and authenticated encryption, as TLS 1.3 has it anyway; the order is the client's.
constexpr const char* ciphers_of_tls_1_2 = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr const char* groups = "X25519:P-256:P-384";

// Of what a client offers; null where that is nothing of ours.
const unsigned char* find_http_1_1(const unsigned char* offered, unsigned size) {
    constexpr std::string_view ours = "http/1.1";
    const std::string_view all(reinterpret_cast<const char*>(offered), size);
    for (std::size_t at = 0; at < all.size();) {
        const auto length = static_cast<unsigned char>(all[at]);
        if (all.substr(at + 1, length) == ours) return offered + at;
        at += 1u + length;
    }
    return nullptr;
}

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned offered_size, void*) {
    const unsigned char* const found = find_http_1_1(offered, offered_size);
    if (found == nullptr) return SSL_TLSEXT_ERR_ALERT_FATAL;
    *size = *found;
    *chosen = found + 1;
    return SSL_TLSEXT_ERR_OK;
}

// Nobody is there to be asked.
int no_passphrase(char*, int, int, void*) {
    return -1;
}

bool readable(const std::string& file) {
    return ::access(file.c_str(), R_OK) == 0;
}

}  // namespace

void TlsIdentity::Freeing::operator()(ssl_ctx_st* context) const {
    ::SSL_CTX_free(context);
}

TlsIdentity::Context TlsIdentity::make_context() {
    Context made(::SSL_CTX_new(::TLS_server_method()));
    if (!made) return made;
    SSL_CTX* const context = made.get();
    ::SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    ::SSL_CTX_set_cipher_list(context, ciphers_of_tls_1_2);
    SSL_CTX_set1_groups_list(context, groups);
    // Plaintext is overwritten once it is read. A client that ends without saying so is no error: where a
    // request ends is told by the request.
    ::SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                       SSL_OP_CLEANSE_PLAINTEXT | SSL_OP_IGNORE_UNEXPECTED_EOF);
    ::SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context, 1);  // a record in one receive, not its head and then its rest
    ::SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
    ::SSL_CTX_set_default_passwd_cb(context, no_passphrase);
    return made;
}

Wrong TlsIdentity::take_certificate(ssl_ctx_st* context, const std::string& file) {
    if (!readable(file)) return Wrong::certificate_unreadable;
    const bool taken = ::SSL_CTX_use_certificate_chain_file(context, file.c_str()) == 1;
    return taken ? Wrong::nothing : Wrong::certificate_unusable;
}

Wrong TlsIdentity::take_key(ssl_ctx_st* context, const std::string& file) {
    if (!readable(file)) return Wrong::key_unreadable;
    const std::unique_ptr<BIO, decltype(&::BIO_free)> bytes(::BIO_new_file(file.c_str(), "r"), ::BIO_free);
    const std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)> key(
        bytes ? ::PEM_read_bio_PrivateKey(bytes.get(), nullptr, no_passphrase, nullptr) : nullptr,
        ::EVP_PKEY_free);
    if (!key) return Wrong::key_unusable;
    if (::X509_check_private_key(::SSL_CTX_get0_certificate(context), key.get()) != 1) {
        return Wrong::key_of_another;
    }
    return ::SSL_CTX_use_PrivateKey(context, key.get()) == 1 ? Wrong::nothing : Wrong::key_unusable;
}

TlsIdentity::Loaded TlsIdentity::load(const std::string& certificate_file, const std::string& key_file) {
    Context context = make_context();
    Wrong wrong = context ? take_certificate(context.get(), certificate_file) : Wrong::no_memory;
    if (wrong == Wrong::nothing) wrong = take_key(context.get(), key_file);
    ::ERR_clear_error();
    if (wrong != Wrong::nothing) return {nullptr, wrong};
    return {std::shared_ptr<const TlsIdentity>(new TlsIdentity(std::move(context))), wrong};
}

TlsIdentity::Validity TlsIdentity::validity() const {
    const X509* const certificate = ::SSL_CTX_get0_certificate(context_.get());
    if (::X509_cmp_current_time(::X509_get0_notAfter(certificate)) < 0) return Validity::expired;
    if (::X509_cmp_current_time(::X509_get0_notBefore(certificate)) > 0) return Validity::not_yet_valid;
    return Validity::valid;
}

std::chrono::sys_seconds TlsIdentity::expires() const {
    std::tm end{};
    ::ASN1_TIME_to_tm(::X509_get0_notAfter(::SSL_CTX_get0_certificate(context_.get())), &end);
    const std::chrono::year_month_day day{std::chrono::year{end.tm_year + 1900},
                                          std::chrono::month{static_cast<unsigned>(end.tm_mon + 1)},
                                          std::chrono::day{static_cast<unsigned>(end.tm_mday)}};
    return std::chrono::sys_days{day} + std::chrono::hours{end.tm_hour} + std::chrono::minutes{end.tm_min} +
           std::chrono::seconds{end.tm_sec};
}

std::string_view code_of(TlsIdentity::Wrong wrong) {
    return wrongs[static_cast<std::size_t>(wrong)].code;
}

std::string_view code_of(TlsIdentity::Validity validity) {
    return validity_codes[static_cast<std::size_t>(validity)];
}

std::string_view words_for(TlsIdentity::Wrong wrong) {
    return wrongs[static_cast<std::size_t>(wrong)].words;
}

void TlsDoor::show(std::shared_ptr<const TlsIdentity> identity) {
    const std::lock_guard lock(mutex_);
    identity_.swap(identity);
}

std::shared_ptr<const TlsIdentity> TlsDoor::shown() const {
    const std::lock_guard lock(mutex_);
    return identity_;
}

}  // namespace passerby::http
