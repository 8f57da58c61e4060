// The public key of a user, pasted in lines.
#include <algorithm>
#include <cctype>
#include <sstream>

#include "labs/device.hpp"
#include "labs/public_key.hpp"
#include "labs/reading.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/objects.hpp"

namespace modes {
namespace {

using profiles::Facts;

// A key of OpenSSH or its middle may be broken into lines; a block has lines that say so.
std::optional<lab::PublicKey> key_in(const std::string& pasted) {
    if (pasted.find("----") != std::string::npos) return lab::read_public_key(pasted);
    std::istringstream words(pasted);
    std::string whole;
    for (std::string word; words >> word;) {
        const bool type = word.starts_with("ssh-") || word.starts_with("ecdsa-");
        whole += type ? word + " " : word;
        if (const auto key = lab::read_public_key(whole)) return key;
    }
    return std::nullopt;
}

std::string upper(std::string text) {
    for (auto& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
}

// The line that stands for it in the configuration.
Reply take_key(Context& c, const std::string& pasted) {
    const auto key = key_in(pasted);
    if (!key) return refuse("refused.ssh-key");
    const auto& profile = c.device.profile();
    Facts facts;
    facts.set("type", key->type).set("base64", key->base64).set("md5", upper(lab::md5_of(*key)));
    auto edit = lab::edit_of(profile.message("line.ssh-key.typed", facts), profile,
                             c.line.state().frames.back().mode);
    edit.path = statements_above(c.line);
    if (c.line.mode().outline.commit == grammar::Commit::explicitly)
        c.line.pending().push_back(std::move(edit));
    else if (const auto no = c.device.apply(edit, false).refusal)
        return refuse(no->message, no->facts);
    return profile.find_template("ssh-key.taken") ? say("ssh-key.taken") : Reply{};
}

Reply paste_key(Context& c) {
    const auto& profile = c.device.profile();
    Reply reply;
    if (profile.find_template("ssh-key.ask")) reply.say.push_back({"ssh-key.ask", {}});
    const auto hostname = Facts{}.set("hostname", c.device.settings().hostname);
    Ask ask{{"ssh-key.prompt", hostname}, Input::block, take_key, profile.text("ssh-key.end")};
    ask.again = profile.message("ssh-key.prompt", hostname);
    reply.next = std::move(ask);
    return reply;
}

}  // namespace

std::vector<Action> key_actions() { return {{"ssh.paste-key", {}, paste_key}}; }

}  // namespace modes
