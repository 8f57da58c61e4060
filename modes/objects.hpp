// Managed objects: a configuration that is edited by scope, enter, create and delete, and whose
// edits wait for a commit. What is there, what is queued, and how both are listed.
// Behaviour: fxos.md 3 (the command line that the 4100's supervisor shares with UCS).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grammar/match.hpp"
#include "labs/device.hpp"
#include "profiles/facts.hpp"

namespace modes {

class Line;

// The configuration as it would be if the line's queue were committed.
lab::Configuration as_queued(const Line& line);

// The path of statements below which the line's mode edits.
std::vector<std::string> statements_above(const Line& line);

// The message that says why `verb` cannot be done to the object that `edit` names: it is there
// already, or it is not. Nothing: it can.
std::optional<std::string> objection_to(grammar::Verb verb, const lab::Edit& edit,
                                        const Line& line);

// The object that the line stands in is gone: somebody else deleted it.
bool stands_nowhere(const Line& line);

// What the queue asks for that cannot be done to what is there by now, such as a change of an
// object that somebody else deleted since; the message that says so.
std::optional<std::string> objection_to_queue(const Line& line);

// The queue would hold nothing new: `enter` of what is there.
bool changes_nothing(grammar::Verb verb, const lab::Edit& edit, const Line& line);

// The lines below the line's mode: in column 0 what becomes of each (' ' stays, '+' is queued to
// be made, '-' to be taken away, '!' holds by default), then four blanks a level. `pending` leaves
// only what the queue changes and the blocks it stands in.
profiles::Facts listing_view(const Line& line, bool pending);

}  // namespace modes
