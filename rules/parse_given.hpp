// What a rule test gives: the members of a decide request, each typed as its signal asks and not as YAML
// would guess, so that `007` for a string arrives as "007".
#pragma once

#include <string>

#include "engine/vocabulary.hpp"
#include "rules/parse_keys.hpp"
#include "rules/parse_scalar.hpp"
#include "rules/reading.hpp"

namespace passerby::rules {

class GivenReader {
  public:
    explicit GivenReader(Reading& reading) : reading_(reading), report_(reading.report), scalars_(report_) {}

    // The members as JSON, without the braces around them.
    std::string read(Node given);
    bool has_bucket() const { return has_bucket_; }

  private:
    template <engine::Group group>
    void read_group(Node value) {
        read_signals(value, group);
    }
    void read_signals(Node mapping, engine::Group group);
    void read_time(Node value);
    void read_utc_offset(Node value);
    void read_consent(Node value);
    template <std::size_t member>
    void read_flag(Node value);
    template <std::size_t member>
    void read_words(Node value);
    void read_consent_at(Node value);
    void read_sections(Node value);
    void read_exclude(Node value);
    void read_bucket(Node value);
    void read_child(Node value);
    void read_slots(Node value);
    void read_now(Node value);

    void say_unknown_signal(Node key, engine::Group group);
    void write_signal(const engine::Signal& signal, Node value);
    void write_text(const engine::Signal& signal, Node value);
    void write_set(const engine::Signal& signal, Node value);
    void write_number(const engine::Signal& signal, Node value);
    void write_whole(double value);
    void write_flag(Node value, std::string_view what);

    void begin(std::string_view member);  // `"member":`, after a comma where one is due
    void open(char bracket);
    void close(char bracket);

    Reading& reading_;
    Report& report_;
    ScalarReader scalars_;
    std::string json_;
    bool comma_due_ = false;
    bool has_bucket_ = false;
};

}  // namespace passerby::rules
