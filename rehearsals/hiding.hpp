// Keeps secrets out of what a rehearsal tells, wherever they came in: by a step's name, a pattern, a
// check's own words. Screens are masked as they are taken; this is the door behind that one.
#pragma once

#include <string>
#include <vector>

#include "labs/plan.hpp"
#include "rehearsals/rehearse.hpp"

namespace rehearsals {

// `word`, where it stands alone in the text, becomes stars.
void mask_word(std::string& text, const std::string& word);

// The secret variables' values, in the what-ifs too, and the tokens that the lab comes with.
std::vector<std::string> secrets_in(const Runbook& runbook, const lab::Plan& plan);

void hide(Rehearsal& rehearsal, const std::vector<std::string>& secrets);

}  // namespace rehearsals
