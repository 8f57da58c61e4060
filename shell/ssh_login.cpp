#include "shell/ssh_login.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "modes/way_in.hpp"

namespace shell {
namespace {

// An agent offers all the keys it has, and none of them is a guess.
constexpr std::size_t most_keys = 50;

struct Place {
    Hall* hall;
    std::string device;
};

// The lab of that number, from 1, among those that have such a device.
std::optional<Place> numbered(const std::vector<Hall*>& halls, const std::string& device,
                              unsigned number) {
    for (auto* hall : halls) {
        if (hall->has(device) && --number == 0) return Place{hall, device};
    }
    return std::nullopt;
}

// `fpr1`, or `fpr1.3` in the third of the labs; nothing: a lab's first device, where one is served.
std::optional<Place> place_of(const std::vector<Hall*>& halls, const std::string& said) {
    if (said.empty()) {
        if (halls.size() > 1) return std::nullopt;
        return Place{halls.front(), halls.front()->first_device()};
    }
    if (auto plain = numbered(halls, said, 1)) return plain;
    const auto dot = said.rfind('.');
    if (dot == std::string::npos) return std::nullopt;
    unsigned number = 0;
    const auto* end = said.data() + said.size();
    const auto [stopped, failure] = std::from_chars(said.data() + dot + 1, end, number);
    if (failure != std::errc{} || stopped != end || number == 0) return std::nullopt;
    return numbered(halls, said.substr(0, dot), number);
}

// The key's bytes in base 64.
std::string text_of(ssh_key key) {
    char* text = nullptr;
    if (ssh_pki_export_pubkey_base64(key, &text) != SSH_OK) return {};
    std::string copy = text;
    ssh_string_free_char(text);
    return copy;
}

}  // namespace

SshLogin::SshLogin(SshConnection& connection, ssh_session session)
    : connection_(connection), session_(session) {}

// The device's own, where it is the smaller one.
bool SshLogin::given_up() const {
    if (done_) return false;
    const auto own = device_tries();
    const auto most = connection_.inside().limits.attempts;
    return attempts_ >= std::min(own.value_or(most), most) || keys_ >= most_keys;
}

std::optional<std::size_t> SshLogin::device_tries() const {
    if (!found_ || connection_.door().line == Door::Line::console) return std::nullopt;
    return connection_.hall().ssh_patience(connection_.door().device).tries;
}

std::string SshLogin::limit() const {
    const bool own = device_tries().value_or(connection_.inside().limits.attempts) <
                     connection_.inside().limits.attempts;
    if (!own || keys_ >= most_keys) return "login-attempts";
    return connection_.hall().ssh_patience(connection_.door().device).tries_by;
}

// The name comes with the first thing that a client asks, before it has proved anything.
bool SshLogin::meet(const std::string& name) {
    if (std::exchange(met_, true) && name == name_) return found_;
    name_ = name;
    user_ = name.substr(0, name.find('+'));
    found_ = !user_.empty() && user_.size() <= modes::longest_word && find_device(name);
    announce();
    if (found_) show_banner();
    return found_;
}

// Clients show it above the question for a password.
void SshLogin::show_banner() {
    const auto& door = connection_.door();
    std::string text;
    connection_.inside().within(*door.hall, [&] { text = door.hall->ssh_banner(door.device); });
    if (text.empty()) return;
    std::string lines;
    for (const char c : text + "\n") lines += c == '\n' ? std::string("\r\n") : std::string(1, c);
    auto* banner = ssh_string_from_char(lines.c_str());
    if (banner) ssh_send_issue_banner(session_, banner);
    ssh_string_free(banner);
}

bool SshLogin::find_device(const std::string& name) {
    auto& door = connection_.door();
    const auto plus = name.find('+');
    if (plus == std::string::npos && door.halls.empty()) return true;
    const auto said = plus == std::string::npos ? "" : name.substr(plus + 1);
    const auto place = place_of(door.halls.empty() ? std::vector{door.hall} : door.halls, said);
    if (!place) return false;
    door.hall = place->hall;
    door.device = place->device;
    if (door.line == Door::Line::console) return true;
    // Nobody has asked yet whether this one takes them.
    std::optional<modes::Turned> no;
    connection_.inside().within(
        *door.hall, [&] { no = door.hall->refuses(door.device, modes::Way::ssh, door.anybody); });
    if (no) connection_.note(Level::warning, "refused by the device", no->why);
    return !no;
}

// Only what may succeed.
void SshLogin::announce() {
    const auto& door = connection_.door();
    int ways = SSH_AUTH_METHOD_PASSWORD | SSH_AUTH_METHOD_INTERACTIVE;
    if (door.hall->have_keys(door.device)) ways |= SSH_AUTH_METHOD_PUBLICKEY;
    ssh_set_auth_methods(session_, ways);
}

bool SshLogin::refuse(const std::string& why) {
    // Who types a password where a name is asked has it in no log: only names that are known.
    const auto& door = connection_.door();
    const bool known = door.hall->access().know(user_) || door.hall->has_user(door.device, user_);
    connection_.note(Level::warning, "login failed", why, {{"user", known ? user_ : "*****"}});
    return false;
}

void SshLogin::let_in() {
    done_ = true;
    connection_.watch();
}

// Clients ask so for the ways there are, once.
bool SshLogin::with_nothing(const std::string& name) {
    if (std::exchange(nothing_, true)) ++attempts_;
    if (!meet(name) || !connection_.door().anybody) return false;
    let_in();
    return true;
}

bool SshLogin::with_password(const std::string& name, const std::string& password) {
    return lets_in(name, password);
}

bool SshLogin::with_key(const std::string& name, ssh_key key, bool proved) {
    if (!meet(name)) {
        ++keys_;
        return false;
    }
    auto& door = connection_.door();
    const auto* type = ssh_key_type_to_char(ssh_key_type(key));
    bool theirs = false;
    connection_.inside().within(*door.hall, [&] {
        theirs = door.hall->knows_key(door.device, user_, type ? type : "", text_of(key));
    });
    if (!theirs || !proved) ++keys_;
    if (theirs && proved) let_in();
    return theirs;
}

int SshLogin::with_dialogue(ssh_message message) {
    if (ssh_message_type(message) != SSH_REQUEST_AUTH ||
        ssh_message_subtype(message) != SSH_AUTH_METHOD_INTERACTIVE) {
        return 1;
    }
    if (!ssh_message_auth_kbdint_is_response(message)) {
        const char* name = ssh_message_auth_user(message);
        if (!name) return 1;
        meet(name);
        // Who lets a question stand and has it asked again has tried once.
        if (std::exchange(asked_, true)) ++attempts_;
        const char* prompts[] = {"Password: "};
        char echo[] = {0};
        ssh_message_auth_interactive_request(message, "", "", 1, prompts, echo);
        return 0;
    }
    // The answer does not say whose it is: it is theirs who were asked.
    if (!std::exchange(asked_, false)) return 1;
    const bool answered = ssh_userauth_kbdint_getnanswers(session_) == 1;
    const char* given = answered ? ssh_userauth_kbdint_getanswer(session_, 0) : nullptr;
    if (!lets_in(name_, given ? given : "")) return 1;
    ssh_message_auth_reply_success(message, 0);
    return 0;
}

bool SshLogin::lets_in(const std::string& name, const std::string& password) {
    const bool found = meet(name);
    ++attempts_;
    if (!found) return refuse("no such device");
    auto& door = connection_.door();
    bool good = door.anybody || door.hall->access().fit(user_, password);
    connection_.inside().within(
        *door.hall, [&] { good = good || door.hall->knows(door.device, user_, password); });
    if (!good) {
        connection_.inside().within(*door.hall, [&] { door.hall->failed(door.device, user_); });
        return refuse("wrong name or password");
    }
    let_in();
    return true;
}

}  // namespace shell
