// `--state DIR`: a lab that is put down and taken up again. Each save writes a new generation of
// readable files, makes sure they are on the disk, and then swaps one symbolic link, so that
// there is a whole lab at any moment. One process at a time. Newer formats and damaged files are
// refused and left untouched.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "labs/lab.hpp"

namespace lab {

// Who was at a line.
struct VisitorMemory {
    std::string protocol;
    std::string address;
    int port = 0;
    licensing::Instant since{};
    licensing::Span stayed{}, idle{};
    bool in = false;
};

// What a console remembers of itself; modes/ gives and takes it.
struct LineMemory {
    std::string device;
    std::string name;
    std::vector<std::string> modes;  // the stack, each with its statement below
    std::vector<std::string> statements;
    std::string user;
    std::vector<std::string> history;
    std::optional<int> pager, width, history_size;
    std::string directory;  // on flash
    std::string missed;     // output that nobody has seen yet
    bool in_dialogue = false;
    bool monitor = false;
    std::vector<std::string> debug_topics;
    std::vector<int> debug_levels;
    std::vector<Edit> pending;  // typed and not committed
    std::string partition;      // that it is at work on; empty: on the device itself
    std::optional<VisitorMemory> visitor;
    int uses = 0;
};

// The text of one generation, and back. Its first line is the format, its last a sum over the
// rest. Reading throws grammar::Faults and changes nothing when it does not fit the lab.
std::string write_state(Lab& lab, const std::vector<LineMemory>& lines);
std::vector<LineMemory> read_state(Lab& lab, const std::string& text, const std::string& file);

// The seed of the lab that `folder` keeps, before there is a lab to read it into; nothing: it keeps
// none. A damaged one is for StateFolder to refuse.
std::optional<std::uint64_t> kept_seed(const std::string& folder);

class StateFolder {
public:
    // Makes the folder when it is not there and locks it. `asked` is what the lab was made of, such
    // as "asa/9.18 fpr2140": a folder that keeps another lab is refused. Throws grammar::Faults
    // also when another process has it.
    explicit StateFolder(std::string folder, std::string asked = "");
    ~StateFolder();
    StateFolder(const StateFolder&) = delete;
    StateFolder& operator=(const StateFolder&) = delete;

    // False when nothing was saved there yet.
    bool load(Lab& lab);
    const std::vector<LineMemory>& lines() const { return lines_; }
    // The journal that was kept with it.
    const std::vector<Deed>& deeds() const { return deeds_; }
    // Writes a new generation unless nothing has changed since the last one. Of a journal the
    // entries up to `closed` will not change any more: they are written once.
    void save(Lab& lab, const std::vector<LineMemory>& lines, const std::vector<Deed>& deeds = {},
              std::size_t closed = 0);
    bool empty() const;  // nothing was saved there yet

private:
    void check_asked() const;
    void load_journal(Lab& lab);
    void keep_journal(Progress& progress, const std::string& before, const std::string& now,
                      const std::vector<Deed>& deeds, std::size_t closed);

    std::string folder_;
    std::string asked_;
    std::string last_;  // the text of the last generation, as saved or loaded
    int lock_ = -1;
    std::vector<LineMemory> lines_;
    std::vector<Deed> deeds_;
    std::size_t kept_deeds_ = 0;  // that stand in the journal's file
};

}  // namespace lab
