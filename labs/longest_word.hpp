// How long a name or a password may be at the doors of `serve`, where a lab says who may come in.
#pragma once

#include <cstddef>

namespace lab {

inline constexpr std::size_t longest_word = 128;

}  // namespace lab
