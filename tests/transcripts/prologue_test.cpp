// What has happened in a lab before anybody comes, and what happens while they are there.
#include <doctest/doctest.h>

#include <algorithm>

#include "labs/state.hpp"
#include "modes/actions.hpp"
#include "tests/modes/asa_world.hpp"
#include "transcripts/prologue.hpp"
#include "transcripts/report.hpp"
#include "transcripts/stage.hpp"

namespace {

const std::string source = UNDERSTUDY_SOURCE;
const std::string folder = source + "/tests/data/exercise/";

transcripts::Transcript read(const std::string& screen) {
    return transcripts::read_transcript("@lab lab.yaml\n@from nowhere\n" + screen,
                                        folder + "t.txt");
}

std::string played(const std::string& screen, std::uint64_t seed = 1) {
    auto transcript = read(screen);
    transcript.seed = seed;
    const auto outcome = transcripts::play(transcript, asa::library(), source + "/labs");
    return outcome.held() ? "" : transcripts::diff(transcript, outcome);
}

std::string faults_of(const std::string& lab) {
    lab::Lab made(lab::read_plan(lab, "x.yaml"), {}, asa::library());
    made.switch_on();
    modes::World world(made, modes::product_actions());
    try {
        transcripts::prologue(world);
    } catch (const grammar::Faults& faults) {
        return grammar::to_string(faults.list().front());
    }
    return {};
}

const std::string device = "devices: [{name: a, profile: asa, serial: S}]\n";

}  // namespace

TEST_CASE("prologue: a transcript finds the history lived, with the values of its own seed") {
    const std::string screen =
        "${name}> enable\n@secret cisco\nPassword: *****\n"
        "${name}# show running-config | include ${name}|name-server\n"
        "hostname ${name}\nbanner motd of ${name}\n@re  name-server ${dead}\n"
        "${name}# show clock\n@glob 13:00:00.000 * Jan 13 2026\n";
    CHECK(played(screen, 1).empty());
    CHECK(played(screen, 2).empty());
    const auto recorded = [&] {
        auto transcript = read("${name}> show clock\nnever\n");
        const auto outcome = transcripts::play(transcript, asa::library(), source + "/labs");
        return transcripts::recorded(transcript, outcome);
    }();
    CHECK(recorded.find("${name}> show clock\n13:00:00.000 UTC Tue Jan 13 2026\n") !=
          std::string::npos);
    CHECK_THROWS_AS(played("${nobody}> x\n"), grammar::Faults);
}

TEST_CASE("prologue: the timeline counts from when somebody came, also when taken up again") {
    const auto blocked = [](lab::Lab& lab) { return !lab.network().state().filters.empty(); };
    const auto transcript = read("${name}> x\n");
    transcripts::Stage first(transcript, asa::library(), source + "/labs");
    first.world().advance(std::chrono::minutes{9});
    CHECK(!blocked(first.lab()));
    const auto saved = lab::write_state(first.lab(), modes::line_states(first.world()));
    transcripts::Stage second(transcript, asa::library(), source + "/labs", [&](lab::Lab& lab) {
        lab::read_state(lab, saved, "lab.yaml");
        return false;
    });
    CHECK(second.lab().timeline().now() == first.lab().timeline().now());
    second.world().advance(std::chrono::minutes{2});
    CHECK(blocked(second.lab()));
    CHECK(second.lab().progress().cued == 1);
}

TEST_CASE("prologue: a history that is not obeyed has its place") {
    CHECK(faults_of(device + "history: |\n  enable\n  @network vanish\n")
              .starts_with("x.yaml:4: history: not obeyed: usage: @network"));
    CHECK(faults_of(device + "history: |\n  @quit\n  enable\n") ==
          "x.yaml:4: history: nobody is at the console any more for: enable");
    CHECK(faults_of(device + "history: show version\n").empty());
}
