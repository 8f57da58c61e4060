// Lives through a transcript at a console. What is typed is the rest of the expected line beyond
// what the device has printed: behind a prompt, behind the line redrawn after `?`, behind a
// question. Beyond that rule:
// - A line that ends as the device shows Ctrl-C ("^C") or Ctrl-Z ("^Z") means that key.
// - A control character in an expected line (a TAB, say) is typed as that key, and stands for
//   whatever the device shows for it.
// - The text redrawn after `?` is erased when the expected line goes on from the prompt otherwise.
// - A prompt as the file's last line, or none there, is where the session is left.
// Every round uses up a line of the transcript, so that a session ends whatever the device does.
#pragma once

#include <string>
#include <vector>

#include "shell/console.hpp"
#include "transcripts/transcript.hpp"

namespace transcripts {

// A line behind the front, as the transcript writes it.
struct Entry {
    enum class Mark { held, missing, extra } mark = Mark::held;
    int line = 0;  // in the file; 0 for an extra one
    std::string text;
};

// What is wrong besides lines that differ.
struct Complaint {
    int line = 0;
    std::string what;
};

struct Outcome {
    std::vector<Entry> entries;
    std::vector<Complaint> complaints;
    // Lines that were to be typed or obeyed and never were: such a run is not worth recording.
    std::vector<int> lost;

    bool held() const;
};

// Throws grammar::Faults where the world's data is wrong; whatever else breaks is a complaint.
Outcome run(const Transcript& transcript, shell::Console& console);

}  // namespace transcripts
