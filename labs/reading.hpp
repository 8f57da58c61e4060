// Configuration text to statements, by the same outlines that match what is typed. Startup files,
// pastes and defaults come in through here; lines no outline has are kept and marked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar/match.hpp"
#include "labs/configuration.hpp"
#include "profiles/profile.hpp"

namespace lab {

// The statement that a matched line of a configuration mode is.
Statement statement_of(const grammar::Matched& matched);

// A line of configuration text with the path it stands below, or a line nobody models.
struct ReadLine {
    Edit edit;
    std::string raw;  // as it stood in the text
    int number = 0;   // from 1
};

// One line as an edit at the top of `mode`'s block; its path is the caller's to say.
Edit edit_of(std::string_view line, const profiles::Profile& profile, const std::string& mode);

// Splits configuration text into edits. Blank lines and those that begin with '!' or ':' are
// nothing; indent says which block a line belongs to.
std::vector<ReadLine> read_configuration(std::string_view text, const profiles::Profile& profile);

// Order, defaults and the rest, from the profile's lists; a list NAME.PLACE stands in for NAME
// where a device has configurations of several kinds and this one is of kind `place`.
Rules rules_of(const profiles::Profile& profile, const std::string& place = {});

}  // namespace lab
