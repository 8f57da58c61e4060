// What a terminal program kept of a session, read as the screen would have shown it: without
// control sequences, titles, what was drawn over, what a pager asked, and the stamps that some
// programs put before each line. Pure; any bytes will do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace transcripts {

struct LogLine {
    std::string text;
    int number = 0;        // in the file, from 1
    bool redrawn = false;  // the cursor went back in it: somebody edited, or it was drawn over
};

struct LogRemark {
    int line = 0;
    std::string what;
};

struct TerminalLog {
    std::vector<LogLine> lines;
    std::vector<LogRemark> remarks;  // what was taken away, each kind once, where it began
};

// `pagers` are the texts pagers ask with, such as "<--- More --->".
TerminalLog read_log(std::string_view bytes, const std::vector<std::string>& pagers);

// Does it look like text that a terminal showed? Not so a program, a picture, a compressed file.
bool looks_like_text(std::string_view bytes);

}  // namespace transcripts
