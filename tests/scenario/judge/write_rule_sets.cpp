// Writes what rules are reloaded with: different rule sets of one size, as folders of files, and requests.
//
//   write_rule_sets SETS RULES REQUESTS DATE FOLDER
//
// FOLDER/set-0 … with the workload's kinds in turn, so that some draw and some do not, and
// FOLDER/requests.jsonl: some ask all slots and have a bucket, the others ask one and leave its draw to
// chance.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "bench/workload.hpp"
#include "bench/workload_json.hpp"
#include "bench/yaml_writer.hpp"

namespace passerby::bench {
namespace {

namespace fs = std::filesystem;

// Kinds whose answers differ: many matches, few, and crowds of equals.
constexpr std::uint64_t workload_seed = 4;
constexpr Kind kinds[] = {Kind::dense, Kind::flat, Kind::sparse, Kind::heavy_any};

void write_set(const fs::path& folder, Kind kind, std::size_t rules, std::uint64_t seed) {
    fs::create_directories(folder);
    for (const RuleFile& file : write_yaml(make_rule_set(kind, rules, seed), 4)) {
        std::ofstream(folder / file.name) << file.text;
    }
}

// `page.section` is a member of `page` in a request.
void write_groups(const engine::Vocabulary& vocabulary, const Moment& moment, std::ostream& out) {
    std::map<std::string, std::vector<std::pair<std::string, const Moment::Value*>>> groups;
    for (const auto& [signal, value] : moment.facts) {
        const std::string& name = vocabulary[signal].name;
        const auto point = name.find('.');
        groups[name.substr(0, point)].emplace_back(name.substr(point + 1), &value);
    }
    for (const auto& [group, members] : groups) {
        out << ",\"" << group << "\":{";
        for (const auto& [name, value] : members) {
            out << (name == members.front().first ? "\"" : ",\"") << name << "\":";
            write_fact(out, *value);
        }
        out << '}';
    }
}

void write_requests(std::size_t count, const std::string& date, std::ostream& out) {
    const engine::RuleSet set = make_rule_set(Kind::dense, 1, workload_seed);
    std::string all;
    for (const engine::Slot& slot : set.slots) { all += (all.empty() ? "\"" : ",\"") + slot.id + "\""; }
    std::size_t number = 0;
    for (const Moment& moment : make_moments(count, workload_seed)) {
        const bool by_chance = ++number % 2 == 0;
        const std::string& one = set.slots[number / 2 % set.slots.size()].id;
        out << "{\"slots\":[" << (by_chance ? "\"" + one + "\"" : all) << "]";
        write_groups(set.vocabulary, moment, out);
        out << ",\"consent\":{\"location\":true,\"behaviour\":true,\"at\":\"" << date << "\"}";
        if (!by_chance) { out << ",\"bucket\":" << int{moment.bucket}; }
        out << "}\n";
    }
}

}  // namespace
}  // namespace passerby::bench

int main(int argc, char** argv) {
    using namespace passerby::bench;
    if (argc != 6) {
        std::cerr << "usage: write_rule_sets SETS RULES REQUESTS DATE FOLDER\n";
        return 2;
    }
    const auto number = [&](int i) { return std::strtoull(argv[i], nullptr, 10); };
    const fs::path folder = argv[5];
    for (std::size_t set = 0; set < number(1); ++set) {
        write_set(folder / ("set-" + std::to_string(set)), kinds[set % std::size(kinds)], number(2),
                  workload_seed + set);
    }
    std::ofstream requests(folder / "requests.jsonl");
    write_requests(number(3), argv[4], requests);
    return requests.flush() ? 0 : 2;
}
