// What a device that keeps its users as managed objects shows of them, and the banner above its
// login, which is pasted in lines.
#pragma once

#include <map>
#include <string>

#include "profiles/template.hpp"

namespace modes {

std::map<std::string, profiles::Schema> account_schemas();

}  // namespace modes
