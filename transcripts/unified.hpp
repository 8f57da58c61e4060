// Two lists of lines laid side by side, and what differs as a unified diff. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace transcripts {

// Of each line on the left the equal one on the right that it stands beside, or `nobody`: the
// longest run in common. Where more differs than can be laid side by side, nothing does.
inline constexpr std::size_t nobody = static_cast<std::size_t>(-1);
std::vector<std::size_t> beside(const std::vector<std::string>& left,
                                const std::vector<std::string>& right);

// Three lines around a change; empty when nothing differs. `a` and `b` name the two. `pairs` says
// what counts as the same, of which the left is shown.
std::string unified_diff(const std::vector<std::string>& left,
                         const std::vector<std::string>& right,
                         const std::vector<std::size_t>& pairs, const std::string& a,
                         const std::string& b);

// Where equal lines are the same.
std::string unified_diff(const std::vector<std::string>& left,
                         const std::vector<std::string>& right, const std::string& a,
                         const std::string& b);

}  // namespace transcripts
