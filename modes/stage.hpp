// What the stage directions' files share: words in, lines out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace modes {

class World;
using Words = std::vector<std::string>;
using Lines = std::vector<std::string>;

// Words between blanks; "double quotes" keep blanks inside one.
Words words_of(std::string_view text);
// What is not done, and why: transcripts know it by its first words.
Lines no(const std::string& why);
Lines usage(const std::string& text);

Lines authority_direction(World& world, const Words& words);
Lines state_direction(World& world, const Words& words);

}  // namespace modes
