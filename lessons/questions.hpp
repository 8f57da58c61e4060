// Checks, looks and mishaps as their author would say them again, on one line each: for an
// instructor who wants to know how an objective is judged.
#pragma once

#include <string>

#include "labs/exercise.hpp"

namespace lessons {

std::string in_words(const lab::Check& check);
std::string in_words(const lab::Look& look);
std::string in_words(const lab::Mishap& mishap);
// All that decides over it, a line each.
std::string in_words(const lab::Objective& objective);

}  // namespace lessons
