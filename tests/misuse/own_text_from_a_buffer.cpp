// A text of ours stands in our source: what stands in a buffer does not, even where it is looked at as one.
// refused: not a constant expression
#include <string_view>

#include "server/problem/own_text.hpp"

using passerby::problem::OwnText;

OwnText text(std::string_view received) {
#ifdef MISUSE
    return OwnText(received);
#else
    return received.empty() ? OwnText("nothing") : OwnText("something");
#endif
}
