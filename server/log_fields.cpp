#include "server/log_fields.hpp"

#include <iterator>

#include "rules/codes.hpp"

namespace passerby {

LogCode LogCode::first_of(const live::Reload& reload) {
    if (reload.issues.empty()) return {};
    const std::size_t row = rules::row_of_code(reload.issues.front().code);
    return row < std::size(rules::code_table) ? LogCode(rules::code_table[row].name) : LogCode();
}

}  // namespace passerby
