#include "server/process.hpp"

#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include "engine/ensure.hpp"
#include "rules/folder.hpp"

namespace passerby::process {

namespace {
constinit thread_local bool thread_wipes = false;
}

void harden() {
    ::prctl(PR_SET_DUMPABLE, 0);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    std::signal(SIGPIPE, SIG_IGN);
}

void wipe_what_this_thread_frees() {
    thread_wipes = true;
}

bool this_thread_wipes() {
    return thread_wipes;
}

std::size_t allow_descriptors(std::size_t wanted) {
    rlimit allowed{};
    if (::getrlimit(RLIMIT_NOFILE, &allowed) != 0) return wanted;
    if (allowed.rlim_cur < wanted && allowed.rlim_cur < allowed.rlim_max) {
        allowed.rlim_cur = std::min<rlim_t>(wanted, allowed.rlim_max);
        ::setrlimit(RLIMIT_NOFILE, &allowed);
    }
    return allowed.rlim_cur;
}

std::size_t count_descriptors() {
    std::vector<std::string> open;
    rules::read_folder("/proc/self/fd", open);
    return open.size();
}

void end_in_peace() {
    sigset_t asking;
    ::sigemptyset(&asking);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) ::sigaddset(&asking, signal);
    ::pthread_sigmask(SIG_BLOCK, &asking, nullptr);
}

std::uint64_t random_seed() {
    std::uint64_t seed = 0;
    engine::ensure(::getrandom(&seed, sizeof seed, 0) == sizeof seed, "the system has randomness");
    return seed;
}

}  // namespace passerby::process
