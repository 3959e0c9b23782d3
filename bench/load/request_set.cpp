#include "bench/load/request_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace passerby::load {

namespace {

bool is_field(std::string_view line) {
    const std::size_t colon = line.find(':');
    return colon != 0 && colon != std::string_view::npos &&
           std::all_of(line.begin(), line.end(), [](char c) { return c == '\t' || (c & 0xe0) != 0; });
}

bool names(std::string_view field, std::string_view lower_case) {
    return field.size() > lower_case.size() && field[lower_case.size()] == ':' &&
           std::equal(lower_case.begin(), lower_case.end(), field.begin(),
                      [](char wanted, char c) { return wanted == (c >= 'A' && c <= 'Z' ? c | 0x20 : c); });
}

}  // namespace

RequestSet::RequestSet(const Target& target, const std::vector<std::string>& fields)
    : host_("Host: " + target.host + "\r\n"), path_(target.path) {
    for (const std::string& field : fields) {
        if (!is_field(field)) { throw std::runtime_error("`" + field + "` is no header line (Name: value)"); }
        if (names(field, "content-length") || names(field, "transfer-encoding")) {
            throw std::runtime_error("`" + field + "`: how long a request is, is ours to say");
        }
        if (names(field, "host")) { host_.clear(); }
        names_type_ = names_type_ || names(field, "content-type");
        fields_ += field + "\r\n";
    }
}

void RequestSet::add_get(std::string_view path) {
    fmt::format_to(std::back_inserter(bytes_), "GET {} HTTP/1.1\r\n{}{}\r\n", path, host_, fields_);
    ends_.push_back(bytes_.size());
}

void RequestSet::add_post(std::string_view body) {
    fmt::format_to(std::back_inserter(bytes_), "POST {} HTTP/1.1\r\n{}{}{}Content-Length: {}\r\n\r\n{}",
                   path_, host_, names_type_ ? "" : "Content-Type: application/json\r\n", fields_,
                   body.size(), body);
    ends_.push_back(bytes_.size());
}

void RequestSet::add_lines(std::string_view text) {
    for (const std::string_view line : lines_of(text)) {
        if (!line.starts_with('/')) {
            add_post(line);
        } else if (line.find_first_of(" \t") == std::string_view::npos) {
            add_get(line);
        } else {
            throw std::runtime_error("a path to GET has no spaces: `" + std::string(line) + "`");
        }
    }
    if (size() == 0) { throw std::runtime_error("there are no requests in the file"); }
}

std::string read_file(const std::string& name) {
    std::ifstream file(name, std::ios::binary);
    std::ostringstream text;
    if (file) { text << file.rdbuf(); }
    if (!file) { throw std::runtime_error("cannot read `" + name + "`"); }
    return text.str();
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        if (line.ends_with('\r')) { line.remove_suffix(1); }
        if (!line.empty()) { lines.push_back(line); }
        at = end + 1;
    }
    return lines;
}

}  // namespace passerby::load
