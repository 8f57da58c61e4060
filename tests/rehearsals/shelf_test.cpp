// The runbooks that come along: all of them lived through, with all their what-ifs.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "profiles/text_file.hpp"
#include "rehearsals/rehearse.hpp"
#include "tests/modes/asa_world.hpp"

TEST_CASE("the runbooks that come along come out as they say") {
    namespace fs = std::filesystem;
    int many = 0;
    for (const auto& entry :
         fs::directory_iterator(std::string(UNDERSTUDY_SOURCE) + "/rehearsals/runbooks")) {
        const auto file = (entry.path() / "runbook.yaml").string();
        CAPTURE(file);
        const auto text = rehearsals::load_runbook_text(file);
        const auto book = rehearsals::read_runbook(text, file);
        CHECK(book.variants.size() >= 2);
        CHECK(book.days == std::vector<int>{1, 30, 90, 366});
        const rehearsals::Setting setting{
            lab::load_plan((entry.path() / book.lab).string()), {}, asa::library()};
        const auto rehearsal = rehearsals::rehearse(text, file, setting, {});
        CHECK_MESSAGE(rehearsal.course.held(), rehearsal.course.failed_at);
        for (const auto& back : rehearsal.back) {
            for (const auto& problem : back.problems) FAIL_CHECK(problem);
        }
        for (const auto& told : rehearsal.variants) {
            CHECK_MESSAGE(told.as_expected, told.variant.name);
        }
        ++many;
    }
    CHECK(many == 7);
}

TEST_CASE("the example of docs/rehearse.md is as it says") {
    const std::string fence = "```yaml\n";
    auto text = profiles::read_text_file(std::string(UNDERSTUDY_SOURCE) + "/docs/rehearse.md");
    text.erase(0, text.find(fence) + fence.size());
    text.resize(text.find("```"));
    const rehearsals::Setting setting{asa::plan(), {}, asa::library()};
    const auto rehearsal = rehearsals::rehearse(text, "docs", setting, {});
    CHECK_MESSAGE(rehearsal.course.held(), rehearsal.course.failed_at);
    for (const auto& told : rehearsal.variants) {
        CHECK_MESSAGE(told.as_expected, told.course.failed_at);
    }
    CHECK(rehearsal.held());
}
