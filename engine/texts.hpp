// Many short strings, one behind the other: a list that costs its letters and one number each.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace passerby::engine {

class Texts {
  public:
    void push_back(std::string_view text) {
        letters_.append(text);
        ends_.push_back(letters_.size());
    }
    std::string_view operator[](std::size_t index) const {
        return std::string_view(letters_).substr(ends_[index], ends_[index + 1] - ends_[index]);
    }
    std::size_t size() const { return ends_.size() - 1; }
    std::size_t bytes() const { return letters_.capacity() + ends_.capacity() * sizeof(std::size_t); }

  private:
    std::string letters_;
    std::vector<std::size_t> ends_{0};  // text i is [ends_[i], ends_[i + 1])
};

}  // namespace passerby::engine
