#include "server/app.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/ensure.hpp"
#include "rules/render.hpp"
#include "server/api/admin_api.hpp"
#include "server/api/metrics.hpp"
#include "server/api/notices.hpp"
#include "server/api_handler.hpp"
#include "server/certificates.hpp"
#include "server/http/hosted_server.hpp"
#include "server/http/tls_memory.hpp"
#include "server/live/reloader.hpp"
#include "server/log.hpp"
#include "server/place_file.hpp"
#include "server/process.hpp"
#include "server/settings.hpp"
#include "server/supervisor.hpp"
#include "server/worker.hpp"

namespace passerby {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

constexpr int exit_fine = 0, exit_wrong = 1, exit_useless = 2;
constexpr std::size_t descriptors_beside_connections = 512;  // listeners, files, operators, the turned away
constexpr milliseconds out_of_memory_pause{100};
constexpr milliseconds idle_grace_max{1'000};  // an active client asks again within it

void print_issues(std::span<const rules::Issue> issues, rules::Sources sources) {
    std::fputs(rules::render_text(issues, sources).c_str(), stderr);
}

engine::Instant now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::size_t thread_count(const Options& options) {
    return options.threads > 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
}

api::PublicSettings with_notices(api::PublicSettings settings, const api::LiveNotices& notices) {
    settings.notices = &notices;
    return settings;
}

// What is read and checked already, and will count once its part is there: of the server, or of the
// configuration.
void warn_of_settings_without_effect(const Options& options, const Log& log) {
    const Options untouched;
    struct Setting {
        problem::OwnText key;
        bool set;
    };
    const Setting settings[] = {
        {"data", !options.data.empty()},
        {"trusted_proxies", !options.trusted_proxies.empty() && options.geo.mmdb.empty()},
        {"manifest", options.manifest != untouched.manifest},
        {"retention", options.retention != untouched.retention},
    };
    for (const auto& [key, set] : settings) {
        if (set) log.write(Event::setting_without_effect, {.code = key});
    }
}

}  // namespace

class App::Parts {
  public:
    explicit Parts(const Options& options)
        : options_(options),
          log_(options.log),
          certificates_(options_, log_),
          place_file_(options_, log_),
          public_limits_(public_limits(options)),
          admin_limits_(admin_limits(options)),
          public_settings_(with_notices(public_settings(options, place_file_.places()), notices_)),
          admin_settings_(admin_settings(options)),
          reloader_({options.rules}) {}

    ~Parts() {
        reloader_.stop();  // it posts to the workers
    }

    int run() {
        process::harden();
        engine::ensure(http::wipe_freed_tls_memory(), "nothing has used the TLS library yet");
        warn_of_settings_without_effect(options_, log_);
        if (const int wrong = load_certificates(); wrong != exit_fine) return wrong;
        place_file_.load();
        if (const int wrong = load_rules(); wrong != exit_fine) return wrong;
        if (const int wrong = listen(); wrong != exit_fine) return wrong;
        share_descriptors();
        serve();
        return exit_fine;
    }

  private:
    int load_certificates() {
        const std::string wrong = certificates_.load();
        if (wrong.empty()) return exit_fine;
        fmt::print(stderr, "passerby: {}\n", wrong);
        return exit_useless;
    }

    int load_rules() {
        live::Reload first = reloader_.load();
        if (first.outcome == live::Reload::Outcome::refused) {
            print_issues(first.issues, first.sources);
            return first.unreadable ? exit_useless : exit_wrong;
        }
        report(first);
        rules_.emplace(std::move(first.rules));
        return exit_fine;
    }

    // One listening socket a worker, all on one port; one more for the control thread.
    int listen() {
        std::vector<http::Descriptor> shared = open("--listen", options_.listen, thread_count(options_));
        std::vector<http::Descriptor> admin = open("--admin", options_.admin.listen, 1);
        if (shared.empty() || admin.empty()) return exit_useless;
        public_address_ = http::Address::of(shared.front()).text();
        admin_address_ = http::Address::of(admin.front()).text();
        const Worker::Shared view{public_limits_, public_settings_, *rules_,
                                  readiness_,     occupancy_,       certificates_.public_door()};
        for (http::Descriptor& listening : shared) {
            workers_.push_back(std::make_unique<Worker>(view, metrics_.add_thread(), std::move(listening),
                                                        process::random_seed()));
        }
        api::Measures& measures = metrics_.add_thread();
        admin_api_.emplace(
            admin_settings_, metrics_, measures, readiness_, [this] { return reload_now(); },
            process::random_seed());
        admin_handler_.emplace(*admin_api_, *rules_, measures);
        admin_server_.emplace(control_, admin_limits_, *admin_handler_, admin_occupancy_);
        if (const auto* door = certificates_.admin_door()) {
            admin_server_->speak_tls(*door);
            metrics_.add_certificate("admin", *door);
        }
        if (const auto* door = certificates_.public_door()) metrics_.add_certificate("public", *door);
        admin_server_->listen(std::move(admin.front()));
        return exit_fine;
    }

