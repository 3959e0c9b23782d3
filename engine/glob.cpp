// How it stays within its bound. A star takes as little as it can, and on a mismatch the last one takes one
// character more; stars before it need not be tried again, since whatever they could leave the later one,
// it can reach itself. Between two kinds of stars that is true only if
//   - crossing a `/` forgets the last `*`, which could not have crossed it, and
//   - `**` is `*`, or anything up to and with a `/` and then `*`: it starts anew once a segment, not once a
//     character. (The pieces of the pattern between `/`s then meet each segment of the text at most once.)
#include "engine/glob.hpp"

#include <algorithm>

#include "engine/text.hpp"

namespace passerby::engine {

namespace {

constexpr std::string_view nowhere;

class Matcher {
  public:
    Matcher(std::string_view pattern, std::string_view text) : pattern_(pattern), text_(text) {}

    template <class Count>
    bool run(Count count) {
        while (!text_.empty()) {
            count();
            if (pattern_.starts_with('*')) {
                take_stars();
            } else if (!step() && !retry()) {
                return false;
            }
        }
        return pattern_.find_first_not_of('*') == nowhere.npos;
    }

  private:
    // Where to go on after a mismatch: the pattern behind a star, and the text that it left.
    struct Star {
        bool set = false;
        std::string_view pattern, text;
    };

    static char32_t take(std::string_view& from) {
        const char* at = from.data();
        const char32_t taken = next_code_point(at, from.data() + from.size());
        from.remove_prefix(static_cast<std::size_t>(at - from.data()));
        return taken;
    }

    void take_stars() {
        const std::size_t stars = std::min(pattern_.find_first_not_of('*'), pattern_.size());
        pattern_.remove_prefix(stars);
        star_ = {true, pattern_, text_};
        if (stars > 1) { deep_star_ = star_; }
    }

    // One character of both, if they fit.
    bool step() {
        if (pattern_.empty()) { return false; }
        std::string_view pattern = pattern_, text = text_;
        const char32_t wanted = take(pattern), found = take(text);
        if (wanted == U'?' ? found == U'/' : found != wanted) { return false; }
        pattern_ = pattern, text_ = text;
        if (found == U'/') { star_.set = false; }
        return true;
    }

    // The last star takes one character more, or the last `**` all up to the next segment.
    bool retry() {
        if (star_.set && !star_.text.starts_with('/')) {
            take(star_.text);
        } else {
            if (!deep_star_.set) { return false; }
            const std::size_t slash = deep_star_.text.find('/');
            if (slash == nowhere.npos) { return false; }
            deep_star_.text.remove_prefix(slash + 1);
            star_ = deep_star_;
        }
        pattern_ = star_.pattern, text_ = star_.text;
        return true;
    }

    std::string_view pattern_, text_;
    Star star_, deep_star_;
};

}  // namespace

bool glob_matches(std::string_view pattern, std::string_view text) {
    return Matcher(pattern, text).run([] {});
}

std::size_t glob_steps(std::string_view pattern, std::string_view text) {
    std::size_t steps = 0;
    Matcher(pattern, text).run([&steps] { ++steps; });
    return steps;
}

}  // namespace passerby::engine
