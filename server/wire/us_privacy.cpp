#include "server/wire/us_privacy.hpp"

namespace passerby::wire {

engine::result<UsPrivacy, IabFault> read_us_privacy(std::string_view text) {
    if (text.empty()) { return IabFault::empty; }
    if (text[0] != '1') { return IabFault::bad_version; }
    const std::string_view answers = text.substr(1);
    if (answers.substr(0, 3).find_first_not_of("YN-") != answers.npos) { return IabFault::bad_value; }
    if (answers.size() != 3) { return answers.size() < 3 ? IabFault::cut_short : IabFault::rubbish; }
    return UsPrivacy{.opted_out = answers[1] == 'Y'};
}

}  // namespace passerby::wire
