// Overwrites what a request left behind, for values that are as good as new when all their bytes are zero.
#pragma once

#include <cstring>
#include <span>
#include <type_traits>

namespace passerby::engine {

template <class Value>
void overwrite(std::span<Value> values) {
    static_assert(std::is_trivially_copyable_v<Value>);
    if (!values.empty()) { std::memset(static_cast<void*>(values.data()), 0, values.size_bytes()); }
}

}  // namespace passerby::engine
