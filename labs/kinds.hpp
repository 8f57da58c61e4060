// What kinds of fields describe() names, for who visits them: to write, to read, to sum up.
#pragma once

#include <chrono>
#include <optional>
#include <type_traits>
#include <variant>
#include <vector>

#include "licensing/time.hpp"

namespace lab {

template <class T> struct is_optional : std::false_type {};
template <class T> struct is_optional<std::optional<T>> : std::true_type {};
template <class T> struct is_vector : std::false_type {};
template <class T> struct is_vector<std::vector<T>> : std::true_type {};
template <class T> struct is_variant : std::false_type {};
template <class... T> struct is_variant<std::variant<T...>> : std::true_type {};
template <class T> struct is_time : std::false_type {};
template <class C> struct is_time<std::chrono::time_point<C, licensing::Span>> : std::true_type {};

}  // namespace lab
