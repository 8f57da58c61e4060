#include "profiles/facts.hpp"

#include <algorithm>
#include <type_traits>

namespace profiles {

Facts& Facts::set(std::string name, Value value) {
    const auto known = std::find_if(facts_.begin(), facts_.end(),
                                    [&](const auto& fact) { return fact.first == name; });
    if (known == facts_.end()) {
        facts_.emplace_back(std::move(name), std::move(value));
    } else {
        known->second = std::move(value);
    }
    return *this;
}

// Views set a few dozen facts at most: a walk is quicker than any index.
const Value* Facts::find(std::string_view name) const {
    for (const auto& [known, value] : facts_) {
        if (known == name) return &value;
    }
    return nullptr;
}

bool truthy(const Value* value) {
    if (value == nullptr) return false;
    return std::visit(
        [](const auto& held) {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<Held, std::monostate>)
                return false;
            else if constexpr (std::is_same_v<Held, bool>)
                return held;
            else if constexpr (std::is_same_v<Held, std::int64_t>)
                return held != 0;
            else if constexpr (std::is_same_v<Held, State>)
                return !held.key.empty();
            else if constexpr (std::is_same_v<Held, Stamp>)
                return true;
            else
                return !held.empty();
        },
        *value);
}

}  // namespace profiles
