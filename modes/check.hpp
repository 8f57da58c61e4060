// Asks the world whether something holds of it, as a lab's objectives and a runbook's checks say
// it. Asking leaves no trace: what only a screen can tell is read off a copy of the lab.
#pragma once

#include <string>
#include <vector>

#include "labs/exercise.hpp"

namespace modes {

class World;

// What does not hold, each in a sentence; empty: all of it holds.
std::vector<std::string> judge(World& world, const lab::Check& check);

// What commands show, one behind the other (a line each, or between " ; "), to somebody at the
// console of `device` who may do everything: typed in a copy of the lab. Of a direction it is the
// answer, such as what a portal lists.
std::string shown_by(World& world, const std::string& device, const std::string& commands);

// Whether the pattern is found in the text: `^` and `$` are those of lines, `.` stays in a line.
// Throws std::invalid_argument with the reason when it is no expression.
bool found_in(const std::string& text, const std::string& pattern);

}  // namespace modes
