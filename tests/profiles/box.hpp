// A small platform for the tests of the library and of the profiles it loads, written into a folder
// that goes away with its test: two versions, two models, one mode, two screens.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "grammar/fault.hpp"

namespace box {

namespace fs = std::filesystem;
using List = std::vector<std::string>;

// A folder of profiles that goes away with its test.
class Folder {
public:
    Folder() {
        static int count = 0;
        path_ = fs::temp_directory_path() /
                ("profiles_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count));
        fs::create_directories(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    void write(const std::string& name, const std::string& text) const {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream(path_ / name, std::ios::binary) << text;
    }
    std::string path() const { return path_.string(); }

private:
    fs::path path_;
};

// Faults with the folder cut off their files.
inline List faults_of(const Folder& folder, const auto& action) {
    List texts;
    try {
        action();
    } catch (const grammar::Faults& faults) {
        for (const auto& fault : faults.list()) {
            std::string text = grammar::to_string(fault);
            if (text.starts_with(folder.path() + "/")) text.erase(0, folder.path().size() + 1);
            texts.push_back(text);
        }
    }
    return texts;
}

inline const std::string base = R"(profile: box/1.8
version: 1.8
from: the manual
templates: [box/old, shared]
outlines: [box/modes]
capabilities: [color]
models: [small, big]
defaults: {exec: [logging on, paging 24]}
words:
  from: manual 3
  state: {from: manual 4, up: UP, down: {value: DOWN, from: a screen}}
  answer: {yes: Allowed, no: Not Allowed}
formats: {time: "%b %d %H:%M:%S %Y %Z", clock: "%H:%M:%S.%3f"}
texts: {agent: "1.6/36"}
messages:
  prompt: "{hostname}> "
  refused: {value: "% Refused: {why}", from: a capture}
  plain: nothing to say
intervals: {renew: 30d, retry: 15m}
numbers: {ports: 4, contexts.max: 2}
lists: {colors: [red, green]}
notices:
  link.up: {severity: 3, text: "%LINK-3-UP: {name}", from: syslog book}
defects: {BUG1: {effect: proxy-lost, models: [big], fixed: [1.9(2), 2.1]}}
)";

inline void write_box(const Folder& folder) {
    folder.write("box/1.8.yaml", base);
    folder.write("box/1.20.4.yaml",
                 "profile: box/1.20.4\nversion: 1.20(4)10\nextends: box/1.8\n"
                 "templates: [box/new, box/old, shared]\noutlines: [box/modes, box/modes-new]\n"
                 "capabilities: [+sound]\n"
                 "words: {state: {up: up}}\nnumbers: {ports: 8}\n");
    folder.write("box/models/small.yaml",
                 "model: small\npid: BOX-S\nfrom: data sheet\n"
                 "numbers: {ports: {value: 1, from: x}}\n"
                 "features:\n  from: table 1\n  VPN: Enabled\n"
                 "  3DES: {licensed: Enabled, unlicensed: Disabled}\n"
                 "entitlements:\n"
                 "  - {line: feature tier standard, tag: tag-1, name: Standard}\n"
                 "  - {line: feature extra, with: speed 1G, tag: t2, add_on: true, from: mail}\n");
    folder.write("box/models/big.yaml", "model: big\npid: BOX-B\ncapabilities: [rack]\n");
    folder.write(
        "box/modes/exec.cli",
        "@mode exec\n@prompt {hostname}>{space}\n\nport  A port\n"
        "  <n:1-{ports}>  Number  -> port.show\nbeep  Beep  -> beep [sound]\n@use common\n");
    folder.write("box/modes/common.cli", "@tree common\nquit  Leave  -> quit\n");
    folder.write("box/modes-new/common.cli", "@tree common\nexit  Leave  -> quit\n");
    folder.write("box/old/show.txt", "@# from: capture 1\nOld {state}\n@use tail\n");
    folder.write("box/new/show.txt", "New {state} at {when:clock}\n@use tail\n");
    folder.write("shared/tail.txt", "--\n");
}

}  // namespace box
