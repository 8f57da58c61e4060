// Much time that passes by one stage direction, `@advance 20y`, a part at a time, so that a process
// that has other labs looks after them in between. Screens, journal and grade are those of the
// direction obeyed at once; until it is over nobody types in this lab.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "modes/journal.hpp"
#include "modes/world.hpp"

namespace modes {

class Passage {
public:
    // Typed at that line. Nothing when it is another direction, or one that is not obeyed.
    static std::unique_ptr<Passage> begin(World& world, Line& line, std::string_view direction);

    // Some of it at least, and then until there has been enough; true when it is over.
    bool go_on(const std::function<bool()>& enough);
    // The answer, told to who is at that line now.
    std::vector<std::string> answer(const Line& line);

private:
    Passage(World& world, Line& line, std::string_view direction, licensing::Instant until);

    World& world_;
    Journal::Typing typing_;
    licensing::Instant until_;
};

}  // namespace modes
