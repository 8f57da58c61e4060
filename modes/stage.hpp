// What the stage directions' files share: words in, lines out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "labs/device.hpp"
#include "licensing/authority.hpp"

namespace modes {

class World;
using Words = std::vector<std::string>;
using Lines = std::vector<std::string>;

// Words between blanks; "double quotes" keep blanks inside one.
Words words_of(std::string_view text);
// What is not done, and why: others know it by its first words.
Lines no(const std::string& why);
bool is_refusal(std::string_view answer);
Lines usage(const std::string& text);

std::string moment(licensing::AuthorityTime at);
std::string moment(licensing::DeviceTime at);
std::optional<int> stage_number(const std::string& word);
std::string said(licensing::AuthorityRefusal why);

// `days N` from now, or `until MOMENT`.
std::optional<licensing::AuthorityTime> stage_term(const std::string& key, const std::string& value,
                                                   licensing::AuthorityTime now);

// Parts of the first: on one authority, the words as if no other were there.
Lines reserve_direction(World& world, licensing::Authority& authority, const Words& words);
Lines licence_direction(World& world, licensing::Authority& authority, const Words& words);
Lines show_direction(World& world, const licensing::Authority& authority);
Lines return_direction(licensing::Authority& authority, const Words& words);
Lines reservations_of(const licensing::Authority& authority);
Lines policy_direction(licensing::Authority& authority, const Words& words);
Lines upload_direction(World& world, licensing::Authority& authority, const Words& words);
Lines sync_direction(World& world, const licensing::Authority& authority, const Words& words);

// Words may begin with the name of the authority that is meant; the first one of the lab else.
Lines authority_direction(World& world, const Words& words);
Lines satellite_direction(World& world, const Words& words);
Lines collector_direction(World& world, const Words& words);
// Directions to the parties of the network; nothing: it is another's.
std::optional<Lines> network_parties(World& world, const Words& words);
Lines state_direction(World& world, const Words& words);
// `@device NAME hardware ...`, all of its words.
Lines hardware_direction(World& world, lab::Device& device, const Words& words);
// Somebody at a machine outside, and what he sees.
Lines client_direction(World& world, const Words& words);

}  // namespace modes
