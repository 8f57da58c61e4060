#include <doctest/doctest.h>

#include "grammar/fault.hpp"
#include "profiles/profile.hpp"
#include "tests/profiles/box.hpp"

using namespace box;
using namespace profiles;

TEST_CASE("names come from the files, newest last") {
    const Folder folder;
    write_box(folder);
    folder.write("box/1.9.yaml", "{not read");
    Library library(folder.path() + "/");
    CHECK(library.names() == List{"box/1.8", "box/1.9", "box/1.20.4"});
    CHECK(library.models("box") == List{"small", "big"});
    CHECK(library.load("box")->name() == "box/1.20.4");
    CHECK(library.load("box") == library.load("box/1.20.4", "small"));
    CHECK(library.folder() == folder.path());
}

TEST_CASE("the nearest profile is the newest that is not newer") {
    const Folder folder;
    write_box(folder);
    Library library(folder.path());
    const auto nearest = [&](const std::string& version) {
        return library.nearest("box", *grammar::read_version(version), "big")->name();
    };
    CHECK(nearest("1.20(4)") == "box/1.20.4");
    CHECK(nearest("1.20(4)55") == "box/1.20.4");
    CHECK(nearest("1.20(3)") == "box/1.8");
    CHECK(nearest("1.8") == "box/1.8");
    CHECK(nearest("1.2") == "box/1.8");
    CHECK(nearest("7.0") == "box/1.20.4");
    CHECK_THROWS_AS(library.nearest("bax", {}, ""), grammar::Faults);
}

TEST_CASE("a release changes its parent's models and words, and runs on the models it has") {
    const Folder folder;
    write_box(folder);
    folder.write("box/1.9.yaml",
                 "profile: box/1.9\nversion: 1.9\nextends: box/1.8\nmodels: [-big, +small]\n"
                 "words: {+state: {from: table 2, down: Down}}\n");
    Library library(folder.path());
    CHECK(library.models("box/1.9") == List{"small"});
    CHECK(library.load("box/1.9")->word("state", "down") == "Down");
    CHECK(library.load("box/1.9")->word("state", "up") == "UP");
    const auto version = *grammar::read_version("1.9(3)");
    CHECK(library.nearest("box", version, "big")->name() == "box/1.8");
    CHECK(library.nearest("box", version, "small")->name() == "box/1.9");
    CHECK_FALSE(library.runs("box", version, "huge"));
}

TEST_CASE("a file named for its train plays the release that it says") {
    const Folder folder;
    write_box(folder);
    folder.write("box/1.20.yaml", "profile: box/1.20\nversion: 1.20(6)\nextends: box/1.8\n");
    Library library(folder.path());
    const auto nearest = [&](const std::string& version) {
        return library.nearest("box", *grammar::read_version(version), "big")->name();
    };
    CHECK(nearest("1.20(7)") == "box/1.20");
    CHECK(nearest("1.20(6)") == "box/1.20");
    CHECK(nearest("1.20(5)") == "box/1.20.4");
    CHECK(nearest("1.20(3)") == "box/1.20");
    CHECK(library.names() == List{"box/1.8", "box/1.20", "box/1.20.4"});
}

TEST_CASE("what is not there is said with what there is") {
    const Folder folder;
    write_box(folder);
    Library library(folder.path());
    const std::string all = "; there are box/1.8, box/1.20.4";
    const std::string root = folder.path() + ": ";
    for (const std::string name : {"bax", "box/1.9", "", "box/", "../box", "box/../box/1.8"}) {
        CHECK(faults_of(folder, [&] { library.load(name); }) ==
              List{root + "there is no profile '" + name + "'" + all});
    }
    CHECK(faults_of(folder, [&] { library.load("box", "huge"); }) ==
          List{root + "box/1.20.4 has no model 'huge'; there are small, big"});
    CHECK_THROWS_AS(Library(folder.path() + "/none"), grammar::Faults);
}

