#include "rehearsals/twin_collect.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "grammar/fault.hpp"
#include "transcripts/terminal_log.hpp"

namespace rehearsals {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t largest_file = 16'000'000;
constexpr std::uintmax_t largest_folder = 64'000'000;
constexpr std::size_t most_files = 2000;

// A stretch of a file behind a prompt, a heading, or all of it.
struct Stretch {
    std::vector<const ScreenBook*> books;  // by whose prompt; none: nobody's
    std::string host, context, typed;
    int line = 0;
    std::vector<SourceLine> lines;
};

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    std::istringstream in{std::string(text)};
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

// The heading of a table may begin with what is a host's name elsewhere: Switch#   Role    Mac
bool a_heading(const std::string& typed) {
    const auto words = typed.find_first_not_of(' ');
    return words != std::string::npos && words > 1 && typed.find("   ", words) != std::string::npos;
}

bool reads_prompt(const ScreenBook& book, const std::string& line, Stretch& made) {
    const auto mark = line.find_first_of("#>");
    if (mark == std::string::npos || mark > 120) return false;
    grammar::Found match;
    if (!found(book.prompt, line, &match) || a_heading(match.str("typed"))) return false;
    made.books = {&book};
    made.host = match.str("host");
    made.typed = match.str("typed");
    made.context = match.has("context") ? match.str("context") : "";
    return true;
}

// The hosts behind whose prompts somebody typed what a book knows.
std::set<std::pair<const ScreenBook*, std::string>> hosts_in(const std::vector<SourceLine>& lines,
                                                             const std::vector<ScreenBook>& books) {
    std::set<std::pair<const ScreenBook*, std::string>> hosts;
    for (const auto& line : lines) {
        for (const auto& book : books) {
            Stretch read;
            bool filtered = false;
            if (!reads_prompt(book, line.text, read)) continue;
            if (!command_of(book, read.typed, filtered).empty()) hosts.emplace(&book, read.host);
        }
    }
    return hosts;
}

// ------------------ show version ------------------
std::string heading(const std::string& line) {
    static const grammar::Regex pattern("^-{4,} ?(show [^-]\\S*.*?|dir\\b.*?) ?-{4,}$");
    grammar::Found match;
    if (!line.starts_with("----") || !found(pattern, line, &match)) return {};
    return match.str(1);
}

std::vector<Stretch> stretches_of(const std::vector<SourceLine>& lines,
                                  const std::vector<ScreenBook>& books) {
    const auto hosts = hosts_in(lines, books);
    std::vector<Stretch> stretches(1);
    for (const auto& line : lines) {
        Stretch next;
        for (const auto& [book, host] : hosts) {
            Stretch read;
            if (!reads_prompt(*book, line.text, read) || read.host != host) continue;
            if (next.books.empty())
                next = std::move(read);
            else
                next.books.push_back(book);
        }
        bool begins = !next.books.empty();
        if (const auto head = heading(line.text); !begins && !head.empty()) {
            next = {{}, stretches.back().host, stretches.back().context, head};
            begins = true;
        }
        // What is said to the director of a lab of ours, and the answer.
        if (line.text.starts_with("@")) {
            next = {};
            begins = true;
        }
        if (begins) {
            next.line = line.number;
            stretches.push_back(std::move(next));
        } else {
            if (stretches.back().line == 0) stretches.back().line = line.number;
            stretches.back().lines.push_back(line);
        }
    }
    return stretches;
}

bool looks_like(const ScreenRule& rule, const std::vector<SourceLine>& lines) {
    return std::all_of(rule.marks.begin(), rule.marks.end(), [&](const auto& mark) {
        return std::any_of(lines.begin(), lines.end(),
                           [&](const auto& line) { return found(mark, line.text); });
    });
}

bool blank(const std::string& text) { return text.find_first_not_of(" \t") == std::string::npos; }

class Sorter {
public:
    Sorter(const std::string& file, const std::string& folder, const std::vector<ScreenBook>& books,
           Collection& collection)
        : file_(file), folder_(folder), books_(books), collection_(collection) {}

    void place(Stretch stretch) {
        auto& lines = stretch.lines;
        while (!lines.empty() && blank(lines.back().text)) lines.pop_back();
        while (!lines.empty() && blank(lines.front().text) && lines.size() > 1 &&
               blank(lines[1].text)) {
            lines.erase(lines.begin());
        }
        if (lines.empty() ? stretch.typed.empty() : lines.front().text.starts_with("@")) return;
        if (stretch.typed.empty() && !stretch.host.empty()) return;
        if (stretch.typed.empty())
            by_content(std::move(stretch));
        else
            by_command(std::move(stretch));
    }

private:
    void ignore(int line, std::string text) {
        collection_.ignored.push_back({file_, line, std::move(text)});
    }

    // What may be shown of a line that nobody understands.
    std::string shown(std::string text) const {
        for (const auto& book : books_) mask(book, text);
        if (text.size() > 60) text = text.substr(0, 57) + "...";
        return text;
    }

    bool of_a_context(const Stretch& stretch) const {
        std::istringstream parts(stretch.context);
        for (std::string part; std::getline(parts, part, '/');) {
            const auto& none = stretch.books.front()->no_context;
            if (!part.empty() && std::find(none.begin(), none.end(), part) == none.end())
                return true;
        }
        return false;
    }

