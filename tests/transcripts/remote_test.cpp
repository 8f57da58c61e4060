// The bytes of a remote session are those of a local one: golden transcripts, typed key by key at a
// terminal here and over real sockets by Telnet and by SSH. A few of each platform; all of them in
// the case that `./dev soak` runs.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "modes/line.hpp"
#include "shell/terminal.hpp"
#include "tests/shell/client.hpp"
#include "tests/shell/serving.hpp"
#include "tests/shell/ssh_client.hpp"
#include "tests/transcripts/listening.hpp"
#include "transcripts/stage.hpp"
#include "transcripts/transcript.hpp"

namespace {

namespace fs = std::filesystem;

const std::string source = UNDERSTUDY_SOURCE;
const std::string greeting = "\xff\xfb\x01\xff\xfb\x03\xff\xfd\x1f";

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

// Types it at the other end; what differs, empty when nothing does.
template <class Client>
std::string typed_there(Client& client, const std::vector<Exchange>& exchanges,
                        const std::string& greets, const std::string& enter) {
    for (const auto& exchange : exchanges) {
        const auto expected = (&exchange == &exchanges.front() ? greets : "") + exchange.bytes;
        auto keys = exchange.keys;
        if (keys.ends_with('\r')) keys.replace(keys.size() - 1, 1, enter);
        client.send(keys);
        const auto got = client.read_bytes(expected.size(), 100'000);
        if (got != expected) return first_difference(expected, got);
    }
    return {};
}

struct Player {
    profiles::Library library{source + "/profiles"};
    transcripts::Plans plans;
    std::string labs = source + "/labs";
    shell::Limits limits = shell_test::with_keys();

    // What differs; empty when nothing does, "by hand" when no keyboard could play it.
    std::string play(const fs::path& file);
    std::string play_there(const transcripts::Transcript& transcript,
                           const std::vector<Exchange>& exchanges, const std::string& device,
                           shell::Door::Protocol protocol);
};

std::string Player::play_there(const transcripts::Transcript& transcript,
                               const std::vector<Exchange>& exchanges, const std::string& device,
                               shell::Door::Protocol protocol) {
    transcripts::Stage there(transcript, library, labs, {}, &plans);
    shell_test::Serving serving(there.world(), modes::Pacer::Manner::held, limits, protocol);
    if (protocol == shell::Door::Protocol::ssh) {
        shell_test::SshClient client(serving.port(device));
        return typed_there(client, exchanges, "", "\r");
    }
    shell_test::Client client(serving.port(device));
    // Enter as a telnet client sends it.
    return typed_there(client, exchanges, greeting, std::string("\r\0", 2));
}

std::string Player::play(const fs::path& file) {
    using Protocol = shell::Door::Protocol;
    const auto transcript = transcripts::load_transcript(file.string());
    transcripts::Stage first(transcript, library, labs, {}, &plans);
    transcripts_test::Listening listening(first.console());
    transcripts::run(first.transcript(), listening);
    if (!listening.by_hand()) return "by hand";
    transcripts::Stage here(transcript, library, labs, {}, &plans);
    // Whose console it is before anybody goes elsewhere.
    const std::string device(here.session().line().device().name());
    const auto exchanges = typed_here(here.console(), listening.keys);
    const auto by_telnet = play_there(transcript, exchanges, device, Protocol::telnet);
    if (!by_telnet.empty()) return "Telnet " + by_telnet;
    const auto by_ssh = play_there(transcript, exchanges, device, Protocol::ssh);
    return by_ssh.empty() ? by_ssh : "SSH " + by_ssh;
}

struct Played {
    int through = 0;
    int by_hand = 0;
};

// Every so manieth, from the second on: none of those that live through years.
Played play_some(const std::vector<fs::path>& files, std::size_t step) {
    Player player;
    Played count;
    for (std::size_t at = step > 1 ? 1 : 0; at < files.size(); at += step) {
        CAPTURE(files[at].string());
        const auto difference = player.play(files[at]);
        ++(difference == "by hand" ? count.by_hand : count.through);
        if (difference != "by hand") CHECK(difference == "");
    }
    return count;
}

std::vector<fs::path> goldens(const std::string& folder, bool deep) {
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator at(source + "/" + folder), end; at != end; ++at) {
        if (!deep && at->is_directory()) at.disable_recursion_pending();
        if (at->path().extension() == ".txt") files.push_back(at->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

TEST_CASE("serve: golden transcripts come over Telnet and SSH byte for byte") {
    for (const auto* platform : {"asa", "fxos", "iosxe"}) {
        const auto played = play_some(goldens(std::string("transcripts/") + platform, false), 4);
        CHECK(played.through >= 4);
    }
}

TEST_CASE("soak: every golden transcript comes over Telnet and SSH byte for byte" *
          doctest::skip()) {
    int through = 0;
    int by_hand = 0;
    for (const auto* folder : {"transcripts", "labs/library"}) {
        const auto played = play_some(goldens(folder, true), 1);
        through += played.through;
        by_hand += played.by_hand;
    }
    MESSAGE(through << " played, " << by_hand << " want the director where nobody can type");
    CHECK(through > 4 * by_hand);
}
