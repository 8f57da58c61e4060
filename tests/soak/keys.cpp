// What somebody types who lives through transcripts of a lab, and how they are graded for it: the
// script of the scripted learners of tests/soak/classroom.py.
//
//     understudy_keys SOURCE TRANSCRIPT...
//
// For each `transcript FILE`, `device NAME`, a line `keys HEX` for what is pressed in one go, and a
// line `grade TEXT` for each line of the grade.
//
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "modes/line.hpp"
#include "tests/transcripts/listening.hpp"
#include "transcripts/stage.hpp"
#include "transcripts/transcript.hpp"

namespace {

void print(const std::string& file, const std::string& source, profiles::Library& library) {
    transcripts::Stage stage(transcripts::load_transcript(file), library, source + "/labs");
    // Before anybody goes elsewhere.
    const std::string device(stage.session().line().device().name());
    transcripts_test::Listening listening(stage.console());
    const auto outcome = transcripts::run(stage.transcript(), listening);
    std::printf("transcript %s\n", file.c_str());
    if (!outcome.held() || !listening.by_hand()) {
        std::printf("no keyboard plays it\n");
        return;
    }
    std::printf("device %s\n", device.c_str());
    for (const auto& keys : listening.keys) {
        std::printf("keys ");
        for (const char key : keys) std::printf("%02x", static_cast<unsigned char>(key));
        std::printf("\n");
    }
    for (const auto& line : stage.console().direct("@grade")) {
        std::printf("grade %s\n", line.c_str());
    }
}

}  // namespace

int main(int count, char** words) {
    if (count < 3) return 2;
    const std::string source = words[1];
    profiles::Library library(source + "/profiles");
    try {
        for (int each = 2; each < count; ++each) print(words[each], source, library);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "understudy_keys: %s\n", error.what());
        return 2;
    }
    return 0;
}