    // Empty, and said why, where it cannot be.
    static std::vector<http::Descriptor> open(std::string_view flag, const std::string& text,
                                              std::size_t count) {
        http::Address address = *http::Address::parse(text);
        std::error_code error = http::find_taken(address);
        std::vector<http::Descriptor> opened;
        while (!error && opened.size() < count) {
            opened.push_back(http::listen_on(address, error));
            if (!error) address = http::Address::of(opened.front());  // where the system chose the port
        }
        if (!error) return opened;
        fmt::print(stderr, "passerby: cannot listen on {}: {}\n", text,
                   error == std::errc::address_in_use
                       ? fmt::format("another program does already (choose another address with `{}`)", flag)
                       : error.message());
        return {};
    }

    // Who has no descriptor cannot be told that there is no room: so connections get only as many as leave
    // some for rule files, for operators and for saying so.
    void share_descriptors() {
        const std::size_t wanted = options_.limits.connections + descriptors_beside_connections;
        const std::size_t allowed = process::allow_descriptors(wanted);
        const std::size_t left = allowed - std::min(allowed, process::count_descriptors());
        const std::size_t eighth = std::max<std::size_t>(left / 8, 1);
        admin_limits_.connections = std::min(admin_limits_.connections, eighth);
        admin_limits_.turned_away = 1;
        public_limits_.turned_away = std::clamp<std::size_t>(eighth / workers_.size(), 1, 256);
        const std::size_t room = left - std::min(left / 2, descriptors_beside_connections);
        public_limits_.connections = std::min(public_limits_.connections, std::max<std::size_t>(room, 1));
        if (public_limits_.connections < options_.limits.connections) {
            log_.write(Event::few_descriptors, {.count = public_limits_.connections});
        }
    }

    void serve() {
        wait_for_signals();
        for (const auto& worker : workers_) worker->start();
        reloader_.start(*rules_, [this](const live::Reload& reload) { report(reload); });
        log_.write(Event::started, {.count = workers_.size()});
        fmt::print("listening on {}://{} (public)\nlistening on {}://{} (admin)\n",
                   scheme(certificates_.public_door()), public_address_, scheme(certificates_.admin_door()),
                   admin_address_);
        std::fflush(stdout);
        run_control();
        process::end_in_peace();
        reloader_.stop();
        for (const auto& worker : workers_) worker->stop();
        log_.write(Event::stopped);
    }

    // Running out of memory ends nothing: it is waited for everything again, a little later.
    void run_control() {
        process::wipe_what_this_thread_frees();
        bool waiting = false;
        while (!ended_) {
            try {
                if (!std::exchange(waiting, true)) wait_for_all();
                control_.run();
            } catch (const std::bad_alloc&) {
                waiting = false;
                std::this_thread::sleep_for(out_of_memory_pause);
            }
        }
    }

    void wait_for_all() {
        signals_.cancel();
        wait_for_signals();
        admin_server_->wait_again();
        feel_pulse();
        if (draining_) return drain_workers();
        supervisor_.ready(readiness_.summary());
    }

    static std::string_view scheme(const http::TlsDoor* door) { return door == nullptr ? "http" : "https"; }

    void wait_for_signals() {
        signals_.async_wait([this](boost::system::error_code error, int signal) {
            if (error) return;
            if (signal == SIGHUP) {
                supervisor_.reloading();
                certificates_.reload();
                place_file_.load();
                reloader_.ask();
            } else if (!draining_) {
                begin_drain();
            } else {
                end();  // asked twice: at once
            }
            wait_for_signals();
        });
    }

    // The supervisor hears from us as long as each thread that serves still comes round to answering.
    void feel_pulse() {
        if (supervisor_.patience() == milliseconds{0}) return;
        pulse_.expires_after(supervisor_.patience() / 4);
        pulse_.async_wait([this](boost::system::error_code error) {
            if (error) return;
            if (unheard_ == 0) ask_workers();
            feel_pulse();
        });
    }

    void ask_workers() {
        unheard_ = workers_.size();
        for (const auto& worker : workers_) {
            worker->answer([this] {
                asio::post(control_, [this] {
                    if (--unheard_ == 0) supervisor_.alive();
                });
            });
        }
    }

    // Not ready from now on; but who has not heard of it yet is still answered.
    void begin_drain() {
        draining_ = true;
        readiness_.drain();
        supervisor_.stopping();
        log_.write(Event::draining);
        after(options_.limits.drain_delay, [this] { drain_workers(); });
    }

