// Hands out the screen's pieces a page at a time. When a page is full and a command has more to
// say, it stands at its `more` text until a key is pressed. Prompts, notices and unfinished lines
// (questions) are no reason to stop. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "modes/session.hpp"
#include "shell/keys.hpp"

namespace shell {

class Pager {
public:
    using Manner = modes::Paging;
    explicit Pager(Manner manner = {}) : manner_(manner) {}

    // The line stands on another device now, or its device changed.
    void obey(Manner manner);
    // Lines of a page, 0 for no pager; columns of a line, 0 for no wrapping.
    void resize(int length, int width);
    // Somebody typed: a new page begins, and the next command's output is wanted again.
    void restart();
    void add(modes::Piece piece);
    // What may be shown now; nothing when all was or the pager stands.
    std::optional<modes::Piece> next();

    bool standing() const { return standing_; }
    enum class Answer { ignored, goes_on, quits };
    Answer press(const Key& key);
    // The rest of this command's output, up to the next prompt, is not wanted.
    void quit();
    // Nothing that waits is wanted, not even a prompt.
    void forget();
    // After `quit`: the question that the unwanted output ended with, if somebody is asked now.
    std::string question();
    // What takes the `more` text off the screen; captures of ASA keep the blanks.
    std::string wipe(std::string_view more) const;

private:
    std::size_t page() const;
    std::size_t rows(std::string_view line) const;
    std::size_t fitting(std::string_view text);
    void pop();

    Manner manner_;
    std::size_t length_ = 0;
    std::size_t width_ = 0;
    std::size_t room_ = 0;
    std::deque<modes::Piece> held_;
    std::size_t shown_ = 0;  // of the first held piece
    bool standing_ = false;
    bool unwanted_ = false;
    std::string tail_;
};

}  // namespace shell
