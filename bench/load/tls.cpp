#include "bench/load/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cerrno>
#include <new>
#include <stdexcept>
#include <utility>

namespace passerby::load {

namespace {

constexpr std::uint64_t record_bytes_max = 16u << 10;

// What OpenSSL finds out when it first looks at a certificate it writes down there: so this is done before
// threads share them.
void look_at_all(X509_STORE* trusted) {
    STACK_OF(X509_OBJECT)* const objects = ::X509_STORE_get0_objects(trusted);
    for (int i = 0; i < sk_X509_OBJECT_num(objects); ++i) {
        X509* const certificate = ::X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, i));
        if (certificate != nullptr) { ::X509_check_purpose(certificate, -1, 0); }
    }
}

void trust(SSL_CTX* context, const TlsClient::Trust& trust) {
    ::SSL_CTX_set_verify(context, trust.checks ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
    const int taken = trust.certificates.empty()
                          ? ::SSL_CTX_set_default_verify_paths(context)
                          : ::SSL_CTX_load_verify_file(context, trust.certificates.c_str());
    look_at_all(::SSL_CTX_get_cert_store(context));
    ::ERR_clear_error();
    if (taken != 1) { throw std::runtime_error("no certificates in `" + trust.certificates + "`"); }
}

// An address is looked for among the addresses of a certificate, and is not told to the server.
bool expect_host(SSL* ssl, const std::string& host) {
    X509_VERIFY_PARAM* const expected = ::SSL_get0_param(ssl);
    if (::X509_VERIFY_PARAM_set1_ip_asc(expected, host.c_str()) == 1) { return true; }
    ::ERR_clear_error();
    return ::X509_VERIFY_PARAM_set1_host(expected, host.data(), host.size()) == 1 &&
           SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
}

}  // namespace

void TlsClient::Freeing::operator()(ssl_ctx_st* context) const {
    ::SSL_CTX_free(context);
}

void TlsLink::Freeing::operator()(ssl_st* ssl) const {
    ::SSL_free(ssl);
}

TlsClient::TlsClient(const Trust& trusted, std::string host)
    : context_(::SSL_CTX_new(::TLS_client_method())), host_(std::move(host)) {
    if (!context_) { throw std::bad_alloc(); }
    trust(context_.get(), trusted);
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
    SSL_CTX_set_mode(context_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context_.get(), 1);
    SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_OFF);
    ::SSL_CTX_set_options(context_.get(), SSL_OP_IGNORE_UNEXPECTED_EOF);
    constexpr std::string_view protocol = "\x08http/1.1";
    ::SSL_CTX_set_alpn_protos(context_.get(), reinterpret_cast<const unsigned char*>(protocol.data()),
                              static_cast<unsigned>(protocol.size()));
}

TlsLink::TlsLink(const TlsClient& client, int descriptor) : ssl_(::SSL_new(client.context())) {
    if (!ssl_ || ::SSL_set_fd(ssl_.get(), descriptor) != 1 || !expect_host(ssl_.get(), client.host())) {
        throw std::bad_alloc();
    }
    ::SSL_set_connect_state(ssl_.get());
}

ssize_t TlsLink::greet() {
    const int result = ::SSL_do_handshake(ssl_.get());
    return result == 1 ? result : fail(result);
}

// Who is told of edges has to take all. A read with nothing left over from before asks for more than the
// largest record: if all that came is less, the socket was empty then. Otherwise only its word will do.
ssize_t TlsLink::receive(char* into, std::size_t size) {
    std::size_t had = 0;
    BIO* const socket = ::SSL_get_rbio(ssl_.get());
    while (had < size) {
        const bool nothing_left = ::SSL_has_pending(ssl_.get()) == 0;
        const std::uint64_t before = ::BIO_number_read(socket);
        std::size_t count = 0;
        const int result = ::SSL_read_ex(ssl_.get(), into + had, size - had, &count);
        had += count;
        if (result != 1) { return had > 0 ? static_cast<ssize_t>(had) : fail(result); }
        const bool read_short = ::BIO_number_read(socket) - before < record_bytes_max;
        if (nothing_left && read_short && ::SSL_has_pending(ssl_.get()) == 0) { break; }
    }
    return static_cast<ssize_t>(had);
}

ssize_t TlsLink::send(std::string_view bytes) {
    std::size_t count = 0;
    const int result = ::SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &count);
    return result == 1 ? static_cast<ssize_t>(count) : fail(result);
}

ssize_t TlsLink::fail(int result) {
    const int system = errno;
    const int error = ::SSL_get_error(ssl_.get(), result);
    ::ERR_clear_error();
    switch (error) {
        case SSL_ERROR_WANT_READ:
        case SSL_ERROR_WANT_WRITE: errno = EAGAIN; return -1;
        case SSL_ERROR_ZERO_RETURN: return 0;
        case SSL_ERROR_SYSCALL: errno = system != 0 ? system : ECONNRESET; return -1;
        default: errno = EPROTO; return -1;
    }
}

}  // namespace passerby::load
