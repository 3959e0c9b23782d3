#include "rules/parse_content.hpp"

#include "engine/limits.hpp"
#include "rules/write_json.hpp"

namespace passerby::rules {

engine::Content ContentReader::read(Node id, Node node) {
    static constexpr Key<ContentReader> keys[] = {{"data", &ContentReader::read_data},
                                                  {"exclusive", &ContentReader::read_exclusive},
                                                  {"cap", &ContentReader::read_cap}};
    content_ = {};
    content_.id = id.text();
    content_.place = report_.place(id);
    if (!is_blank(node) && scalars_.is_mapping(node, "a content", "put what the page gets under `data:`")) {
        read_keys(report_, node, "a content", keys, *this);
    }
    return std::move(content_);
}

void ContentReader::read_data(Node value) {
    if (!scalars_.is_mapping(value, "`data`", "write e.g. `{title: Welcome}`")) { return; }
    content_.data.clear();
    write_json(value, content_.data);
}

void ContentReader::read_exclusive(Node value) {
    const auto group = scalars_.new_id(value, "an `exclusive` group");
    if (group) { content_.exclusive = reading_.names.groups.take(*group, report_.place(value)).id; }
}

void ContentReader::read_cap(Node value) {
    static constexpr Key<ContentReader> keys[] = {{"times", &ContentReader::read_times, Need::required},
                                                  {"per", &ContentReader::read_per, Need::required}};
    if (!scalars_.is_mapping(value, "`cap`", "write e.g. `{times: 3, per: day}`")) { return; }
    cap_ = {};
    read_keys(report_, value, "a cap", keys, *this);
    content_.cap = cap_;
}

void ContentReader::read_times(Node value) {
    if (const auto times = scalars_.whole(value, "`times`", {1, engine::limits::priority_max})) {
        cap_.times = static_cast<std::uint32_t>(*times);
    }
}

void ContentReader::read_per(Node value) {
    static constexpr std::string_view words[] = {"visit", "hour", "day", "week"};
    if (const auto word = scalars_.word(value, "`per`", words)) {
        cap_.per = static_cast<engine::Cap::Per>(*word);
    }
}

}  // namespace passerby::rules
