// find_marks [--process PID]… [FILE]…: which of many texts stand there, in one pass.
//
// The texts come on standard input, a line each: NAME, a blank, its bytes in hex; at least four. Says a line
// for each that it meets: NAME, where, the offset, and what stands around it.
#include <algorithm>
#include <bitset>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tests/canary/writable_memory.hpp"

namespace passerby::canary {
namespace {

constexpr std::size_t key_bytes = 4;
constexpr std::size_t around = 24;
constexpr std::size_t told_max = 8;  // of one form: more of them say no more

std::uint32_t key_of(const char* bytes) {
    std::uint32_t key = 0;
    std::memcpy(&key, bytes, key_bytes);
    return key;
}

std::string from_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned value = 0;
        std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
        bytes += static_cast<char>(value);
    }
    return bytes;
}

std::string printable(std::string_view bytes) {
    std::string out;
    for (const char c : bytes) { out += c > 0x20 && c < 0x7f ? c : '.'; }
    return out;
}

class Marks {
  public:
    explicit Marks(std::istream& lines) {
        for (std::string name, hex; lines >> name >> hex;) {
            std::string bytes = from_hex(hex);
            if (bytes.size() < key_bytes) { continue; }
            longest_ = std::max(longest_, bytes.size());
            const std::uint32_t key = key_of(bytes.data());
            begins_.set(short_key(key));
            by_key_[key].emplace_back(std::move(name), std::move(bytes));
        }
    }

    std::size_t longest() const { return longest_; }
    std::size_t size() const { return by_key_.size(); }

    // Nearly every place is passed at the look into one small table.
    void find(std::string_view bytes, std::uint64_t base, const std::string& where) {
        for (std::size_t at = 0; at + key_bytes <= bytes.size(); ++at) {
            const std::uint32_t key = key_of(bytes.data() + at);
            if (!begins_.test(short_key(key))) { continue; }
            const auto known = by_key_.find(key);
            if (known == by_key_.end()) { continue; }
            for (const auto& [name, mark] : known->second) {
                if (bytes.substr(at, mark.size()) == mark) { tell(name, where, base + at, bytes, at); }
            }
        }
    }

  private:
    static constexpr unsigned short_bits = 21;
    static std::uint32_t short_key(std::uint32_t key) { return key * 2'654'435'761u >> (32 - short_bits); }

    void tell(const std::string& name, const std::string& where, std::uint64_t address,
              std::string_view bytes, std::size_t at) {
        if (++told_[name] > told_max) { return; }
        const std::size_t first = at < around ? 0 : at - around;
        std::cout << name << '\t' << where << '\t' << std::hex << address << std::dec << '\t'
                  << printable(bytes.substr(first, 3 * around)) << '\n';
    }

    std::size_t longest_ = key_bytes;
    std::bitset<1u << short_bits> begins_;
    std::unordered_map<std::uint32_t, std::vector<std::pair<std::string, std::string>>> by_key_;
    std::unordered_map<std::string, std::size_t> told_;
};

int run(int argc, char** argv) {
    Marks marks(std::cin);
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--process" && i + 1 < argc) {
            const auto find = [&](std::string_view bytes, std::uint64_t address, const std::string& region) {
                marks.find(bytes, address, "memory " + (region.empty() ? "(anonymous)" : region));
            };
            if (!WritableMemory(argv[++i]).read(marks.longest() - 1, find)) {
                std::cerr << "the memory of " << argv[i] << " cannot be read\n";
                return 2;
            }
        } else {
            std::ifstream file(argument, std::ios::binary);
            if (!file) { continue; }  // it has gone meanwhile
            std::ostringstream text;
            text << file.rdbuf();
            marks.find(text.str(), 0, "file " + argument);
        }
    }
    return marks.size() == 0 ? 2 : 0;
}

}  // namespace
}  // namespace passerby::canary

int main(int argc, char** argv) {
    return passerby::canary::run(argc, argv);
}
