#include "engine/purpose.hpp"

namespace passerby::engine {

std::string_view name_of(Purpose purpose) {
    switch (purpose) {
        case Purpose::location: return "location";
        case Purpose::behaviour: return "behaviour";
        case Purpose::history: return "history";
        case Purpose::measurement: return "measurement";
        case Purpose::device:
        case Purpose::exact_location: break;
    }
    return {};
}

std::optional<Purpose> find_purpose(std::string_view name) {
    for (Purpose purpose : asked_purposes) {
        if (name_of(purpose) == name) { return purpose; }
    }
    return std::nullopt;
}

}  // namespace passerby::engine
