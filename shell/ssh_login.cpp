#include "shell/ssh_login.hpp"

namespace shell {

SshLogin::SshLogin(SshConnection& connection, ssh_session session)
    : connection_(connection), session_(session) {
    ssh_set_auth_methods(session, SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_INTERACTIVE);
}

bool SshLogin::given_up() const {
    return !done_ && attempts_ >= connection_.inside().limits.attempts;
}

bool SshLogin::with_nothing(const std::string& name) { return lets_in(name, ""); }

bool SshLogin::with_password(const std::string& name, const std::string& password) {
    return lets_in(name, password);
}

int SshLogin::with_dialogue(ssh_message message) {
    if (ssh_message_type(message) != SSH_REQUEST_AUTH ||
        ssh_message_subtype(message) != SSH_AUTH_METHOD_INTERACTIVE) {
        return 1;
    }
    if (!ssh_message_auth_kbdint_is_response(message)) {
        const char* name = ssh_message_auth_user(message);
        asked_ = name ? name : "";
        if (connection_.door().anybody && lets_in(asked_, ""))
            return ssh_message_auth_reply_success(message, 0);
        const char* prompts[] = {"Password: "};
        char echo[] = {0};
        ssh_message_auth_interactive_request(message, "", "", 1, prompts, echo);
        return 0;
    }
    const bool answered = ssh_userauth_kbdint_getnanswers(session_) == 1;
    const char* given = answered ? ssh_userauth_kbdint_getanswer(session_, 0) : nullptr;
    if (!given || !lets_in(asked_, given)) return 1;
    ssh_message_auth_reply_success(message, 0);
    return 0;
}

// `admin+fpr1` is admin at the device fpr1 of the same lab.
bool SshLogin::lets_in(const std::string& name, const std::string& password) {
    auto& door = connection_.door();
    const auto plus = name.find('+');
    const auto user = name.substr(0, plus);
    if (plus != std::string::npos) door.device = name.substr(plus + 1);
    ++attempts_;
    bool good = door.anybody;
    connection_.inside().within(*door.hall, [&] {
        good = good || door.hall->knows(door.device, user, password);
        // Of a device that is named so late nobody has asked yet whether it takes them.
        const bool late = good && plus != std::string::npos;
        good = good && !(late && door.hall->refuses(door.device, modes::Way::ssh, door.anybody));
    });
    good = good && !user.empty();
    // Who types a password where a name is asked has it in no log: only names that are known.
    const bool known = door.hall->has_user(door.device, user);
    if (!good)
        connection_.note(Level::warning, "login failed", {}, {{"user", known ? user : "*****"}});
    if (!good) return false;
    user_ = user;
    done_ = true;
    connection_.watch();
    return true;
}

}  // namespace shell
