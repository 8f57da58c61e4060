// The bytes of a remote session are those of a local one: golden transcripts, typed key by key at a
// terminal here and by Telnet over a real socket.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "modes/line.hpp"
#include "shell/terminal.hpp"
#include "tests/shell/client.hpp"
#include "tests/shell/serving.hpp"
#include "transcripts/stage.hpp"
#include "transcripts/transcript.hpp"

namespace {

namespace fs = std::filesystem;

const std::string source = UNDERSTUDY_SOURCE;
const std::string greeting = "\xff\xfb\x01\xff\xfb\x03\xff\xfd\x1f";

// Writes down which keys a person would have pressed.
class Listening : public shell::Console {
public:
    explicit Listening(shell::Console& console) : console_(console) {}
    std::vector<std::string> keys;

    modes::Wants wants() const override { return console_.wants(); }
    modes::Screen screen() const override { return console_.screen(); }
    void enter(std::string_view line) override {
        press(std::string(line) + "\r");
        console_.enter(line);
    }
    void key(char key) override {
        press({key});
        console_.key(key);
    }
    void interrupt() override {
        press("\x03");
        console_.interrupt();
    }
    void end_of_configuration(std::string_view typed) override {
        press(std::string(typed) + "\x1a");
        console_.end_of_configuration(typed);
    }
    void escape() override {
        press(console_.screen().escape);
        console_.escape();
    }
    void hang_up() override { console_.hang_up(); }
    void resize(int length, int width) override { console_.resize(length, width); }
    void help(std::string_view line) override {
        press(std::string(line) + "?");
        console_.help(line);
    }
    std::string complete(std::string_view line) const override { return console_.complete(line); }
    std::vector<std::string> direct(std::string_view direction) override {
        // At a keyboard a direction can only be typed at a prompt.
        if (console_.wants().kind == modes::Wants::Kind::command)
            press(std::string(direction) + "\r");
        else
            by_hand_ = false;
        return console_.direct(direction);
    }
    const std::vector<std::string>& history() const override { return console_.history(); }
    std::string prompt() const override { return console_.prompt(); }
    std::vector<modes::Piece> take() override { return console_.take(); }
    void settle() override { console_.settle(); }
    bool by_hand() const { return by_hand_; }

private:
    void press(const std::string& typed) { keys.push_back(typed); }
    shell::Console& console_;
    bool by_hand_ = true;
};

// Some keys and the bytes that answer them.
struct Exchange {
    std::string keys;
    std::string bytes;
};

// What is typed anew stands behind nothing of what was typed before.
std::string pressed(const std::string& keys, const shell::Terminal& terminal) {
    return terminal.typed().empty() ? keys : "\x15" + keys;
}

std::vector<Exchange> typed_here(shell::Console& console, const std::vector<std::string>& keys) {
    shell::Terminal terminal(console);
    std::vector<Exchange> all{{"", terminal.take_output()}};
    const auto give = [&](const std::string& typed) {
        terminal.feed(typed);
        all.push_back({typed, terminal.take_output()});
    };
    for (const auto& each : keys) {
        if (terminal.wants().kind == modes::Wants::Kind::gone) break;
        give(pressed(each, terminal));
        const auto more = console.screen().more;
        while (!more.empty() && all.back().bytes.ends_with(more)) give(" ");
    }
    return all;
}

std::string first_difference(const std::string& here, const std::string& there) {
    const auto at = static_cast<std::size_t>(
        std::mismatch(here.begin(), here.end(), there.begin(), there.end()).first - here.begin());
    return "at byte " + std::to_string(at) + ": here [" + here.substr(at, 80) + "] there [" +
           there.substr(at, 80) + "]";
}

// What differs; empty when nothing does, "by hand" when no keyboard could play it.
std::string played(const fs::path& file, profiles::Library& library) {
    const auto transcript = transcripts::load_transcript(file.string());
    const auto labs = source + "/labs";
    transcripts::Stage first(transcript, library, labs);
    Listening listening(first.console());
    transcripts::run(transcript, listening);
    if (!listening.by_hand()) return "by hand";
    transcripts::Stage here(transcript, library, labs);
    // Whose console it is before anybody goes elsewhere.
    const std::string device(here.session().line().device().name());
    const auto exchanges = typed_here(here.console(), listening.keys);

    transcripts::Stage there(transcript, library, labs);
    shell_test::Serving serving(there.world(), modes::Pacer::Manner::held);
    shell_test::Client client(serving.port(device));
    for (const auto& exchange : exchanges) {
        const auto expected = (&exchange == &exchanges.front() ? greeting : "") + exchange.bytes;
        // Enter as a telnet client sends it.
        auto keys = exchange.keys;
        if (keys.ends_with('\r')) keys += '\0';
        client.send(keys);
        const auto got = client.read_bytes(expected.size(), 100'000);
        if (got != expected) return first_difference(expected, got);
    }
    return {};
}

}  // namespace

TEST_CASE("serve: golden transcripts come over Telnet byte for byte") {
    profiles::Library library(source + "/profiles");
    for (const auto* platform : {"asa", "fxos", "iosxe"}) {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(source + "/transcripts/" + platform))
            if (entry.path().extension() == ".txt") files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        int played_through = 0;
        // None of those that live through years.
        for (std::size_t at = 1; at < files.size() && played_through < 8; at += 4) {
            CAPTURE(files[at].string());
            const auto difference = played(files[at], library);
            if (difference == "by hand") continue;
            CHECK(difference == "");
            ++played_through;
        }
        CHECK(played_through >= 4);
    }
}