TEST_CASE("data is strict, and all faults of a file come at once") {
    const Folder folder;
    write_box(folder);
    folder.write("box/2.0.yaml",
                 "profile: box/3\nversion: two\nextend: box/1.8\ntemplates: [../secret]\n"
                 "formats: {time: \"%c\"}\nintervals: {renew: 30 days}\n"
                 "numbers: {a: 1, a: 2}\n"
                 "defects: {D: {fixed: [x]}}\n");
    const auto faults = faults_of(folder, [&] { Library(folder.path()).load("box"); });
    CHECK(faults == List{"box/2.0.yaml:1:10: 'profile' must be 'box/2.0', as the file's name is",
                         "box/2.0.yaml:2:10: 'two' is no version",
                         "box/2.0.yaml:3:1: 'extend' is not known here",
                         "box/2.0.yaml:4:12: '../secret' is no folder of the profiles",
                         "box/2.0.yaml:5:17: '%c' is no conversion of an instant",
                         "box/2.0.yaml:6:20: '30 days' is no span of time, such as 30d or 1h30m",
                         "box/2.0.yaml:7:17: 'a' stands here twice, first in line 7",
                         "box/2.0.yaml:8:14: a defect needs an 'effect'",
                         "box/2.0.yaml:8:23: 'x' is no version"});
    folder.write("box/models/small.yaml", "model: tall\nsize: 1\nentitlements: [{add_on: yes}]\n");
    CHECK(faults_of(folder, [&] { Library(folder.path()).load("box/1.8"); }).size() == 5);
    folder.write("box/models/small.yaml", "model: small\r\n");
    CHECK(faults_of(folder, [&] { Library(folder.path()).load("box/1.8"); })
              .front()
              .starts_with("box/models/small.yaml:1:13: a carriage return"));
}

TEST_CASE("extends is a short line, not a circle") {
    const Folder folder;
    write_box(folder);
    const auto write = [&](const std::string& version, const std::string& parent) {
        folder.write("box/" + version + ".yaml", "profile: box/" + version + "\nversion: " +
                                                     version + "\nextends: box/" + parent + "\n");
    };
    write("2.1", "1.8");
    for (int last = 2; last <= 16; ++last) {
        write("2." + std::to_string(last), "2." + std::to_string(last - 1));
    }
    CHECK(Library(folder.path()).load("box")->number("ports") == 1);
    write("2.17", "2.16");
    const auto load = [&] { Library(folder.path()).load("box"); };
    CHECK(faults_of(folder, load) ==
          List{"box/2.17.yaml:3: 'extends' goes deeper than sixteen files"});
    write("2.17", "2.18");
    write("2.18", "2.17");
    CHECK(faults_of(folder, load) == List{"box/2.17.yaml:3: 'extends' goes round in a circle"});
    write("2.18", "9");
    CHECK(faults_of(folder, load) ==
          List{"box/2.18.yaml:3: there is no profile 'box/9' to extend"});
    folder.write("box/two.yaml", "");
    CHECK(faults_of(folder, load) == List{"box/two.yaml: 'two' is no version"});
}

TEST_CASE("what a profile says in a line is read when it is wanted, and checked with the rest") {
    const Folder folder;
    write_box(folder);
    const std::string head = "profile: box/2.0\nversion: 2.0\nextends: box/1.8\n";
    folder.write("box/2.0.yaml",
                 head +
                     "messages:\n  from: a book\n  # why\n  refused:\n    value: No.\n"
                     "  m: \"{\"\nnotices:\n  n: {severity: 9}\nnumbers: {a: 1}\n");
    Library library(folder.path());
    const auto box = library.load("box");
    CHECK(box->message("refused", {}) == "No.");
    CHECK(box->message("plain", {}) == "nothing to say");
    CHECK_FALSE(box->has_message("from"));
    CHECK(box->number("a") == 1);
    const List wrong = {"box/2.0.yaml:9:6: expected a name",
                        "box/2.0.yaml:11:6: a notice needs a 'severity' and a 'text'",
                        "box/2.0.yaml:11:17: severities are 0 to 7"};
    CHECK(faults_of(folder, [&] { box->message("m", {}); }) == List{wrong[0]});
    CHECK(faults_of(folder, [&] { box->notice("n"); }) == List{wrong[1], wrong[2]});
    List found;
    for (const auto& fault : box->check({})) {
        const auto text = grammar::to_string(fault);
        if (text.find("/2.0.yaml") != text.npos) found.push_back(text);
    }
    CHECK(found.size() == wrong.size());
    folder.write("box/2.0.yaml", head + "messages:\n  m: one\n  m: two\n");
    CHECK(faults_of(folder, [&] { Library(folder.path()).load("box"); }) ==
          List{"box/2.0.yaml:6:3: 'm' stands here twice, first in line 5"});
}
