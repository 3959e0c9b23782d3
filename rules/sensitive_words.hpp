// Words that stand for what a person may be harmed by, if it were known of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace passerby::rules {

struct SensitiveWord {
    std::string_view topic;  // "health"
    std::string_view words;  // lower case, one blank between: "hiv", "trade union"
};

// Finds them in texts, as whole words: `Essex` is none, `/health/asthma` and `trade-union` are. Case does not
// matter, nor what stands between the words. Immutable.
class SensitiveWords {
  public:
    SensitiveWords();

    // The first of the text; nothing in most.
    const SensitiveWord* find(std::string_view text) const;

  private:
    std::unordered_map<std::string_view, std::vector<const SensitiveWord*>> by_first_word_;
};

}  // namespace passerby::rules