    void drain_workers() {
        const milliseconds grace = std::min(options_.limits.drain / 2, idle_grace_max);
        working_ = workers_.size();
        for (const auto& worker : workers_) {
            worker->drain(grace, [this] {
                asio::post(control_, [this] {
                    if (--working_ == 0) end();
                });
            });
        }
        // A little before the limit, which is for the whole process.
        after(options_.limits.drain * 9 / 10, [this] {
            if (ended_) return;
            log_.write(Event::drain_cut_short, {.count = occupancy_.open});
            end();
        });
    }

    void end() {
        if (std::exchange(ended_, true)) return;
        admin_server_->stop();
        signals_.cancel();
        timer_.cancel();
        pulse_.cancel();
        control_.stop();
    }

    void after(milliseconds delay, std::function<void()> then) {
        timer_.expires_after(delay);
        timer_.async_wait([then = std::move(then)](boost::system::error_code error) {
            if (!error) then();
        });
    }

    // After each load, on whichever thread loaded; never two at once.
    void report(const live::Reload& reload) {
        using Outcome = live::Reload::Outcome;
        api::ReloadMeasures& measures = metrics_.reloads();
        if (reload.outcome == Outcome::published) {
            notices_.publish(
                std::make_shared<const api::Notices>(api::compose_notices(*reload.rules, public_settings_)));
            readiness_.published(std::string(reload.rules->revision()), reload.rules->rule_count(), now());
            measures.ok.add();
            for (const auto& worker : workers_) worker->notice_rules();
        } else if (reload.outcome == Outcome::unchanged) {
            readiness_.confirmed(now());
            measures.unchanged.add();
        } else {
            readiness_.refused(now(), reload.issues);
            measures.refused.add();
        }
        measures.took(reload.took);
        if (!workers_.empty() && readiness_.ready()) supervisor_.ready(readiness_.summary());
        log_reload(reload);
    }

    void log_reload(const live::Reload& reload) const {
        using Outcome = live::Reload::Outcome;
        if (reload.outcome == Outcome::refused) {
            log_.write(Event::rules_refused, {.revision = *reload.rules,
                                              .file = LogFile::first_at_fault(reload),
                                              .code = LogCode::first_of(reload),
                                              .line = reload.issues.empty() ? 0 : reload.issues.front().line,
                                              .count = reload.issues.size(),
                                              .duration = reload.took});
        } else {
            log_.write(
                reload.outcome == Outcome::published ? Event::rules_published : Event::rules_unchanged,
                {.revision = *reload.rules, .count = reload.rules->rule_count(), .duration = reload.took});
        }
    }

    api::ReloadReport reload_now() {
        live::Reload reload = reloader_.reload();
        return {.ok = reload.outcome != live::Reload::Outcome::refused,
                .revision = std::string(reload.rules->revision()),
                .issues = std::move(reload.issues)};
    }

    const Options options_;
    const Log log_;
    const Supervisor supervisor_;
    Certificates certificates_;
    PlaceFile place_file_;
    http::Limits public_limits_, admin_limits_;
    api::LiveNotices notices_{std::make_shared<const api::Notices>()};
    const api::PublicSettings public_settings_;
    const api::AdminSettings admin_settings_;
    std::string public_address_, admin_address_;

    asio::io_context control_{1};
    asio::signal_set signals_{control_, SIGTERM, SIGINT, SIGHUP};
    asio::steady_timer timer_{control_}, pulse_{control_};

    api::Metrics metrics_;
    api::Readiness readiness_;
    http::Occupancy occupancy_, admin_occupancy_;
    live::Reloader reloader_;
    std::optional<live::LiveRules> rules_;
    std::vector<std::unique_ptr<Worker>> workers_;

    std::optional<api::AdminApi> admin_api_;
    std::optional<ApiHandler<api::AdminApi>> admin_handler_;
    std::optional<http::HostedServer> admin_server_;

    std::size_t working_ = 0;  // workers that have not drained yet
    std::size_t unheard_ = 0;  // workers that have not answered yet
    bool draining_ = false;
    bool ended_ = false;
};

App::App(const Options& options) : parts_(std::make_unique<Parts>(options)) {}
App::~App() = default;
int App::run() {
    return parts_->run();
}

}  // namespace passerby

int passerby::cli::serve(const ServeFlags& flags) {
    const LoadedOptions loaded = load_options(flags, process_environment());
    if (!loaded.issues.empty()) {
        print_issues(loaded.issues, loaded.sources);
        return exit_useless;
    }
    if (loaded.options.rules.empty()) {
        fmt::print(stderr, "passerby: no rules to serve: name their folder with `--rules` or `rules:`\n");
        return exit_useless;
    }
    return App(loaded.options).run();
}
