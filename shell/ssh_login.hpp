// Who it is that came by SSH: the ways to say so, and how often one may try.
#pragma once

#include <string>

#include "shell/ssh_connection.hpp"

namespace shell {

class SshLogin {
public:
    // Both outlive it.
    SshLogin(SshConnection& connection, ssh_session session);

    // What libssh asks; true lets them in.
    bool with_nothing(const std::string& name);
    bool with_password(const std::string& name, const std::string& password);
    // What has no callback of its own: the dialogue that asks for a password. Nonzero: not ours, or
    // refused.
    int with_dialogue(ssh_message message);

    bool done() const { return done_; }
    bool given_up() const;
    const std::string& user() const { return user_; }

private:
    bool lets_in(const std::string& name, const std::string& password);

    SshConnection& connection_;
    ssh_session session_;
    std::string user_;
    std::string asked_;  // whom the dialogue is with: its answers do not say
    std::size_t attempts_ = 0;
    bool done_ = false;
};

}  // namespace shell
