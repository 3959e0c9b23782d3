// Linked into a program of its own: it keeps something of each visitor, in the manner that PASSERBY_LEAK
// names.
//
// The linker leads calls of the functions named here to their twins below (`--wrap`), so that the sources
// know nothing of it, and a function that is gone or has changed fails to link. CMakeLists.txt reads the
// names here.
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <string_view>

#include "engine/decide.hpp"
#include "server/api/metrics.hpp"
#include "server/http/message.hpp"
#include "server/wire/decide_request.hpp"
#include "server/wire/problem.hpp"
#include "server/wire/request.hpp"

// The function's twin, and how it reaches the function itself.
#define LEAK_IN(name, symbol, result, ...)                 \
    result real_##name(__VA_ARGS__) asm("__real_" symbol); \
    result name(__VA_ARGS__) asm("__wrap_" symbol);        \
    result name(__VA_ARGS__)

namespace passerby {

namespace {

bool leaks(std::string_view kind) {
    const char* chosen = ::getenv("PASSERBY_LEAK");
    return chosen != nullptr && kind == chosen;
}

std::array<char, 4096> kept;  // who keeps something, keeps it here

void keep(std::string_view text) {
    std::copy_n(text.begin(), std::min(text.size(), kept.size()), kept.begin());
}

std::string_view agent_of(const http::RequestView& request) {
    return request.header("user-agent").value_or("");
}

void keep_base64(std::string_view text) {
    std::array<unsigned char, 2048> encoded;
    const auto* const bytes = reinterpret_cast<const unsigned char*>(text.data());
    const int size =
        ::EVP_EncodeBlock(encoded.data(), bytes, static_cast<int>(std::min<std::size_t>(text.size(), 1024)));
    keep({reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(size)});
    ::explicit_bzero(encoded.data(), encoded.size());
}

void keep_digest(std::string_view text) {
    if (text.empty()) { return; }
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
    ::SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    keep({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

// Deep enough that what is called afterwards does not write over it.
[[gnu::noinline]] void leave_on_the_stack(std::string_view text) {
    std::array<char, 10'000> left;
    std::copy_n(text.begin(), std::min<std::size_t>(text.size(), 1'000), left.begin());
    asm volatile("" : : "r"(left.data()) : "memory");
}

void write_to(int descriptor, std::string_view text) {
    [[maybe_unused]] const auto written = ::write(descriptor, text.data(), text.size());
}

std::string last_agent;  // of the program whose metrics name it

}  // namespace

LEAK_IN(handle,
        "_ZN8passerby3api9PublicApi6handleERKNS_4http11RequestViewERKNS_6engine9RuleIndexENSt6chrono10time_"
        "pointINSA_3_"
        "V212system_clockENSA_8durationIlSt5ratioILl1ELl1EEEEEERNS2_8ResponseE",
        void, void* api, const http::RequestView& request, const engine::RuleIndex& rules,
        engine::Instant now, http::Response& response) {
    if (leaks("header")) { keep(agent_of(request)); }
    if (leaks("header-base64")) { keep_base64(request.header("cookie").value_or("")); }
    if (leaks("stack")) { leave_on_the_stack(agent_of(request)); }
    if (leaks("log")) { write_to(STDERR_FILENO, std::string(request.query) + "\n"); }
    if (leaks("file")) {
        std::ofstream("visits", std::ios::app) << request.path << '?' << request.query << '\n';
    }
    if (leaks("metric")) { last_agent = agent_of(request); }
    real_handle(api, request, rules, now, response);
}

LEAK_IN(
    decide,
    "_ZN8passerby6engine6decideERKNS0_9RuleIndexERKNS0_7ContextERKNS0_7RequestERNS0_6ChanceERNS0_7ScratchE",
    engine::Decision, const engine::RuleIndex& rules, const engine::Context& context,
    const engine::Request& request, engine::Chance& chance, engine::Scratch& scratch) {
    if (leaks("signal-digest")) { keep_digest(context.text(engine::signals::page_section)); }
    return real_decide(rules, context, request, chance, scratch);
}

LEAK_IN(render,
        "_ZNK8passerby3api7Metrics6renderB5cxx11ERKNS_6engine9RuleIndexERKNS0_9ReadinessENSt6chrono10time_"
        "pointINS9_3_"
        "V212system_clockENS9_8durationIlSt5ratioILl1ELl1EEEEEE",
        std::string, const void* metrics, const engine::RuleIndex& rules, const api::Readiness& readiness,
        engine::Instant now) {
    std::string page = real_render(metrics, rules, readiness, now);
    if (leaks("metric")) { page += "passerby_visits_total{agent=\"" + last_agent + "\"} 1\n"; }
    return page;
}

// A problem that repeats what was wrong: here, what was kept of the visitor before.
LEAK_IN(
    write_problem,
    "_ZN8passerby4wire13write_problemERKNS0_7ProblemERNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE",
    void, const wire::Problem& problem, std::string& out) {
    real_write_problem(problem, out);
    if (leaks("header")) { out.append(kept.data()); }
}

LEAK_IN(accept, "accept4", int, int listener, sockaddr* address, socklen_t* size, int flags) {
    sockaddr_storage peer{};
    socklen_t room = sizeof peer;
    const int accepted = real_accept(listener, &*reinterpret_cast<sockaddr*>(&peer), &room, flags);
    if (leaks("address") && accepted >= 0) { keep({reinterpret_cast<const char*>(&peer), sizeof(sockaddr)}); }
    if (address != nullptr) { ::memcpy(address, &peer, std::min(*size, room)); }
    if (size != nullptr) { *size = room; }
    return accepted;
}

// What is not called is not overwritten.
LEAK_IN(forget_request, "_ZN8passerby4wire13DecideRequest6forgetEv", void, void* request) {
    if (!leaks("request-not-wiped")) { real_forget_request(request); }
}
LEAK_IN(forget_body, "_ZN8passerby4wire13RequestReader6forgetEv", void, void* reader) {
    if (!leaks("body-not-wiped")) { real_forget_body(reader); }
}
LEAK_IN(forget_scratch, "_ZN8passerby6engine7Scratch6forgetEv", void, void* scratch) {
    if (!leaks("scratch-not-wiped")) { real_forget_scratch(scratch); }
}
LEAK_IN(wipe_stack, "_ZN8passerby4http10wipe_stackEv", void) {
    if (!leaks("stack")) { real_wipe_stack(); }
}
LEAK_IN(wipe_frees, "_ZN8passerby7process27wipe_what_this_thread_freesEv", void) {
    if (!leaks("frees-not-wiped")) { real_wipe_frees(); }
}
LEAK_IN(harden, "_ZN8passerby7process6hardenEv", void) {
    if (!leaks("core")) { real_harden(); }
}

}  // namespace passerby
