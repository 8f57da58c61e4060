// A lab's state on disk: what is newer or damaged is refused and left as it is, two generations
// stay, one process at a time.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "grammar/fault.hpp"
#include "tests/modes/asa_world.hpp"
#include "tests/probe/front_end.hpp"
#include "tests/probe/probe.hpp"
#include "tests/profiles/box.hpp"

namespace {

namespace fs = std::filesystem;
using asa::World;

std::string read(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

void registered(World& world) {
    world.type(asa::joined({asa::log_in, asa::register_unit, {"@advance 1h", "write memory"}}));
}

// What refusing says, or nothing when it was loaded.
std::string refusal(lab::Lab& lab, const std::string& text) {
    try {
        lab::read_state(lab, text, "lab.yaml");
    } catch (const grammar::Faults& faults) {
        return grammar::to_string(faults.list().front());
    }
    return {};
}

std::string refusal(lab::StateFolder& folder, lab::Lab& lab) {
    try {
        folder.load(lab);
    } catch (const grammar::Faults& faults) {
        return faults.list().front().what;
    }
    return {};
}

std::string generation(const std::string& folder) {
    return fs::read_symlink(fs::path(folder) / "current").string();
}

}  // namespace

TEST_CASE("a damaged state is refused and changes nothing") {
    World kept;
    registered(kept);
    const auto saved = kept.state();
    World other;
    const auto before = other.state();
    for (std::size_t at = 0; at < saved.size(); at += 10) {
        CAPTURE(at);
        auto flipped = saved;
        flipped[at] = static_cast<char>(flipped[at] ^ 1);
        CHECK(refusal(other.lab(), flipped) != "");
        CHECK(refusal(other.lab(), saved.substr(0, at)) != "");
        CHECK(refusal(other.lab(), saved.substr(0, at) + saved.substr(at + 1)) != "");
    }
    for (const auto* text : {"", "format: 1\n", "{", "- a\n- b\n", "\xff\xfe"}) {
        CHECK(refusal(other.lab(), text)
                  .ends_with(": is damaged and left as it is: its sum is wrong"));
    }
    const auto lines = std::count(saved.begin(), saved.end(), '\n');
    CHECK(refusal(other.lab(), saved.substr(0, 20) + "9" + saved.substr(21)) ==
          "lab.yaml:" + std::to_string(lines) + ": is damaged and left as it is: its sum is wrong");
    CHECK(other.state() == before);
    CHECK(refusal(other.lab(), saved) == "");
}

TEST_CASE("a newer format and another lab are refused") {
    World kept;
    const auto saved = kept.state();
    World other;
    const auto before = other.state();
    CHECK(refusal(other.lab(), "format: 2" + saved.substr(9)) ==
          "lab.yaml:1: was written by a newer understudy; left as it is");
    CHECK(refusal(other.lab(), "format: 2\nall: new\n") ==
          "lab.yaml:1: was written by a newer understudy; left as it is");
    auto plan = asa::plan();
    plan.devices.front().name = "another";
    lab::Lab another(plan, {}, asa::library());
    CHECK(refusal(another, saved) == "lab.yaml: keeps a device this lab lacks: asa");
    plan = asa::plan();
    plan.devices.push_back(plan.devices.front());
    plan.devices.back().name = "more";
    lab::Lab more(plan, {}, asa::library());
    CHECK(refusal(more, saved) == "lab.yaml: lacks the device more");
    plan = asa::plan();
    plan.authorities.front().name = "elsewhere";
    for (auto& host : plan.network.hosts) host.authority = "elsewhere";
    lab::Lab elsewhere(plan, {}, asa::library());
    CHECK(refusal(elsewhere, saved) == "lab.yaml: keeps an authority this lab lacks: cssm");
    CHECK(other.state() == before);
}

// Written by the first program that had this format, which knew less of a lab than later ones.
TEST_CASE("a state of the first days of its format is read, and goes on") {
    const auto kept = read(UNDERSTUDY_SOURCE "/tests/data/format-1.state");
    REQUIRE(kept.starts_with("format: 1\n"));
    World world(asa::chosen(3, "asa/9.20.4"), false);
    modes::restore_lines(world.world(), lab::read_state(world.lab(), kept, "lab.yaml"));
    CHECK(world.type("show license status")
              .find("Next Communication Attempt: Feb 12 2026 14:15:20") != std::string::npos);
    CHECK(world.type("show running-config hostname") == "hostname keeper\nkeeper# ");
    world.type(asa::Lines{"@network unblock smartreceiver.cisco.com", "@advance 1h"});
    CHECK(world.type("show license status").find("Last Communication Attempt:") !=
          std::string::npos);
    World again(asa::chosen(3, "asa/9.20.4"), false);
    CHECK(refusal(again.lab(), world.state()) == "");
}

TEST_CASE("a folder keeps two generations and swaps its link") {
    const box::Folder place;
    const auto folder = place.path() + "/lab";
    World world;
    {
        lab::StateFolder state(folder);
        CHECK_FALSE(state.load(world.lab()));
        state.save(world.lab(), {});
        CHECK(generation(folder) == "gen-000001");
        registered(world);
        state.save(world.lab(), modes::line_states(world.world()));
        CHECK(generation(folder) == "gen-000002");
        CHECK(read(fs::path(folder) / "current/lab.yaml") == world.state());
        CHECK(fs::exists(fs::path(folder) / "gen-000001"));
        state.save(world.lab(), modes::line_states(world.world()));
        CHECK(generation(folder) == "gen-000002");  // nothing has changed since
        world.world().advance(std::chrono::seconds{1});
        state.save(world.lab(), modes::line_states(world.world()));
        CHECK_FALSE(fs::exists(fs::path(folder) / "gen-000001"));
    }
    CHECK(generation(folder) == "gen-000003");
    lab::StateFolder state(folder);
    World other({}, false);
    CHECK(state.load(other.lab()));
    modes::restore_lines(other.world(), state.lines());
    CHECK(asa::difference(other.state(), world.state()) == "");
    other.world().advance(std::chrono::seconds{1});
    state.save(other.lab(), state.lines());
    CHECK(generation(folder) == "gen-000004");
}

TEST_CASE("a folder keeps one lab") {
    const box::Folder place;
    World world;
    { lab::StateFolder(place.path(), "asa/9.18 fpr2140").save(world.lab(), {}); }
    lab::StateFolder state(place.path(), "asa");
    CHECK_FALSE(state.empty());
    CHECK_THROWS_AS(state.load(world.lab()), grammar::Faults);
}

TEST_CASE("what a save that was cut short left behind is in nobody's way") {
    const box::Folder place;
    World world;
    lab::StateFolder state(place.path());
    state.save(world.lab(), {});
    place.write("gen-000002/lab.yaml", "format: 1\nnow: 17");
    fs::create_directory_symlink("gen-000002", place.path() + "/next");
    World other({}, false);
    CHECK(state.load(other.lab()));
    world.world().advance(std::chrono::seconds{1});
    state.save(world.lab(), {});
    CHECK(generation(place.path()) == "gen-000002");
    CHECK(state.load(other.lab()));
}

TEST_CASE("one process at a time") {
    const box::Folder place;
    {
        lab::StateFolder first(place.path());
        CHECK_THROWS_AS(lab::StateFolder(place.path()), grammar::Faults);
    }
    lab::StateFolder second(place.path());
}

TEST_CASE("a damaged or newer file in a folder stays as it is") {
    const box::Folder place;
    World world;
    lab::StateFolder state(place.path());
    state.save(world.lab(), {});
    const auto file = fs::path(place.path()) / "current/lab.yaml";
    const auto whole = read(file);
    for (const auto& text : {whole.substr(0, whole.size() / 2), "format: 7" + whole.substr(9)}) {
        place.write("gen-000001/lab.yaml", text);
        CHECK(refusal(state, world.lab()).ends_with("wrong") !=
              refusal(state, world.lab()).starts_with("was written by a newer"));
        CHECK(read(file) == text);
    }
}

TEST_CASE("two devices in the middle of the race, a queue of edits and a mode are taken up again") {
    const probe::Script before{"license LAST", "connect two",     "license LAST", "~.",
                               "+20",          "setup",           "feature",      "commit",
                               "hostname uno", "interface port0", "connect two",  "setup",
                               "feature",      "commit",          "crypto",       "~.",
                               "+12"};
    const probe::Script after{"commit",      "show license", "+10",    "show license",
                              "connect two", "show license", "commit", "~.",
                              "+100000",     "show license"};
    probe::Two kept;
    probe::live_through(kept.world, "one", before, {});
    const auto saved = lab::write_state(kept.lab, modes::line_states(kept.world));
    CHECK(kept.lab.network().in_flight().size() == 2);

    profiles::Library library(probe::folder + "/profiles");
    lab::Lab lab(lab::load_plan(probe::folder + "/two.yaml"), {}, library);
    modes::World taken_up(lab, probe::actions());
    modes::restore_lines(taken_up, lab::read_state(lab, saved, "lab.yaml"));
    CHECK(asa::difference(lab::write_state(lab, modes::line_states(taken_up)), saved) == "");
    const auto expected = probe::live_through(kept.world, "one", after, {});
    CHECK(expected.find("uno(setup)# show license") != std::string::npos);
    CHECK(expected.find("out of compliance") != std::string::npos);
    CHECK(asa::difference(probe::live_through(taken_up, "one", after, {}), expected) == "");
    CHECK(asa::difference(lab::write_state(lab, modes::line_states(taken_up)),
                          lab::write_state(kept.lab, modes::line_states(kept.world))) == "");
}
