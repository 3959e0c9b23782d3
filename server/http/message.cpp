#include "server/http/message.hpp"

#include <algorithm>

namespace passerby::http {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_named(const Header& header, std::string_view lower_case_name) {
    return header.name.size() == lower_case_name.size() &&
           std::equal(header.name.begin(), header.name.end(), lower_case_name.begin(),
                      [](char sent, char wanted) { return lower(sent) == wanted; });
}

}  // namespace

std::optional<std::string_view> RequestView::header(std::string_view lower_case_name) const {
    for (const Header& header : headers) {
        if (is_named(header, lower_case_name)) return header.value;
    }
    return std::nullopt;
}

}  // namespace passerby::http
