// Bytes -> keys. A key may arrive in pieces (half an escape sequence at the end of a read), so the
// decoder remembers where it stands. Enter is CR, LF, CR LF or CR NUL and counts once.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace shell {

struct Key {
    enum class Kind {
        text,      // printable ASCII, one character or a run of them
        question,  // `?`
        enter,
        tab,
        backspace,
        remove,  // Delete, Ctrl-D
        home,
        end,
        left,
        right,
        older,  // arrow up, Ctrl-P
        newer,  // arrow down, Ctrl-N
        word_left,
        word_right,
        kill_to_end,
        kill_to_start,
        kill_line,
        kill_word,
        kill_next_word,
        yank,       // what was killed last
        transpose,  // the characters on both sides of the cursor
        redraw,
        quote,  // Ctrl-V: the next key is meant literally
        interrupt,
        end_of_configuration,
    } kind = Kind::text;
    std::string text;  // of text and question
};

// The keys for a line of a script, in which a `?` is meant literally.
std::string taken_literally(std::string_view text);

// Where a run of text ends although more would follow.
struct Run {
    std::size_t longest = std::numeric_limits<std::size_t>::max();
    char stop = 0;            // a run does not take this character unless it begins with it
    bool seven_bits = false;  // a byte above ASCII counts without its highest bit
};

class Keys {
public:
    // The next key at the front of `bytes`, and how many bytes were read. Without a key all of them
    // were: what they began is remembered.
    struct Read {
        std::optional<Key> key;
        std::size_t bytes = 0;
    };
    Read next(std::string_view bytes, const Run& run = {});

    // No escape sequence is half read.
    bool idle() const { return state_ == State::plain; }

private:
    enum class State { plain, escape, sequence, single };
    std::optional<Key> sequence_byte(char byte);

    State state_ = State::plain;
    bool behind_return_ = false;
    std::string parameters_;
};

}  // namespace shell
