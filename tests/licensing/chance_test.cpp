#include <doctest/doctest.h>

#include <map>

#include "licensing/chance.hpp"

using namespace licensing;
using namespace std::chrono_literals;

TEST_CASE("chance: a draw is a function of its key and of nothing else") {
    const Chance chance{42};
    const auto before = chance.draw("asa", "retry", 3);
    chance.draw("asa", "latency", 3);
    chance.text("asa", "retry", 4, 100, "ab");
    CHECK(chance.draw("asa", "retry", 3) == before);
    CHECK(Chance{42}.draw("asa", "retry", 3) == before);

    CHECK(Chance{43}.draw("asa", "retry", 3) != before);
    CHECK(chance.draw("asb", "retry", 3) != before);
    CHECK(chance.draw("asa", "retrx", 3) != before);
    CHECK(chance.draw("asa", "retry", 4) != before);
    CHECK(chance.draw("asar", "etry", 3) != before);
}

TEST_CASE("chance: the values are the same on every machine") {
    CHECK(Chance{1}.draw("asa", "retry", 0) == 8529582116975840656U);
    CHECK(Chance{1}.text("asa", "word", 0, 12, "0123456789abcdef") == "f73a67b0bd66");
}

TEST_CASE("chance: between keeps to its bounds and reaches them evenly") {
    const Chance chance{7};
    std::map<std::uint64_t, int> seen;
    for (std::uint64_t nth = 0; nth < 6'000; ++nth) ++seen[chance.between("p", "die", nth, 1, 6)];
    CHECK(seen.size() == 6);
    for (const auto& [face, count] : seen) {
        CHECK(face >= 1);
        CHECK(face <= 6);
        CHECK(count > 880);
        CHECK(count < 1'120);
    }
    CHECK(chance.between("p", "die", 0, 5, 5) == 5);
    CHECK(chance.between("p", "die", 0, 9, 5) == 9);
    constexpr std::uint64_t all = ~std::uint64_t{0};
    CHECK(chance.between("p", "die", 0, 0, all) == chance.draw("p", "die", 0));
    CHECK(chance.between("p", "die", 1, all - 1, all) >= all - 1);
}

TEST_CASE("chance: spans and text") {
    const Chance chance{7};
    bool below = false, above = false;
    for (std::uint64_t nth = 0; nth < 200; ++nth) {
        const Span span = chance.between("p", "jitter", nth, Span{-5s}, Span{5s});
        CHECK(span >= -5s);
        CHECK(span <= 5s);
        below = below || span < 0s;
        above = above || span > 0s;
    }
    CHECK(below);
    CHECK(above);
    CHECK(chance.between("p", "jitter", 0, Span{3s}, Span{1s}) == 3s);
    CHECK(chance.text("p", "word", 0, 20, "").empty());
    CHECK(chance.text("p", "word", 0, 20, "x") == std::string(20, 'x'));
    CHECK(chance.text("p", "word", 0, 20, "abc") != chance.text("p", "word", 1, 20, "abc"));
}
