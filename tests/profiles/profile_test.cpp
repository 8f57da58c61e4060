#include <doctest/doctest.h>

#include "grammar/fault.hpp"
#include "profiles/profile.hpp"
#include "tests/profiles/box.hpp"

using namespace box;
using namespace profiles;
using namespace std::chrono_literals;

namespace {

std::map<std::string, Schema> views() {
    return {{"show", {{"state", "when"}, {}}},
            {"prompt", {{"hostname"}, {}}},
            {"refused", {{"why"}, {}}},
            {"link.up", {{"name"}, {}}}};
}

}  // namespace

TEST_CASE("a version has its own entries, its parent's and its model's") {
    const Folder folder;
    write_box(folder);
    Library library(folder.path());
    const auto box = library.load("box/1.20.4", "big");
    CHECK(box->platform() == "box");
    CHECK(box->version().text == "1.20(4)10");
    CHECK(box->model().pid == "BOX-B");
    CHECK(box->capabilities() == std::set<std::string>{"color", "rack", "sound"});
    CHECK(box->number("ports") == 8);
    CHECK(box->number("contexts.max") == 2);
    CHECK(library.load("box", "small")->number("ports") == 1);
    CHECK(box->interval("renew") == std::chrono::hours(24 * 30));
    CHECK(box->text("agent") == "1.6/36");
    CHECK(box->has_text("agent"));
    CHECK(box->list("colors") == List{"red", "green"});
    CHECK(box->defaults("exec") == List{"logging on", "paging 24"});
    CHECK(box->defaults("config").empty());
    CHECK(box->word("answer", "no") == "Not Allowed");
    CHECK(box->word("state", "up") == "up");
    CHECK_THROWS_AS(box->word("state", "down"), grammar::Faults);  // groups are replaced whole
    CHECK(library.load("box/1.8")->word("state", "down") == "DOWN");
    REQUIRE(box->defects().size() == 1);
    CHECK(box->defects()[0].id == "BUG1");
    CHECK(box->defects()[0].fixed.size() == 2);
    REQUIRE(box->notice("link.up") != nullptr);
    CHECK(box->notice("link.up")->severity == 3);
    CHECK(box->notice("link.down") == nullptr);
    CHECK(faults_of(folder, [&] { box->number("prots"); }) ==
          List{"box/1.20.4.yaml: box/1.20.4 has no number 'prots'"});
}

TEST_CASE("a model's features and entitlements") {
    const Folder folder;
    write_box(folder);
    const auto box = Library(folder.path()).load("box");
    const auto& model = box->model();
    CHECK(model.features.at("VPN").unlicensed == "Enabled");
    CHECK(model.features.at("3DES").unlicensed == "Disabled");
    REQUIRE(model.entitlements.size() == 2);
    CHECK(model.entitlements[1].with == "speed 1G");
    CHECK(model.entitlements[1].add_on);
}

TEST_CASE("outlines become modes; a later folder replaces a file") {
    const Folder folder;
    write_box(folder);
    Library library(folder.path());
    const auto keywords = [](const Profile& profile) {
        List words;
        for (const auto& branch : profile.mode("exec")->tree.root.children) {
            words.push_back(branch.keyword);
        }
        return words;
    };
    CHECK(keywords(*library.load("box/1.8")) == List{"port", "quit"});
    CHECK(keywords(*library.load("box")) == List{"port", "beep", "exit"});
    CHECK(library.load("box")->modes().size() == 1);
    CHECK(library.load("box")->mode("config") == nullptr);
    folder.write("box/modes/sub.cli", "@mode sub\n@parent nowhere\n");
    folder.write("box/modes/twice.cli", "@mode exec\n");
    CHECK(faults_of(folder, [&] { Library(folder.path()).load("box"); }) ==
          List{"box/modes/twice.cli: another file has @mode exec already"});
    fs::remove(folder.path() + "/box/modes/twice.cli");
    CHECK(faults_of(folder, [&] { Library(folder.path()).load("box"); }) ==
          List{"box/modes/sub.cli: there is no mode 'nowhere'"});
}

TEST_CASE("facts become text") {
    const Folder folder;
    write_box(folder);
    Library library(folder.path());
    Facts facts;
    facts.set("state", State{"state", "up"}).set("hostname", std::string("box7"));
    facts.set("when", Stamp{{}, 1h, "CET"});
    CHECK(library.load("box")->render("show", facts) == "New up at 01:00:00.000\n--\n");
    CHECK(library.load("box/1.8")->render("show", facts) == "Old UP\n--\n");
    const auto box = library.load("box");
    CHECK(box->message("prompt", facts) == "box7> ");
    CHECK(box->render("plain", facts) == "nothing to say\n");
    CHECK(box->has_message("plain"));
    CHECK_FALSE(box->has_message("show"));
    CHECK(box->stamp(Stamp{{}, 1h, "CET"}, "") == "Jan 01 01:00:00 1970 CET");
    CHECK(faults_of(folder, [&] { box->render("shwo", facts); }) ==
          List{"box/1.20.4.yaml: box/1.20.4 has no template or message 'shwo'"});
    CHECK_THROWS_AS(box->stamp({}, "fancy"), grammar::Faults);
}

TEST_CASE("check finds what no view knows") {
    const Folder folder;
    write_box(folder);
    CHECK(Library(folder.path()).load("box")->check(views()).empty());
    folder.write("shared/orphan.txt", "nobody prints this\n");
    folder.write("shared/tail.txt", "{stat}\n");
    folder.write("box/new/show.txt", "{when:cluck}\n@use tail\n");
    auto known = views();
    known.erase("refused");
    known["link.up"].names.clear();
    List faults;
    for (auto& fault : Library(folder.path()).load("box")->check(known)) {
        faults.push_back(grammar::to_string(fault).substr(folder.path().size() + 1));
    }
    CHECK(faults == List{"box/1.8.yaml:17: no view names the message 'refused', which has holes",
                         "box/1.8.yaml:23: the view offers no 'name'",
                         "box/new/show.txt: there is no format 'cluck'",
                         "shared/orphan.txt: no view and no @use names this template",
                         "shared/tail.txt:1:1: the view offers no 'stat'"});
}

TEST_CASE("evidence names what every entry is grounded on") {
    const Folder folder;
    write_box(folder);
    std::map<std::string, std::string> from;
    for (const auto& entry : Library(folder.path()).load("box/1.8")->evidence()) {
        from[entry.what] = entry.from;
        CHECK(entry.file.starts_with(folder.path()));
    }
    CHECK(from.at("template show.txt") == "capture 1");
    CHECK(from.at("template tail.txt") == "");
    CHECK(from.at("words.state") == "manual 4");
    CHECK(from.at("words.answer") == "manual 3");
    CHECK(from.at("messages.refused") == "a capture");
    CHECK(from.at("messages.plain") == "");
    CHECK(from.at("numbers.ports") == "x");
    CHECK(from.at("notices.link.up") == "syslog book");
    CHECK(from.at("features.VPN") == "table 1");
    CHECK(from.at("entitlements.feature tier standard") == "data sheet");
    CHECK(from.at("entitlements.feature extra, speed 1G") == "mail");
    for (const auto* what : {"intervals.renew", "texts.agent", "lists.colors", "defects.BUG1"}) {
        CHECK(from.contains(what));
    }
}
