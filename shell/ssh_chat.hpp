// One channel of an SSH connection: a shell, or a single command with its answer and how it ended.
#pragma once

#include <optional>
#include <string>

#include "shell/errand.hpp"
#include "shell/ssh_connection.hpp"
#include "shell/tty.hpp"

namespace shell {

class SshChat {
public:
    // The connection outlives it; `user` has logged in.
    SshChat(SshConnection& connection, ssh_session session, std::string user);
    // The channel itself is the session's.
    ~SshChat();
    SshChat(const SshChat&) = delete;
    SshChat& operator=(const SshChat&) = delete;

    ssh_channel channel() const { return channel_; }  // null: there is none left
    // Gives what came, takes what there is to see, sends as much as the window takes.
    void work();
    // There is something to do although nothing more may come.
    bool unfinished();
    void say_farewell(const Reason& reason);
    bool closed() const { return closed_; }
    // Both sides have closed it.
    bool done() const { return closed_ && hung_up_; }

private:
    void listen();
    Hall& hall() { return connection_.hall(); }
    void start();
    void refuse_copy();
    bool next_wanted();
    void read();
    void take();
    void take_answer();
    void write();
    void end();

    SshConnection& connection_;
    std::string user_;
    ssh_channel channel_ = nullptr;
    ssh_channel_callbacks_struct calls_{};
    Talk talk_;
    std::optional<WindowSize> window_;  // not yet told to the guest
    std::optional<Errand> errand_;      // a command was asked for, not a shell
    bool wanted_ = false;               // either
    bool copies_ = false;               // it is one of scp's
    int status_ = 0;
    Reason farewell_;
    bool hung_up_ = false;  // the client has closed it
    bool closed_ = false;   // we have
};

}  // namespace shell
