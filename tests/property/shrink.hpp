// From a failing case to a small one: whatever can go while it still fails, goes.
#pragma once

#include <functional>
#include <string>

#include "tests/property/make_case.hpp"

namespace passerby::property {

// What is wrong with a case; empty: nothing. A case that the language refuses is not wrong in this sense.
using Complaint = std::function<std::string(const Case&)>;

Case shrink(Case failing, const Complaint& complaint);

// The case in full, what is wrong with it, and how to keep it as a named case.
std::string report(const Case& failing, const std::string& complaint, std::uint64_t seed);

}  // namespace passerby::property
