// What is asked, in bytes ready to send: one request for each line of a file, or one GET.
//
// A line that begins with `/` is a path to GET; any other is a body to POST to the target's path. Immutable
// once made; shared by all threads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/target.hpp"

namespace passerby::load {

class RequestSet {
  public:
    // `fields`: further header lines, `Name: value`. Throws std::runtime_error where one is none.
    RequestSet(const Target& target, const std::vector<std::string>& fields);

    void add_get(std::string_view path);
    void add_post(std::string_view body);
    // Each line that is not empty; throws std::runtime_error where there is none.
    void add_lines(std::string_view text);

    std::size_t size() const { return ends_.size(); }
    std::string_view operator[](std::size_t index) const {
        const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
        return std::string_view(bytes_).substr(begin, ends_[index] - begin);
    }
    std::size_t bytes() const { return bytes_.size(); }

  private:
    std::string host_, path_, fields_;
    bool names_type_ = false;
    std::string bytes_;  // of all, one after the other
    std::vector<std::size_t> ends_;
};

// A whole file; throws std::runtime_error.
std::string read_file(const std::string& name);

// Its lines, without the empty ones.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace passerby::load
