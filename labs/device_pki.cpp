// The device's keys and certificates: what registration makes, what a save keeps, what was
// imported and is trusted for it.
#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "grammar/duration.hpp"
#include "labs/certificate.hpp"
#include "labs/device.hpp"
#include "labs/reading.hpp"
#include "labs/roots.hpp"

namespace lab {

namespace {

// List `trustpoints`: NAME LINES FIRST LAST, the lines of a certificate that came with the unit.
std::string built_in_text(const profiles::Profile& profile, const std::string& name) {
    if (!profile.has_list("trustpoints")) return {};
    for (const auto& entry : profile.list("trustpoints")) {
        std::istringstream words(entry);
        std::string known, first, last;
        int lines = 0;
        words >> known >> lines >> first >> last;
        if (known == name) return chain_between(first, last, lines);
    }
    return {};
}

}  // namespace

std::vector<std::string> Device::chain_texts(const std::string& trustpoint) const {
    std::vector<std::string> texts;
    for (const auto& held : settings_.pki.certificates) {
        if (held.trustpoint != trustpoint) continue;
        const bool built_in = held.written == built_in_chain;
        texts.push_back(built_in ? built_in_text(*profile_, trustpoint) : held.written);
    }
    return texts;
}

std::string built_in_certificate(const profiles::Profile& profile, const std::string& trustpoint) {
    return built_in_text(profile, trustpoint);
}

std::optional<CertificateAuthority> Device::owner_of(std::string_view certificate) const {
    for (const auto& root : roots_of(*profile_)) {
        if (certificate_of(root) == certificate) return root.authority;
    }
    const auto* owner = around_.network.owner_of(certificate);
    return owner ? std::optional(*owner) : std::nullopt;
}

// One of the roots it came with is still there, and good today. Where it plays several units, the
// one that licensing goes by has them whatever its own configuration says.
bool Device::holds_root() const {
    const auto roots = roots_of(*profile_);
    const auto& held = settings_.trusted;
    return std::any_of(roots.begin(), roots.end(), [&](const Root& root) {
        const bool there = chassis_.multiple ||
                           std::find(held.begin(), held.end(), root.authority.name) != held.end();
        return there && root.from <= now() && now() < root.until;
    });
}

bool Device::trusts_public_roots() const {
    if (profile_->has_list("roots")) return holds_root();
    if (!profile_->has_text("trustpoint.public")) return true;
    const auto name = profile_->text("trustpoint.public");
    // Asked for everything that is sent: a certificate's text is made only where one was pasted.
    const auto& held = settings_.pki.certificates;
    const bool there = std::any_of(held.begin(), held.end(), [&](const auto& certificate) {
        return certificate.trustpoint == name &&
               (certificate.written == built_in_chain ||
                certificate.written == built_in_text(*profile_, name));
    });
    if (!there) return false;
    const auto from = grammar::read_moment(profile_->text("trustpoint.public.from"));
    const auto until = grammar::read_moment(profile_->text("trustpoint.public.until"));
    const auto today = now().time_since_epoch();
    return from && until && from->time_since_epoch() <= today && today < until->time_since_epoch();
}

// What the settings cannot know of themselves: whose certificates the chains hold, and whether
// the trustpoint that licensing uses asks for revocations.
void Device::derive_trust() {
    const auto trust = [this](const std::string& bytes) {
        const auto owner = owner_of(bytes);
        if (owner) settings_.trusted.push_back(owner->name);
    };
    for (const auto& held : settings_.pki.certificates) trust(held.bytes);
    for (const auto& words : chassis_.trust_pool) trust(bytes_of_hex(words));
    if (!profile_->has_text("pki.trustpoint")) return;
    const auto* trustpoint = settings_.pki.trustpoint(profile_->text("pki.trustpoint"));
    settings_.revocation_check = trustpoint && trustpoint->revocation == "crl";
}

// The first registration makes the key pair that the identity is bound to. A second passes before
// it is there; until it is saved, a reload forgets it. `Configuration was modified` says its log.
void Device::make_key_pair() {
    running_.key_pair = true;
    running_.unsaved = true;
    if (profile_->find_template("key.generating")) {
        tell(Notice{Notice::Kind::console, 0, {}, profile_->render("key.generating", {})});
    }
    later(profile_->interval("key_generation"), "key.added");
    later(profile_->interval("key_generation"), "key.not-saved");
}

// Behind the keys, if any, comes call-home's own word about what it is asked to carry.
void Device::begin_registration() {
    const bool makes_key = profile_->has("licensing-key-pair") && !running_.key_pair;
    if (makes_key) make_key_pair();
    if (settings_.transport != Transport::callhome || settings_.callhome_url.empty()) return;
    if (!profile_->notice("callhome.registering")) return;
    later(makes_key ? profile_->interval("key_generation") : licensing::Span{},
          "callhome.registering");
}

void Device::keep_keys() {
    chassis_.key_pair_saved = running_.key_pair;
    chassis_.keys_removed_saved = running_.keys_removed;
}

// An identity is of no use without its key: seed 004 has the licence state lost by a reload. What
// was used of the evaluation stays used.
void Device::load_keys() {
    running_.key_pair = chassis_.key_pair_saved;
    running_.keys_removed = chassis_.keys_removed_saved;
    auto& agent = chassis_.agent;
    if (!profile_->has("licensing-key-pair") || running_.key_pair || !agent.identity) return;
    licensing::AgentState left;
    left.enabled = agent.enabled;
    left.evaluation_used = agent.evaluation_used;
    left.last_request = agent.last_request;
    agent = left;
}

bool Device::clock_trusted() const {
    return !profile_->has("trusts-only-authoritative-clock") || !sender().clock_unknown;
}

// -- certificates ---------------------------------------------------------------------------------

// Writes the certificate into the chain of its trustpoint, as a paste of the lines would.
void Device::take_certificate(const std::string& trustpoint, const std::string& bytes) {
    std::string text = profile_->message("line.chain", profiles::Facts{}.set("name", trustpoint));
    const auto letters = profile_->has_text("pki.hex") ? HexLetters::small : HexLetters::capital;
    const auto serial = serial_of(bytes, letters);
    text += "\n " + profile_->message("line.certificate", profiles::Facts{}.set("serial", serial));
    for (const auto& line : hex_lines(bytes, letters)) text += "\n  " + line;
    for (const auto& line : read_configuration(text + "\n", *profile_)) apply(line.edit, true);
    derive();
}

void Device::fill_pool(const std::string& bytes) {
    std::string words;
    for (const auto& line : hex_lines(bytes)) words += line;
    chassis_.trust_pool.push_back(words);
    derive();
}

void Device::drop_trustpoint(const std::string& name) {
    for (const auto* message : {"line.trustpoint", "line.chain"}) {
        const auto line = profile_->message(message, profiles::Facts{}.set("name", name));
        auto edit = edit_of(line, *profile_, profile_->text("mode.configuration"));
        edit.statement.negated = true;
        apply(edit, true);
    }
}

}  // namespace lab
