// The JSON Schema of a rule file, for editors: completion, hover and a first look at mistakes.
//
// Draft 7, which the YAML server behind most editors reads best. Made from the vocabulary, so it cannot
// lag behind the language. It refuses nothing that the language allows; what it cannot know (names of other
// files, ranges that run backwards, clashes) is left to `check`.
#pragma once

#include <string>

namespace passerby::rules {

std::string json_schema();

}  // namespace passerby::rules
