// What a profile says in a line: its messages, and the notices of its log. There are hundreds of
// them, a run prints few and YAML is slow to read, so each stays text until somebody wants it.
#pragma once

#include <string>

#include "profiles/sheet.hpp"

namespace profiles {

// Takes the parts `messages` and `notices` out of the text of a profile's file and lists what
// stands in them. The text keeps as many lines as before, so that faults keep their places. Throws
// grammar::Faults when an entry stands there twice.
void take_phrasing(std::string& text, Sheet& sheet);

// Both throw grammar::Faults when the entry is wrong.
Entry<Message> read_message(const Unread& entry);
Entry<NoticeText> read_notice(const Unread& entry);

}  // namespace profiles