    void by_command(Stretch stretch) {
        bool filtered = false;
        std::string command;
        std::vector<Capture::Fit> fits;
        for (const auto& book : books_) {
            const auto& own = stretch.books;
            if (!own.empty() && std::find(own.begin(), own.end(), &book) == own.end()) continue;
            bool part = false;
            const auto name = command_of(book, stretch.typed, part);
            if (name.empty()) continue;
            command = name;
            filtered = part;
            const auto rule =
                std::find_if(book.screens.begin(), book.screens.end(), [&](const auto& screen) {
                    return screen.command == name && looks_like(screen, stretch.lines);
                });
            if (!part && rule != book.screens.end()) fits.push_back({&book, &*rule});
        }
        if (!fits.empty() && !stretch.books.empty() && of_a_context(stretch)) {
            return ignore(stretch.line, command + ": of a context; only the unit's are used");
        }
        if (!fits.empty())
            keep(std::move(fits), std::move(stretch));
        else if (command.empty())
            ignore(stretch.line, "`" + shown(stretch.typed) + "`: not needed");
        else if (filtered)
            ignore(stretch.line, command + ": behind a filter, so only a part of it");
        else
            ignore(stretch.line,
                   fmt::format("{}: its output is not that of any platform known here{}", command,
                               first_words(stretch)));
    }

    std::string first_words(const Stretch& stretch) const {
        for (const auto& line : stretch.lines) {
            if (!blank(line.text)) return ": " + shown(line.text);
        }
        return ", but empty";
    }

    void by_content(Stretch stretch) {
        std::vector<Capture::Fit> fits;
        for (const auto& book : books_) {
            for (const auto& rule : book.screens) {
                if (!looks_like(rule, stretch.lines)) continue;
                fits.push_back({&book, &rule});
                break;
            }
        }
        if (!fits.empty()) return keep(std::move(fits), std::move(stretch));
        ignore(stretch.line, "no screen known here" + first_words(stretch));
    }

    // Masked by the rules of all that it may be.
    void keep(std::vector<Capture::Fit> fits, Stretch stretch) {
        Capture made{fits.front().book,
                     fits.front().rule,
                     fits,
                     folder_,
                     stretch.host,
                     file_,
                     stretch.line,
                     {}};
        const std::optional<grammar::Regex>* until = nullptr;
        for (auto& line : stretch.lines) {
            if (until) {
                if (found(**until, line.text)) until = nullptr;
                continue;
            }
            bool masked = false;
            for (const auto& fit : fits) {
                for (const auto& secret : fit.book->secrets) {
                    if (secret.until && found(secret.pattern, line.text)) until = &secret.until;
                }
                masked = mask(*fit.book, line.text) || masked;
            }
            if (masked) collection_.masked.push_back({file_, line.number, first_word(line.text)});
            made.lines.push_back(std::move(line));
        }
        collection_.captures.push_back(std::move(made));
    }

    // Enough to know it by, and nothing that could be the secret.
    static std::string first_word(const std::string& line) {
        const auto words = split_words(line);
        return words.empty()      ? ""
               : words.size() > 1 ? words[0] + " " + words[1] + " ..."
                                  : words[0];
    }

    const std::string& file_;
    const std::string& folder_;
    const std::vector<ScreenBook>& books_;
    Collection& collection_;
};

std::vector<fs::path> files_below(const fs::path& folder) {
    std::vector<fs::path> files;
    std::uintmax_t bytes = 0;
    std::error_code error;
    fs::recursive_directory_iterator walk(folder, fs::directory_options::skip_permission_denied,
                                          error);
    if (error) throw grammar::Faults(folder.string(), 0, 0, "is no folder that can be read");
    for (const auto& entry : walk) {
        const auto name = entry.path().filename().string();
        if (name.starts_with(".") || !entry.is_regular_file(error)) continue;
        const auto size = entry.file_size(error);
        if (size <= largest_file) bytes += size;
        files.push_back(entry.path());
        if (files.size() > most_files || bytes > largest_folder) {
            throw grammar::Faults(folder.string(), 0, 0,
                                  fmt::format("holds more than {} files or {} MB: not what was "
                                              "collected from some devices",
                                              most_files, largest_folder / 1'000'000));
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

void collect_text(std::string_view bytes, const std::string& file, const std::string& folder,
                  const std::vector<ScreenBook>& books, Collection& collection) {
    if (!transcripts::looks_like_text(bytes)) {
        collection.ignored.push_back({file, 0, "not a text"});
        return;
    }
    Sorter sorter(file, folder, books, collection);
    for (auto& stretch : stretches_of(screen_lines(bytes), books)) sorter.place(std::move(stretch));
}

Collection collect(const std::string& folder, const std::vector<ScreenBook>& books) {
    if (!fs::is_directory(folder)) {
        throw grammar::Faults(folder, 0, 0, "is no folder of collected outputs");
    }
    Collection collection;
    for (const auto& path : files_below(folder)) {
        const auto name = path.lexically_relative(folder).generic_string();
        const auto beside = path.parent_path().lexically_relative(folder).generic_string();
        if (name == "network.yaml") {
            collection.network_file = path.string();
            continue;
        }
        std::error_code error;
        if (fs::file_size(path, error) > largest_file) {
            collection.ignored.push_back(
                {name, 0, fmt::format("larger than {} MB", largest_file / 1'000'000)});
            continue;
        }
        std::ifstream in(path, std::ios::binary);
        std::string bytes{std::istreambuf_iterator<char>(in), {}};
        if (!in.eof() && in.fail()) {
            collection.ignored.push_back({name, 0, "cannot be read"});
            continue;
        }
        collect_text(bytes, name, beside == "." ? "" : beside, books, collection);
    }
    return collection;
}

}  // namespace rehearsals
