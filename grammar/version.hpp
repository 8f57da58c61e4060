// Software versions as the makers write them: 9.20(4)10, 9.18(3)55, 16.12.3a, 17.03.02a,
// 2.14(1.131), 9.22.3. Compared by number, then by the letter that may end them.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grammar {

struct Version {
    std::vector<int> numbers;  // 9, 20, 4, 10; trailing zeros are dropped
    std::string suffix;        // "a", or empty
    std::string text;          // as written

    std::strong_ordering operator<=>(const Version& other) const;
    bool operator==(const Version& other) const;
};

std::optional<Version> read_version(std::string_view text);

}  // namespace grammar
