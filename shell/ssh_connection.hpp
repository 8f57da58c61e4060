// What the rooms of an SSH connection share: the visit itself, ssh_visit.cpp; who it is that
// came, ssh_login.hpp; one channel of it, ssh_chat.hpp.
// libssh calls back in the middle of its own work, so callbacks only take notes or answer; `work`
// acts on what they noted.
#pragma once

#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <libssh/server.h>

#include "shell/inside.hpp"

namespace shell {

class SshConnection : public Visit {
public:
    using Visit::note;
    using Visit::Visit;
    using Visit::watch;

    // Somebody has something to send, perhaps in the middle of another's turn.
    virtual void soon() = 0;
    // It ends, but not in the middle of anything.
    virtual void drop() = 0;

    // What libssh calls throws nothing through it; who met a fault of ours has to go.
    template <class Work> bool guarded(const Work& work) {
        try {
            return work();
        } catch (const std::exception& error) {
            note(Level::error, "fault", error.what());
            drop();
            return false;
        }
    }

    Inside& inside() { return inside_; }
    // Whose device it is may turn out with the user's name.
    Door& door() { return door_; }
};

}  // namespace shell
