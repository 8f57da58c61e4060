// What an expected line means to the fingers: which keys it stands for, how the device will show
// them, and whether a line looks as if somebody typed it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "modes/session.hpp"
#include "transcripts/pattern.hpp"

namespace transcripts {

// The keys for the rest of an expected line: a "^C" or "^Z" at its end is the key shown so.
std::string keys_for(std::string rest, modes::Wants::Kind wanted, const modes::Screen& screen);

// Only Ctrl-C and the escape keys reach a command at work.
bool breaks(std::string_view rest, const modes::Screen& screen);

// Where keys in an expected line are not shown as they stand there: how it must look.
std::optional<Pattern> echo_of(std::string_view line, std::string_view keys,
                               const modes::Screen& screen);

// The keys end in a `?` that is not meant literally.
bool ask_help(std::string_view keys);

// `asa(config)# shut`: a line that was typed behind some prompt, if not behind one of today's.
bool prompt_shaped(std::string_view line);

}  // namespace transcripts
