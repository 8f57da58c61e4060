// What an engineer brought from the devices: a folder of text files in any naming, each a terminal
// log with several commands behind prompts or the output of one command. Found by content; secrets
// are taken out before anything else looks at a line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rehearsals/twin_screens.hpp"

namespace rehearsals {

// Something said of a line of the sources; `line` 0: of the file as a whole.
struct Remark {
    std::string file;
    int line = 0;
    std::string text;
};

struct SourceLine {
    std::string text;
    int number = 0;  // in the file
};

// The output of one command. Screens that platforms share fit several books; which is meant, the
// device's other screens tell.
struct Capture {
    struct Fit {
        const ScreenBook* book = nullptr;
        const ScreenRule* rule = nullptr;
    };
    const ScreenBook* book = nullptr;
    const ScreenRule* rule = nullptr;
    std::vector<Fit> fits;  // `book` and `rule` are the first of them, or chosen from them
    std::string folder;     // below the one that was given; empty: itself
    std::string host;       // empty: no prompt named one
    std::string file;
    int line = 0;
    std::vector<SourceLine> lines;
};

struct Collection {
    std::vector<Capture> captures;
    std::vector<Remark> ignored;
    std::vector<Remark> masked;
    std::string network_file;  // network.yaml, where there is one
};

// Throws grammar::Faults when the folder is not there or too big to be what was meant.
Collection collect(const std::string& folder, const std::vector<ScreenBook>& books);

// The same of one text; pure.
void collect_text(std::string_view bytes, const std::string& file, const std::string& folder,
                  const std::vector<ScreenBook>& books, Collection& collection);

// Lines as a terminal's screen would hold them: without what was drawn over, without a pager.
std::vector<SourceLine> screen_lines(std::string_view bytes);

// The command that was typed, in full words; empty: none that the book knows. `filtered`: only a
// part of its output was asked for.
std::string command_of(const ScreenBook& book, std::string_view typed, bool& filtered);

// Stand-ins for the secrets of a line; true when there was one.
bool mask(const ScreenBook& book, std::string& line);

}  // namespace rehearsals
