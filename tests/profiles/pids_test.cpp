#include <doctest/doctest.h>

#include <set>

#include "profiles/pids.hpp"
#include "profiles/profile.hpp"

TEST_CASE("product IDs: each buys what some model asks for, and says where it is from") {
    const auto folder = std::string(UNDERSTUDY_SOURCE) + "/profiles";
    profiles::Library library(folder);
    std::set<std::string> tags;
    for (const auto& name : library.names()) {
        if (!name.starts_with("asa/") && !name.starts_with("fxos/")) continue;
        for (const auto& model : library.models(name)) {
            for (const auto& row : library.load(name, model)->model().entitlements) {
                tags.insert(row.tag);
            }
        }
    }
    const auto packs = profiles::read_packs(folder, "asa");
    CHECK(packs.size() > 10);
    for (const auto& pack : packs) {
        CHECK_MESSAGE(!pack.from.empty(), pack.pid);
        CHECK_MESSAGE(tags.contains(pack.tag), pack.pid << " buys " << pack.tag);
    }
    CHECK(profiles::read_packs(folder, "nobody's").empty());
}
