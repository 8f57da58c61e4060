// Who it is that came by SSH: at which device, by which of the ways that are possible there, and
// how often one may try.
#pragma once

#include <optional>
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
    // Is the key one of theirs? `proved`: they have signed with it and are let in.
    bool with_key(const std::string& name, ssh_key key, bool proved);
    // What has no callback of its own: the dialogue that asks for a password. Nonzero: not ours, or
    // refused.
    int with_dialogue(ssh_message message);

    bool done() const { return done_; }
    bool given_up() const;
    // The option or the statement that says how often one may try.
    std::string limit() const;
    const std::string& user() const { return user_; }

private:
    std::optional<std::size_t> device_tries() const;
    bool meet(const std::string& name);
    bool find_device(const std::string& name);
    void announce();
    void show_banner();
    bool lets_in(const std::string& name, const std::string& password);
    bool refuse(const std::string& why);
    void let_in();

    SshConnection& connection_;
    ssh_session session_;
    std::string name_;  // as it was said: USER or USER+DEVICE
    std::string user_;
    std::size_t attempts_ = 0;
    std::size_t keys_ = 0;  // that were offered
    bool nothing_ = false;  // `none` was tried
    bool met_ = false;      // somebody has said a name
    bool found_ = false;    // and the device is there
    bool asked_ = false;    // for a password, in the dialogue
    bool done_ = false;
};

}  // namespace shell
