// What a user lays over our data: found, grafted, and refused as strictly as our own.
#include "profiles/canned.hpp"

#include <doctest/doctest.h>

#include <string>

#include "grammar/fault.hpp"
#include "modes/actions.hpp"
#include "modes/views.hpp"
#include "profiles/profile.hpp"
#include "profiles/roots.hpp"
#include "tests/profiles/box.hpp"
#include "transcripts/stage.hpp"

namespace {

const std::string ours = UNDERSTUDY_SOURCE "/profiles";
const std::string example = UNDERSTUDY_SOURCE "/docs/examples/profiles";

// What loading an ASA with this on top complains of.
std::vector<std::string> faults_with(const box::Folder& folder) {
    return box::faults_of(folder, [&] {
        profiles::Library library(folder.path() + ":" + ours);
        library.load("asa/9.18");
    });
}

}  // namespace

TEST_CASE("roots: a file of an earlier folder stands for that of a later one") {
    const box::Folder folder;
    folder.write("asa/9.18.yaml", "x");
    const profiles::Roots roots(folder.path() + "/:" + ours);
    CHECK(roots.file("asa/9.18.yaml") == folder.path() + "/asa/9.18.yaml");
    CHECK(roots.file("asa/9.20.4.yaml") == ours + "/asa/9.20.4.yaml");
    CHECK(roots.file("nowhere.yaml") == ours + "/nowhere.yaml");
    CHECK(roots.having("asa") == std::vector<std::string>{folder.path() + "/asa", ours + "/asa"});
    CHECK(roots.having("nowhere").empty());
    CHECK_THROWS_AS(profiles::Roots("/nowhere:" + ours), grammar::Faults);
}

TEST_CASE("canned: the example holds, a platform of its own and a command of the ASA's") {
    profiles::Library library(example + ":" + ours);
    const auto platform = library.load("bigbox");
    for (const auto& fault : platform->check(modes::views())) FAIL_CHECK(to_string(fault));
    for (const auto& fault : modes::product_actions().check(*platform)) {
        FAIL_CHECK(to_string(fault));
    }
    CHECK(library.load("asa/9.18")->render("canned/environment", {}) ==
          "Fans: 2 of 2 running\nTemperature: 31 C\n");
    const auto transcript = transcripts::load_transcript(example + "/bigbox.txt");
    CHECK(transcripts::play(transcript, library, UNDERSTUDY_SOURCE "/labs").held());
}

TEST_CASE("canned: a text means nothing but itself") {
    CHECK(profiles::plain_text("{a} }\n@b\nc@d\n") == "{{a}} }}\n@@b\nc@d\n");
}

TEST_CASE("canned: what leads nowhere, is there already, or acts is refused with its line") {
    const box::Folder folder;
    folder.write("asa/canned/fan.txt", "ok\n");
    folder.write("asa/canned.cli", "@tree exec\nshow\n  fan  Fans  -> text.show none\n");
    CHECK(faults_with(folder) ==
          std::vector<std::string>{"asa/canned.cli:3: there is no canned/none.txt"});
    folder.write("asa/canned.cli", "@tree exec\nshow\n  version  V  -> text.show fan\n");
    CHECK(faults_with(folder) ==
          std::vector<std::string>{"asa/canned.cli:3: the platform has this command already"});
    folder.write("asa/canned.cli", "@tree exec\nfan  Fans  -> reload.ask\n");
    CHECK(faults_with(folder) ==
          std::vector<std::string>{"asa/canned.cli:2: only `text.show NAME` may be said here"});
    folder.write("asa/canned.cli", "@tree nowhere\nfan  Fans  -> text.show fan\n");
    CHECK(faults_with(folder) ==
          std::vector<std::string>{"asa/canned.cli: there is no mode 'nowhere'"});
    folder.write("asa/canned.cli", "@tree exec\nshow\n  fan  Fans  -> text.show fan\n");
    CHECK(faults_with(folder).empty());
}
