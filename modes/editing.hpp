// How a platform's line editor behaves: what a person at a terminal sees beside the device's words.
#pragma once

namespace modes {

class Line;

struct Editing {
    // What becomes of a line that is wider than the screen.
    enum class Long {
        shifts,  // ten columns to the left, `$` at the edge; it stands so when it is entered
        jumps,   // further at a time, `$` at both edges; shown from its beginning when entered
        wraps,   // goes on in the next row
    } long_line = Long::jumps;
    bool kills_backward = false;  // Ctrl-U spares what is behind the cursor
    bool seven_bits = false;      // of a typed byte are all that counts
};

// On the line's device.
Editing editing_at(const Line& line);

}  // namespace modes
