// A twin of a lab of ours shows what the lab shows: the law of the round trip. And whatever stands
// in a folder, a twin is made of it or it is said why not.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "grammar/fault.hpp"
#include "modes/actions.hpp"
#include "modes/world.hpp"
#include "rehearsals/twin.hpp"
#include "rehearsals/twin_collect.hpp"
#include "rehearsals/twin_facts.hpp"
#include "shell/pipe.hpp"

namespace {

namespace fs = std::filesystem;
using rehearsals::Twin;

const std::string source = UNDERSTUDY_SOURCE;
const std::string labs_folder = source + "/labs";

profiles::Library& library() {
    static profiles::Library all(source + "/profiles");
    return all;
}

const std::vector<rehearsals::ScreenBook>& books() {
    static const auto all = rehearsals::read_screen_books(source + "/profiles");
    return all;
}

// A folder of this test's own, gone when the test is.
class Folder {
public:
    Folder() : path_(fs::temp_directory_path() / ("twin-" + std::to_string(next_++))) {
        fs::remove_all(path_);
        fs::create_directories(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    Folder& put(const std::string& name, const std::string& text) {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << text;
        return *this;
    }
    std::string path() const { return path_.string(); }
    Twin twin() const { return rehearsals::make_twin(path(), library(), labs_folder); }

private:
    static inline int next_ = 0;
    fs::path path_;
};

// What a terminal shows of the lines typed at a platform's own lab.
std::string session(const std::string& profile, const std::string& model,
                    const std::vector<std::string>& lines) {
    const auto platform = profile.substr(0, profile.find('/'));
    lab::Choices choices;
    choices.profile = profile;
    choices.model = model;
    lab::Lab lab(lab::load_plan(labs_folder + "/" + platform + ".yaml"), choices, library());
    lab.switch_on();
    modes::World world(lab, modes::product_actions());
    modes::Session person(world, lab.first_device().name(), modes::Role::instructor);
    modes::Pacer pacer(world, modes::Pacer::Manner::held);
    shell::SessionConsole console(person, pacer);
    shell::Pipe pipe(console);
    std::string shown;
    for (const auto& line : lines) shown += pipe.feed_line(line);
    return shown + pipe.finish();
}

using Lines = std::vector<std::string>;

Lines operator+(Lines a, const Lines& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

const Lines asa_shows{"terminal pager 0",     "show version", "show running-config",
                      "show license all",     "show clock",   "dir",
                      "show license features"};
const Lines ios_shows{
    "terminal length 0",    "show version",        "show running-config", "show license all",
    "show license summary", "show license status", "show clock",          "dir",
    "show inventory",       "show switch"};
const Lines asa_begin{"enable", "cisco", "configure terminal", "license smart",
                      "feature tier standard"};

// All that differs, as text; empty: it is a true twin.
std::string differences(const Twin& twin) {
    std::string text;
    for (const auto& one : twin.compared) {
        for (const auto& line : one.differences) {
            text += one.command + ": " + line.there + " | " + line.here + "\n";
        }
    }
    return text;
}

Twin twin_of(const std::string& log) { return Folder().put("session.log", log).twin(); }

bool said(const std::vector<rehearsals::Remark>& remarks, const std::string& what) {
    for (const auto& remark : remarks) {
        if (remark.text.find(what) != std::string::npos) return true;
    }
    return false;
}

std::string failure(const Folder& folder) {
    try {
        folder.twin();
    } catch (const grammar::Faults& faults) {
        return grammar::to_string(faults.list().front());
    }
    return "";
}

}  // namespace

TEST_CASE("twin: an ASA that is registered, and has been for long") {
    const auto twin = twin_of(
        session("asa/9.20.4", "fpr2140",
                asa_begin + Lines{"end", "license smart register idtoken GOOD", "@advance 75d"} +
                    asa_shows));
    CHECK(differences(twin) == "");
    REQUIRE(twin.devices.size() == 1);
    CHECK(twin.devices[0].profile == "asa/9.20.4");
    CHECK(twin.devices[0].model == "fpr2140");
    CHECK(twin.compared.size() == 6);
    CHECK(said(twin.assumed, "no network.yaml"));
    CHECK(twin.kept.empty());
}

TEST_CASE("twin: an ASA whose authorization has expired") {
    const auto twin =
        twin_of(session("asa/9.20.4", "fpr2140",
                        asa_begin +
                            Lines{"end", "license smart register idtoken GOOD", "@advance 40d",
                                  "@network block smartreceiver.cisco.com", "@advance 95d"} +
                            asa_shows));
    CHECK(differences(twin) == "");
    CHECK(said(twin.understood, "authorization expired"));
    CHECK(said(twin.assumed, "why it fails"));
}

TEST_CASE("twin: an ASA out of compliance, and one that was never registered") {
    auto twin = twin_of(session(
        "asa/9.18", "fpr2140",
        asa_begin +
            Lines{"end", "license smart register idtoken GOOD", "@advance 5d",
                  "@authority licence remove FIREPOWER_2100_ASA_STANDARD 9", "@advance 60d"} +
            asa_shows));
    CHECK(differences(twin) == "");
    twin = twin_of(
        session("asa/9.18", "asav30",
                asa_begin + Lines{"throughput level 1G", "end", "@advance 3d"} + asa_shows));
    CHECK(differences(twin) == "");
    CHECK(twin.devices[0].model == "asav30");
}

TEST_CASE("twin: Catalysts in evaluation, registered, expired, and by policy") {
    const Lines registered{"enable", "license smart register idtoken GOOD"};
    CHECK(differences(twin_of(session("iosxe/16.12", "c9500-40x",
                                      Lines{"enable", "@advance 20d"} + ios_shows))) == "");
    CHECK(differences(twin_of(session("iosxe/16.12", "c9500-24y4c",
                                      registered + Lines{"@advance 40d"} + ios_shows))) == "");
    CHECK(
        differences(twin_of(session(
            "iosxe/16.12", "c9300-48p",
            registered + Lines{"@advance 10d", "@network block tools.cisco.com", "@advance 130d"} +
                ios_shows))) == "");
    const Lines trusted{"enable",
                        "configure terminal",
                        "license smart transport smart",
                        "end",
                        "license smart trust idtoken GOOD local",
                        "@advance 40d"};
    const auto twin = twin_of(session("iosxe/17.9", "c9300-48p", trusted + ios_shows));
    CHECK(differences(twin) == "");
    // The heading of that table begins as this switch's prompt does.
    CHECK(std::any_of(twin.compared.begin(), twin.compared.end(),
                      [](const auto& one) { return one.command == "show switch"; }));
}

TEST_CASE("twin: a chassis and the ASA of its module") {
    const Lines chassis{"top",           "show version",     "show configuration", "show clock",
                        "scope license", "show license all", "show license usage", "top"};
    const auto twin = twin_of(session("fxos/2.8", "fpr4125",
                                      Lines{"scope license", "register idtoken GOOD",
                                            "connect module 1 console", "", "connect asa"} +
                                          asa_begin + Lines{"end", "@advance 2d"} + asa_shows +
                                          Lines{"@console chassis"} + chassis));
    CHECK(differences(twin) == "");
    REQUIRE(twin.devices.size() == 2);
    CHECK(twin.devices[0].platform == "fxos");
    CHECK(twin.devices[1].model == "fpr4125");
    CHECK(twin.files[0].text.find("chassis: \"FPR4125-1\"") != std::string::npos);
}

TEST_CASE("twin: what was committed as samples") {
    for (const auto& entry : fs::directory_iterator(source + "/tests/data/twin")) {
        CAPTURE(entry.path().string());
        const auto twin = rehearsals::make_twin(entry.path().string(), library(), labs_folder);
        CHECK(differences(twin) == "");
    }
}

TEST_CASE("twin: one file for each command, in any naming, is one device") {
    const auto log = session("asa/9.18", "fpr2140", asa_begin + Lines{"end"} + asa_shows);
    rehearsals::Collection collection;
    rehearsals::collect_text(log, "log", "", books(), collection);
    Folder folder;
    int number = 0;
    for (const auto& capture : collection.captures) {
        std::string text;
        for (const auto& line : capture.lines) text += line.text + "\r\n";
        folder.put("fw/" + std::to_string(++number) + ".txt", text);
    }
    const auto twin = folder.twin();
    CHECK(differences(twin) == "");
    REQUIRE(twin.devices.size() == 1);
    CHECK(twin.devices[0].name == "ciscoasa");
}

TEST_CASE("twin: no secret leaves the sources") {
    const std::string version =
        "sw1 uptime is 1 day\nCisco IOS Software, C, Version 16.12.4, R\n"
        "System image file is \"flash:x\"\nModel Number : C9300-48P\n"
        "System Serial Number : FOC1\nConfiguration register is 0x102\n";
    const std::string configuration =
        "sw1#show running-config\nversion 16.12\nhostname sw1\nenable secret 9 $9$HUSHHUSH\n"
        "username joe privilege 15 password 7 HUSH01\nsnmp-server community HUSHpub RO\n"
        "crypto isakmp key HUSHpsk address 192.0.2.1\ntacacs server t\n address ipv4 192.0.2.2\n"
        " key 7 HUSH02\nline vty 0 4\n password 7 HUSH03\n login\nend\n"
        "sw1#license smart register idtoken HUSHTOKEN force\nsw1#show version\n";
    const auto twin = twin_of(configuration + version);
    std::string all = rehearsals::twin_json(twin) + reports::html(rehearsals::twin_document(twin));
    for (const auto& file : twin.files) all += file.text;
    CHECK(all.find("HUSH") == std::string::npos);
    CHECK(twin.masked.size() == 6);
    CHECK(all.find("username joe privilege 15 password cisco") != std::string::npos);
    CHECK(said(twin.kept, "crypto isakmp key cisco"));
}

TEST_CASE("twin: what is in the way is the network file's to say") {
    const auto log = session("asa/9.18", "asav30",
                             asa_begin +
                                 Lines{"throughput level 1G", "end",
                                       "license smart register idtoken GOOD", "@advance 3d"} +
                                 asa_shows);
    Folder folder;
    folder.put("log.txt", log).put("network.yaml", "network:\n  blocked: [tools.cisco.com]\n");
    const auto twin = folder.twin();
    CHECK(differences(twin) == "");  // it was registered before
    CHECK(twin.files[0].text.find("  @network block tools.cisco.com") != std::string::npos);
    CHECK(!said(twin.assumed, "no network.yaml"));
    folder.put("network.yaml", "network:\n  blocked: [tools.cisco.com]\n  gates: 3\n");
    CHECK(failure(folder) == folder.path() + "/network.yaml:3:3: 'gates' is not known here");
}

TEST_CASE("twin: what cannot be one is refused with its place") {
    const auto log = session("asa/9.18", "fpr2140", asa_begin + Lines{"end"} + asa_shows);
    CHECK(failure(Folder()).find("holds no screen that a twin could be made of") !=
          std::string::npos);
    CHECK(failure(Folder().put("a.bin", std::string("\x7F\0ELF\0\0", 7))).find("holds no screen") !=
          std::string::npos);
    CHECK(failure(Folder().put("n", "nx# show version\nCisco Nexus Operating System\n"))
              .find("holds no screen") != std::string::npos);
    auto other = log;
    for (auto at = other.find("9AUNDERSTDY"); at != std::string::npos;
         at = other.find("9AUNDERSTDY")) {
        other.replace(at, 11, "9AUNDERSTUD");
    }
    CHECK(failure(Folder().put("a", log).put("b", other)).find("two devices in one place") !=
          std::string::npos);
}

TEST_CASE("twin: half a screen, and anything else beside it, is said and used as far as it goes") {
    const auto log = session("asa/9.18", "fpr2140", asa_begin + Lines{"end"} + asa_shows);
    Folder folder;
    folder.put("log", log.substr(0, log.find("policy-map global_policy")));
    folder.put("picture.png", std::string("\x89PNG\0\0", 6)).put("notes.txt", "call me\n");
    folder.put("big.txt", std::string(17'000'000, 'x'));
    const auto twin = folder.twin();
    CHECK(said(twin.assumed, "its end is missing"));
    CHECK(said(twin.assumed, "no clock was collected"));
    CHECK(said(twin.ignored, "not a text"));
    CHECK(said(twin.ignored, "no screen known here: call me"));
    CHECK(said(twin.ignored, "larger than 16 MB"));
}

TEST_CASE("twin: a damaged value is none") {
    auto log = session("asa/9.18", "fpr2140", asa_begin + Lines{"end"} + asa_shows);
    for (auto at = log.find("9AUNDERSTDY"); at != std::string::npos; at = log.find("9AUNDERSTDY")) {
        log.replace(at, 11, "9AUND\x01\xFFSTDY");
    }
    const auto twin = twin_of(log);
    CHECK(said(twin.assumed, "no serial number was collected"));
    CHECK(twin.devices[0].serial.starts_with("TWIN"));
}

TEST_CASE("twin: dates and spans in any order of their parts") {
    using rehearsals::moment_in;
    using rehearsals::span_in;
    const auto when = grammar::read_moment("2026-02-21T13:00:05Z");
    CHECK(moment_in("Feb 21 2026 13:00:05 UTC") == when);
    CHECK(moment_in("Feb 21 13:00:05 2026 UTC") == when);
    CHECK(moment_in("13:00:05.000 UTC Sat Feb 21 2026") == when);
    CHECK(moment_in("Sat Feb 21 13:00:05 UTC 2026") == when);
    CHECK(!moment_in("DEADLINE EXCEEDED"));
    CHECK(!moment_in("Feb 31 2026 13:00:05 UTC"));
    CHECK(span_in("5 weeks, 5 days") == grammar::read_duration("40d"));
    CHECK(span_in("1 hour 2 mins") == grammar::read_duration("1h2m"));
    CHECK(span_in("0 secs") == grammar::Span{0});
    CHECK(!span_in("never"));
}
