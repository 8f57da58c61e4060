// What a device says at its door: banners before and after the login, and how often who came.
#pragma once

#include <string>
#include <vector>

#include "modes/reply.hpp"

namespace lab {
class Device;
}

namespace modes {

struct Context;
struct Visitor;

// A banner as people see it; empty: there is none.
std::string banner_shown(const lab::Device& device, const std::string& kind,
                         const std::string& line = {});
// Before anybody is asked for anything; `asks`: they will be.
Say greeting(Context& c, bool asks);
// To who is in, as `user`, empty: as nobody; it counts as a login of theirs.
std::vector<Say> welcome(Context& c, const std::string& user);
// One try that failed, at a line, or by SSH before there was one; and what the device makes of it.
void note_failure(lab::Device& device, const Visitor& visitor, const std::string& user);

}  // namespace modes
