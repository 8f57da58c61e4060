// A command by SSH, or several lines of them: what is typed for it, and what of all that the device
// then writes is the answer. Echoes and prompts are nobody's business.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "modes/session.hpp"

namespace shell {

class Errand {
public:
    using Wanted = modes::Wants::Kind;
    explicit Errand(std::string_view command);

    // Another line waits for the device to want it.
    bool has_more() const { return !lines_.empty(); }
    // Its keys. What a `?` in it means a script knows: at the end it asks for help, else it is one.
    std::string next(Wanted wanted);
    // Takes from what the device wrote so far what is no answer. `at_rest`: it has done what was
    // typed; `prompt`: what then stands there, empty where it is no prompt for a command.
    void clean(std::string& written, bool at_rest, const std::string& prompt);

private:
    std::deque<std::string> lines_;
    std::string helped_;    // stands behind the prompt again, when help was asked for
    bool echoes_ = false;   // the echo of the line is still to come
    bool at_work_ = false;  // what was typed is not done
};

}  // namespace shell
