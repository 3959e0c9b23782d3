#include "server/http/message.hpp"

#include "server/http/characters.hpp"

namespace passerby::http {

std::optional<std::string_view> RequestView::header(std::string_view lower_case_name) const {
    for (const Header& header : headers) {
        if (equals_without_case(header.name, lower_case_name)) return header.value;
    }
    return std::nullopt;
}

}  // namespace passerby::http
