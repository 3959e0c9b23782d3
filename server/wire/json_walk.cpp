#include "server/wire/json_walk.hpp"

#include <simdjson.h>

#include <string.h>

#include <cstring>
#include <utility>

#include "server/wire/json_grammar.hpp"

namespace passerby::wire {

namespace {

namespace json = simdjson::ondemand;

// The library looks at whole words past the end of the text.
constexpr std::size_t padding = simdjson::SIMDJSON_PADDING;

// The library's tokens reach to the next one.
std::string_view trimmed(std::string_view token) {
    const auto last = token.find_last_not_of(" \t\r\n");
    return token.substr(0, last == token.npos ? 0 : last + 1);
}

bool skip_value(json::value& value, std::size_t depth);

// A text without escapes is a view of the document itself; nothing where it holds one.
std::optional<std::string_view> plain_text(const char* begin) {
    const char* end = begin;
    while (*end != '"' && *end != '\\') { ++end; }
    if (*end != '"') { return std::nullopt; }
    return std::string_view(begin, static_cast<std::size_t>(end - begin));
}

bool take_name(json::field& field, std::string_view& name) {
    const auto plain = plain_text(field.key().raw());
    if (!plain) { return field.unescaped_key().get(name) == simdjson::SUCCESS; }
    name = *plain;
    return true;
}

// It must be consumed even where nobody wants it: the library takes a text that was left alone for a name
// where a colon follows it. Its bytes are checked by now, for UTF-8 and control characters.
bool take_text(json::value& value, std::string_view& text) {
    const auto plain = plain_text(value.raw_json_token().data() + 1);
    if (!plain) { return value.get_string().get(text) == simdjson::SUCCESS; }
    text = *plain;
    json::raw_json_string raw;
    return value.get_raw_json_string().get(raw) == simdjson::SUCCESS;
}

template <class Visit>  // bool(std::string_view name, json::value&)
bool visit_fields(json::object& object, Visit visit) {
    for (auto next : object) {
        json::field field;
        std::string_view name;
        if (std::move(next).get(field) || !take_name(field, name)) { return false; }
        json::value value = field.value();
        if (!visit(name, value)) { return false; }
    }
    return true;
}

template <class Visit>  // bool(json::value&)
bool visit_items(json::array& array, Visit visit) {
    for (auto next : array) {
        json::value item;
        // The library offers get() on what may be moved from only, though this is as well copied.
        // NOLINTNEXTLINE(performance-move-const-arg)
        if (std::move(next).get(item) || !visit(item)) { return false; }
    }
    return true;
}

bool skip_object(json::value& value, std::size_t depth) {
    json::object object;
    return depth <= json_depth_max && !value.get_object().get(object) &&
           visit_fields(object,
                        [&](std::string_view, json::value& child) { return skip_value(child, depth + 1); });
}

bool skip_list(json::value& value, std::size_t depth) {
    json::array array;
    return depth <= json_depth_max && !value.get_array().get(array) &&
           visit_items(array, [&](json::value& child) { return skip_value(child, depth + 1); });
}

// `depth` is that of the value itself, were it an object or a list.
bool skip_value(json::value& value, std::size_t depth) {
    const auto token = value.raw_json_token();
    std::string_view unread;
    switch (token.front()) {
        case '{': return skip_object(value, depth);
        case '[': return skip_list(value, depth);
        case '"': return take_text(value, unread);
        default: return is_json_number(trimmed(token)) || is_json_literal(trimmed(token));
    }
}

}  // namespace

struct JsonValue::Inner {
    json::value& value;
    std::size_t depth;
};

JsonKind JsonValue::kind() const {
    switch (inner_.value.raw_json_token().front()) {
        case '{': return JsonKind::object;
        case '[': return JsonKind::list;
        case '"': return JsonKind::text;
        case 't':
        case 'f': return JsonKind::flag;
        case 'n': return JsonKind::null;
        default: return JsonKind::number;
    }
}

bool JsonValue::skip() {
    return skip_value(inner_.value, inner_.depth);
}

bool JsonValue::take(std::optional<std::string_view>& text) {
    text.reset();
    if (kind() != JsonKind::text) { return skip(); }
    std::string_view taken;
    if (!take_text(inner_.value, taken)) { return false; }
    text = taken;
    return true;
}

bool JsonValue::take(std::optional<double>& number) {
    number = read_json_number(trimmed(inner_.value.raw_json_token()));
    return number || skip();
}

bool JsonValue::take(std::optional<bool>& flag) {
    const auto token = trimmed(inner_.value.raw_json_token());
    flag.reset();
    if (token == "true" || token == "false") { flag = token == "true"; }
    return flag || skip();
}

bool JsonValue::each_field(VisitField visit) {
    json::object object;
    if (inner_.depth > json_depth_max || inner_.value.get_object().get(object)) { return false; }
    return visit_fields(object, [&](std::string_view name, json::value& child) {
        Inner inner{child, inner_.depth + 1};
        JsonValue value(inner);
        return visit(name, value);
    });
}

bool JsonValue::each_item(VisitItem visit) {
    json::array array;
    if (inner_.depth > json_depth_max || inner_.value.get_array().get(array)) { return false; }
    return visit_items(array, [&](json::value& child) {
        Inner inner{child, inner_.depth + 1};
        JsonValue value(inner);
        return visit(value);
    });
}

class JsonWalk::Parser {
  public:
    explicit Parser(std::size_t bytes_max) : bytes_max_(bytes_max), padded_(new char[bytes_max + padding]) {
        // Room for whatever may come, once; the library's own depth is never reached.
        room_ = json_.allocate(bytes_max, json_depth_max + 4) == simdjson::SUCCESS;
    }

