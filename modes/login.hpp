// How somebody gets in: RETURN at a console, the banner, the login that the line asks for.
#pragma once

#include <string>

#include "modes/reply.hpp"

namespace lab {
class Device;
struct PublicKey;
}  // namespace lab

namespace modes {

struct Context;

// The console waits for RETURN, then lets in who may. What it says first is the caller's.
Reply await_return();
// A name and a password, asked for until somebody gets in.
Reply log_in(Context& c);
// RETURN was pressed.
Reply let_in(Context& c);
// Somebody comes to a network line and is asked what its configuration asks.
Reply come_in(Context& c);
// The same when they have said and proved already who they are.
Reply come_in_as(Context& c, const std::string& name);
// Is there a user of this name and this password?
bool is_user(const lab::Device& device, const std::string& name, const std::string& typed);
// The same by a public key; and has the device any user with one?
bool is_key_of(const lab::Device& device, const std::string& name, const lab::PublicKey& key);
bool has_key_users(const lab::Device& device);
// Does `typed` open the privileged mode?
bool opens_privileged(Context& c, const std::string& typed);
// Nobody set a password for it.
bool privileged_is_open(Context& c);

}  // namespace modes
