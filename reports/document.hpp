// A document for people: what a grade or a rehearsal has to say, as blocks that know nothing of the
// page they end on. The same document becomes one HTML page that needs nothing else, Markdown for a
// ticket, or text for a terminal. Whatever bytes the blocks hold, the outcome is valid UTF-8
// without control characters: the odd ones are made visible. Pure; equal documents, equal bytes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace reports {

// Shown by a colour and a sign, so that paper and the colour-blind have it too.
enum class Mark { none, good, bad, warn, neutral };

struct Heading {
    int level = 2;  // 2 to 4; the title of the document is 1
    std::string text;
    std::string id;  // where a Cell may lead; empty: nowhere
};

// With a mark it stands out: a verdict, a warning.
struct Paragraph {
    std::string text;
    Mark mark = Mark::none;
};

struct Cell {
    std::string text;  // lines of it stay lines
    Mark mark = Mark::none;
    bool code = false;  // as the device writes
    std::string to;     // the id of a heading or of a folded section
};

struct List {
    std::vector<Cell> items;
    bool numbered = false;
};

// Rows may be shorter than others. Without a head it is a list of names and values.
struct Table {
    std::vector<std::string> head;
    std::vector<std::vector<Cell>> rows;
};

// Text of a device, byte for byte but for what cannot be shown.
struct Screen {
    std::string text;
    std::map<int, Mark> marked;  // lines, from 1
    std::string kind;            // `diff`, or nothing
};

// What happened, one behind the other.
struct Timeline {
    struct Entry {
        std::string when;
        std::string who;     // the device, or nothing
        std::string text;    // what was done
        bool typed = false;  // it is a line somebody typed
        Mark mark = Mark::none;
        std::string screen;   // what came of it
        bool folded = false;  // the screen, on a page, until somebody asks for it
    };
    std::vector<Entry> entries;
};

struct Block;

// Closed until somebody asks for it; open on paper.
struct Folded {
    std::string summary;
    Mark mark = Mark::none;
    bool open = false;
    std::string id;
    std::vector<Block> blocks;
};

struct Block {
    std::variant<Heading, Paragraph, List, Table, Screen, Folded, Timeline> is;
};

struct Document {
    std::string title;
    std::string language = "en";  // of its words: en, zh-TW
    std::string contents;         // the word above a list of the headings of level 2; empty: none
    std::vector<Block> blocks;

    template <typename What> void add(What what) { blocks.push_back({std::move(what)}); }
};

// A unified diff with its lines marked.
Screen diff_screen(std::string_view unified);

std::string html(const Document& document);
std::string markdown(const Document& document);
// Lines are folded at `width` columns, but for screens and tables.
std::string text(const Document& document, std::size_t width = 80);

}  // namespace reports