    Verdict walk(std::string_view document, VisitField visit) {
        if (document.size() > bytes_max_) { return Verdict::too_large; }
        if (!room_) { return Verdict::out_of_memory; }
        used_ = document.size();
        std::copy(document.begin(), document.end(), padded_.get());
        std::memset(padded_.get() + document.size(), 0, padding);

        json::document read;
        json::object root;
        const simdjson::padded_string_view text(padded_.get(), document.size(), bytes_max_ + padding);
        if (json_.iterate(text).get(read)) { return Verdict::malformed; }
        if (const auto error = read.get_object().get(root)) {
            return error == simdjson::INCORRECT_TYPE ? Verdict::not_an_object : Verdict::malformed;
        }
        const bool good = visit_fields(root, [&](std::string_view name, json::value& field) {
            JsonValue::Inner inner{field, 2};
            JsonValue value(inner);
            return visit(name, value);
        });
        return good && at_end(read) ? Verdict::good : Verdict::malformed;
    }

    // The library keeps what it unescaped in a buffer of its own, which reading as many blanks overwrites.
    void forget() {
        if (used_ == 0) { return; }
        if (std::memchr(padded_.get(), '\\', used_) != nullptr) { read_blanks(used_); }
        ::explicit_bzero(padded_.get(), std::exchange(used_, 0));
    }

  private:
    void read_blanks(std::size_t count) {
        // As long as the document at most: it held two quotes and a backslash at least.
        json::document blanks;
        std::string_view text;
        std::memset(padded_.get(), ' ', count);
        padded_[0] = padded_[count - 1] = '"';
        const simdjson::padded_string_view document(padded_.get(), count, bytes_max_ + padding);
        if (json_.iterate(document).get(blanks) != simdjson::SUCCESS) { return; }
        [[maybe_unused]] const auto done = blanks.get_string().get(text);
    }

    // The library stops after the outermost object and would accept anything behind it.
    static bool at_end(json::document& document) {
        const char* rest = nullptr;
        return document.current_location().get(rest) == simdjson::OUT_OF_BOUNDS;
    }

    std::size_t bytes_max_;
    std::unique_ptr<char[]> padded_;
    json::parser json_;
    bool room_ = false;
    std::size_t used_ = 0;  // of padded_, by the last document
};

JsonWalk::JsonWalk(std::size_t bytes_max) : parser_(std::make_unique<Parser>(bytes_max)) {}
JsonWalk::~JsonWalk() = default;
JsonWalk::JsonWalk(JsonWalk&&) noexcept = default;
JsonWalk& JsonWalk::operator=(JsonWalk&&) noexcept = default;

void JsonWalk::forget() {
    parser_->forget();
}

JsonWalk::Verdict JsonWalk::walk(std::string_view document, VisitField visit) {
    return parser_->walk(document, visit);
}

}  // namespace passerby::wire
