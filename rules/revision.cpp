#include "rules/revision.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <new>

#include "engine/ensure.hpp"

namespace passerby::rules {

namespace {

EVP_MD_CTX* digest(void* context) {
    return static_cast<EVP_MD_CTX*>(context);
}

}  // namespace

RevisionDigest::RevisionDigest() {
    // The library does not notice that its own beginnings have failed, and would be lost later.
    if (OSSL_LIB_CTX_get0_global_default() == nullptr) { throw std::bad_alloc(); }
    context_ = EVP_MD_CTX_new();
    if (context_ != nullptr && EVP_DigestInit_ex(digest(context_), EVP_sha256(), nullptr) == 1) { return; }
    EVP_MD_CTX_free(digest(context_));
    throw std::bad_alloc();  // there is nothing else that can be missing
}

RevisionDigest::~RevisionDigest() {
    EVP_MD_CTX_free(digest(context_));
}

void RevisionDigest::add(std::string_view name, std::string_view bytes) {
    add_framed(name);
    add_framed(bytes);
}

// Each part goes after its length, so that no two sets of files read alike.
void RevisionDigest::add_framed(std::string_view bytes) {
    std::array<unsigned char, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i) {
        length[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(bytes.size()) >> (8 * i));
    }
    const bool added = EVP_DigestUpdate(digest(context_), length.data(), length.size()) == 1 &&
                       EVP_DigestUpdate(digest(context_), bytes.data(), bytes.size()) == 1;
    engine::ensure(added, "a hash takes any bytes");
}

std::string RevisionDigest::finish() {
    constexpr std::string_view hex = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    engine::ensure(EVP_DigestFinal_ex(digest(context_), hash.data(), nullptr) == 1, "a hash can be had once");
    std::string out;
    for (std::size_t i = 0; i < 16; ++i) {
        out += hex[hash[i] >> 4];
        out += hex[hash[i] & 15];
    }
    return out;
}

}  // namespace passerby::rules
