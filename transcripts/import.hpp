// A terminal program's log made into a golden transcript: prompts and commands are found by the
// prompts of the platform's own modes, what cannot be placed is named. Pure but for the profile.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "profiles/profile.hpp"
#include "transcripts/terminal_log.hpp"

namespace transcripts {

struct Imported {
    std::string text;                 // of the transcript
    std::vector<LogRemark> taken;     // away, by line of the log
    std::vector<LogRemark> unplaced;  // what somebody has to look at
    int commands = 0;
    std::vector<std::string> hosts;  // whose prompts were found, in their order
};

// `file` names the log, for `@from` and faults. Throws grammar::Faults when it is no text or shows
// no prompt of the platform.
Imported import_log(std::string_view bytes, const std::string& file,
                    const profiles::Profile& profile, const std::string& model);

}  // namespace transcripts
