// How somebody gets in at a console: RETURN, the banner, the login that its line asks for.
#pragma once

#include <string>

#include "modes/reply.hpp"

namespace modes {

struct Context;

// The console waits for RETURN, then lets in who may. What it says first is the caller's.
Reply await_return();
// A name and a password, asked for until somebody gets in.
Reply log_in(Context& c);
// RETURN was pressed.
Reply let_in(Context& c);
// Does `typed` open the privileged mode?
bool opens_privileged(Context& c, const std::string& typed);
// Nobody set a password for it.
bool privileged_is_open(Context& c);

}  // namespace modes
