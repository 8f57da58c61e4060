#include "transcripts/recorder.hpp"

#include <doctest/doctest.h>

#include <string>

#include "shell/terminal.hpp"
#include "transcripts/report.hpp"
#include "transcripts/stage.hpp"

namespace {

const std::string front = "@profile asa/9.20.4\n@from inferred\n";

profiles::Library& library() {
    static profiles::Library made(UNDERSTUDY_SOURCE "/profiles");
    return made;
}
const std::string labs = UNDERSTUDY_SOURCE "/labs";

// Types keys at a terminal, some of them later than others, and writes the session down.
std::string recorded(const std::vector<std::pair<licensing::Span, std::string>>& keys) {
    transcripts::Stage stage(transcripts::read_transcript(front + "#\n", "live"), library(), labs);
    transcripts::Recorder recorder(stage.console(), stage.lab().timeline());
    shell::Terminal terminal(recorder);
    for (const auto& [wait, typed] : keys) {
        stage.world().advance(wait);
        terminal.refresh();
        terminal.feed(typed);
    }
    return transcripts::written_down(front, recorder.keystrokes(), "live", library(), labs);
}

bool holds(const std::string& text) {
    const auto transcript = transcripts::read_transcript(text, "live");
    const auto outcome = transcripts::play(transcript, library(), labs);
    INFO(transcripts::diff(transcript, outcome));
    CHECK(outcome.held());
    return outcome.held();
}

using namespace std::chrono_literals;

}  // namespace

TEST_CASE("recorder: a session at a terminal holds when it is lived through again") {
    const auto text = recorded({{0s, "en\r"},
                                {0s, "cisco\r"},
                                {2500ms, "show cl\t\r"},
                                {0s, "show ver\x15show license smart?"},
                                {0s, "\x15"},
                                {1min, "@network block tools.cisco.com\r"},
                                {0s, "conf t\rhostname bob\r\x1a"},
                                {0s, "show clock\r"}});
    CHECK(text.find("@secret cisco\nPassword: *****\n") != std::string::npos);
    CHECK(text.find("@advance 2.5s\n") != std::string::npos);
    CHECK(text.find("\n@network block tools.cisco.com\n") != std::string::npos);
    CHECK(text.find("@#") == std::string::npos);
    CHECK(holds(text));
}

TEST_CASE("recorder: keys at a question, and a break of what goes on") {
    CHECK(holds(recorded({{0s, "en\rcisco\r"}, {0s, "reload\r"}, {0s, "n"}, {0s, "\r"}})));
    CHECK(holds(
        recorded({{0s, "en\rcisco\r"}, {0s, "reload\r"}, {0s, "\x03"}, {1s, "show clock\r"}})));
}

TEST_CASE("recorder: a console that timed out times out again") {
    const std::string switch_front = "@profile iosxe/16.12\n@from inferred\n";
    const std::string folder = UNDERSTUDY_SOURCE "/labs";
    transcripts::Stage stage(transcripts::read_transcript(switch_front + "#\n", "live"), library(),
                             folder);
    transcripts::Recorder recorder(stage.console(), stage.lab().timeline());
    shell::Terminal terminal(recorder);
    const auto wait_and_type = [&](licensing::Span wait, const std::string& keys) {
        stage.world().sit(wait);
        terminal.refresh();
        terminal.feed(keys);
    };
    wait_and_type(0s, "enable\r");
    wait_and_type(5min, "show clock\r");
    CHECK_FALSE(stage.world().sitting_mattered());
    wait_and_type(11min, "\r");
    wait_and_type(3s, "show clock\r");
    wait_and_type(12min, "");
    REQUIRE(stage.world().sitting_mattered());
    const auto text = transcripts::written_down(switch_front, recorder.keystrokes(), "live",
                                                library(), folder, stage.lab().timeline().now());
    CHECK(text.find("@idle 11m\n") != std::string::npos);
    CHECK(text.find("@advance") == std::string::npos);
    CHECK(text.find("Press RETURN to get started.") != text.rfind("Press RETURN to get started."));
    CHECK(holds(text));
}
