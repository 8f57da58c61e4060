#include "grammar/version.hpp"

#include <doctest/doctest.h>

using namespace grammar;

namespace {

std::vector<int> numbers(std::string_view text) {
    const auto version = read_version(text);
    REQUIRE(version);
    return version->numbers;
}

}  // namespace

TEST_CASE("versions of every maker's form are read") {
    CHECK(numbers("9.20(4)10") == std::vector{9, 20, 4, 10});
    CHECK(numbers("9.20.4") == std::vector{9, 20, 4});
    CHECK(numbers("2.14(1.131)") == std::vector{2, 14, 1, 131});
    CHECK(numbers("17.03.02a") == std::vector{17, 3, 2});
    CHECK(read_version("17.03.02a")->suffix == "a");
    CHECK(read_version("17.03.02a")->text == "17.03.02a");
}

TEST_CASE("versions compare by number, then by letter") {
    CHECK(*read_version("9.8") < *read_version("9.18(3)55"));
    CHECK(*read_version("9.20(4)10") == *read_version("9.20.4.10"));
    CHECK(*read_version("9.20(4)") < *read_version("9.20(4)10"));
    CHECK(*read_version("16.12.3") < *read_version("16.12.3a"));
    CHECK(*read_version("16.12.3a") < *read_version("16.12.4"));
    CHECK(*read_version("9.20.0") == *read_version("9.20"));
}

TEST_CASE("what is no version is refused") {
    for (const char* text : {"", "9", "9.", ".9", "9.8(", "9.8()", "9.8(2", "9.8 ", "a.b", "9.8ab",
                             "9.8-2", "9.12345678901"}) {
        CAPTURE(text);
        CHECK_FALSE(read_version(text));
    }
}
