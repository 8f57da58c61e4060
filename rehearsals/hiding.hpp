// Keeps secrets out of what a rehearsal tells, wherever they came in: by a step's name, a pattern,
// a check's own words. Screens are masked as they are taken; this is the door behind that one.
#pragma once

#include <string>
#include <vector>

#include "labs/plan.hpp"
#include "rehearsals/rehearse.hpp"

namespace rehearsals {

// `word`, where it stands alone in the text, becomes stars.
void mask_word(std::string& text, const std::string& word);

// A typed line without what looks like a secret of it, where no outline knows the line: what stands
// behind `password` and its like.
std::string without_guessed(const std::string& typed);

// The words of `raw` that `told` does not tell.
std::vector<std::string> untold(const std::string& raw, const std::string& told);

// The secret variables' values, in the what-ifs too, and the tokens that the lab comes with.
std::vector<std::string> secrets_in(const Runbook& runbook, const lab::Plan& plan);

void hide(Rehearsal& rehearsal, const std::vector<std::string>& secrets);

}  // namespace rehearsals
