// The forms that values of the configuration have: durations, sizes, addresses and the like.
//
// Each reader takes the text as written and either fills in the value and answers nothing, or says what the
// text should have been, to follow "… must be".
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace passerby::option_values {

using Complaint = std::optional<std::string>;

// `250ms`, `60s`, `5m`, `2h`, `180d`; a unit is always written.
Complaint read_duration(std::string_view text, std::chrono::milliseconds& value,
                        std::chrono::milliseconds min, std::chrono::milliseconds max);
// `512`, `16KiB`, `2MiB`
Complaint read_size(std::string_view text, std::size_t& value, std::size_t min, std::size_t max);
Complaint read_count(std::string_view text, std::uint64_t& value, std::uint64_t min, std::uint64_t max);
Complaint read_number(std::string_view text, double& value, double min, double max);
Complaint read_flag(std::string_view text, bool& value);
// One of the words; `value` becomes its index.
Complaint read_word(std::string_view text, std::size_t& value, std::span<const std::string_view> words);

Complaint check_address(std::string_view text);  // `127.0.0.1:8080`
Complaint check_network(std::string_view text);  // `10.0.0.0/8`
Complaint check_origin(std::string_view text);   // `*`, `https://example.org`
Complaint check_host(std::string_view text);     // `passerby.example.org`
Complaint check_path(std::string_view text);     // not empty

}  // namespace passerby::option_values
