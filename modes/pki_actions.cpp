// Certificates by hand: the dialogues that take them in and give them up, and looking at them.
#include <cctype>

#include "labs/certificate.hpp"
#include "labs/reading.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using profiles::Facts;
using profiles::Records;

bool is_yes(const std::string& typed) {
    return !typed.empty() && std::tolower(static_cast<unsigned char>(typed[0])) == 'y';
}
bool is_no(const std::string& typed) {
    return !typed.empty() && std::tolower(static_cast<unsigned char>(typed[0])) == 'n';
}

Reply ask(std::string prompt, Then then, Facts facts = {}) {
    Reply reply;
    reply.next = Ask{{std::move(prompt), std::move(facts)}, Input::line, std::move(then), {}};
    return reply;
}

// -- crypto pki authenticate ----------------------------------------------------------------------

Reply ask_acceptance(const std::string& trustpoint, const std::string& bytes) {
    return ask("pki.accept", [=](Context& c, const std::string& typed) {
        if (is_no(typed)) return say("pki.not-accepted");
        if (!is_yes(typed)) {
            auto again = ask_acceptance(trustpoint, bytes);
            again.say.push_back({"pki.answer-yes-or-no", {}});
            return again;
        }
        c.device.take_certificate(trustpoint, bytes);
        return say("pki.accepted");
    });
}

Reply pasted(Context&, const std::string& trustpoint, const std::string& text) {
    const auto bytes = lab::read_pem(text);
    // A certificate is a sequence of some length: DER begins so.
    if (bytes.size() < 64 || bytes[0] != '\x30') return say("pki.no-certificate");
    const auto prints = lab::fingerprints_of(bytes);
    auto reply = ask_acceptance(trustpoint, bytes);
    reply.say.push_back(
        {"pki.attributes", Facts{}.set("md5", prints.md5).set("sha1", prints.sha1)});
    return reply;
}

Reply authenticate(Context& c) {
    const auto name = c.argument("trustpoint");
    const auto* trustpoint = c.device.settings().pki.trustpoint(name);
    if (!trustpoint) return refuse("refused.no-trustpoint", Facts{}.set("name", name));
    if (c.device.settings().pki.certificate_of(name)) {
        return refuse("refused.authenticated", Facts{}.set("name", name));
    }
    if (trustpoint->enrollment != "terminal") return refuse("refused.enrollment");
    Reply reply;
    reply.say.push_back({"pki.paste", {}});
    reply.next =
        Ask{{"pki.paste-prompt", {}},
            Input::block,
            [name](Context& then, const std::string& text) { return pasted(then, name, text); },
            "quit",
            true};
    return reply;
}

// `crypto pki trustpool import terminal`: into the pool, which has no trustpoint.
Reply import_pool(Context&) {
    Reply reply;
    reply.say.push_back({"pki.pool-paste", {}});
    reply.next = Ask{{"pki.paste-prompt", {}},
                     Input::block,
                     [](Context& c, const std::string& text) {
                         const auto bytes = lab::read_pem(text);
                         if (bytes.size() < 64 || bytes[0] != '\x30') {
                             return say("pki.no-certificate");
                         }
                         c.device.fill_pool(bytes);
                         return say("pki.pool-imported");
                     },
                     "quit",
                     true};
    return reply;
}

// -- crypto pki trustpoint ------------------------------------------------------------------------

Reply drop(const std::string& name) {
    return ask("pki.drop-ask", [name](Context& c, const std::string& typed) {
        if (is_no(typed)) return Reply{};
        if (!is_yes(typed)) return drop(name);
        c.device.drop_trustpoint(name);
        return Reply{};
    });
}

Reply trustpoint(Context& c) {
    const auto name = c.argument("trustpoint");
    if (c.negated()) {
        if (!c.device.settings().pki.certificate_of(name)) {
            c.device.drop_trustpoint(name);
            return {};
        }
        return drop(name);
    }
    lab::Edit edit;
    edit.statement = lab::statement_of(*c.matched);
    if (const auto no = c.device.apply(edit, false).refusal) return refuse(no->message, no->facts);
    return go(Push{c.constant, edit.statement.identity});
}

// -- looking --------------------------------------------------------------------------------------

// The licensing root is everybody's; what was imported has its authority's name.
Facts certificate_view(Context& c, const lab::HeldCertificate& held) {
    Facts facts;
    facts.set("trustpoint", held.trustpoint).set("serial", held.serial);
    const auto prints = lab::fingerprints_of(held.bytes);
    facts.set("md5", prints.md5).set("sha1", prints.sha1);
    const auto* owner = c.world.lab().network().owner_of(held.bytes);
    const auto subject = owner ? owner->subject : c.device.profile().text("pki.subject");
    facts.set("subject", subject);
    const auto dates = std::string(owner ? "pki.dates" : "pki.root.dates");
    facts.set("start", c.device.profile().text(dates + ".start"));
    facts.set("end", c.device.profile().text(dates + ".end"));
    Records parts;
    for (std::string_view rest = subject; !rest.empty();) {
        const auto end = std::min(rest.find(','), rest.size());
        parts.push_back(Facts{}.set("part", std::string(rest.substr(0, end))));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    facts.set("parts", std::move(parts));
    return facts;
}

Reply show_trustpoints(Context& c) {
    const auto& pki = c.device.settings().pki;
    Records trustpoints;
    for (const auto& each : pki.trustpoints) {
        Facts facts;
        const auto* held = pki.certificate_of(each.name);
        if (held) facts = certificate_view(c, *held);
        facts.set("name", each.name).set("configured", held != nullptr);
        facts.set("keys", each.name == c.device.profile().text("pki.trustpoint") &&
                              c.device.running().key_pair);
        trustpoints.push_back(std::move(facts));
    }
    return say(c.constant == "status" ? "show-pki-trustpoints-status" : "show-pki-trustpoints",
               Facts{}.set("trustpoints", std::move(trustpoints)));
}

Reply show_certificates(Context& c) {
    Records certificates;
    for (const auto& held : c.device.settings().pki.certificates) {
        certificates.push_back(certificate_view(c, held));
    }
    return say("show-pki-certificates", Facts{}.set("certificates", std::move(certificates)));
}

Reply show_keys(Context& c) {
    Records keys;
    if (c.device.running().key_pair) {
        keys.push_back(Facts{}.set("name", c.device.profile().text("key.name")));
    }
    return say("show-key-mypubkey", Facts{}.set("keys", std::move(keys)));
}

}  // namespace

std::vector<Action> pki_actions() {
    return {
        {"pki.authenticate", {"trustpoint"}, authenticate},
        {"pki.import-pool", {}, import_pool},
        {"trustpoint.enter", {"trustpoint"}, trustpoint},
        {"pki.show-trustpoints", {}, show_trustpoints},
        {"pki.show-certificates", {}, show_certificates},
        {"pki.show-keys", {}, show_keys},
    };
}

profiles::Schema pki_schema() {
    profiles::Schema part{{"part"}, {}};
    profiles::Schema certificate{{"trustpoint", "serial", "md5", "sha1", "subject", "start", "end",
                                  "name", "configured", "keys"},
                                 {{"parts", part}}};
    profiles::Schema key{{"name"}, {}};
    return {{}, {{"trustpoints", certificate}, {"certificates", certificate}, {"keys", key}}};
}

}  // namespace modes
