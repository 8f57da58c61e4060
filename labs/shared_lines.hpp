// Statements that share one line of the configuration with others of their kind, where a platform
// keeps them so: the name servers of one table on IOS-XE.
#pragma once

#include "labs/configuration.hpp"

namespace lab {

// What is typed joins the line that is there; a denial takes its own words away, and the line only
// with its last.
void join_line(Edit& edit, const Configuration& configuration);

}  // namespace lab
