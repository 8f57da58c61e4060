// Certificates by hand: the dialogues that take them in and give them up, and looking at them.
#include <algorithm>
#include <cctype>
#include <cstdlib>

#include <fmt/format.h>

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

Reply ask_line(std::string prompt, Then then, Facts facts = {}) {
    Reply reply;
    reply.next = Ask{{std::move(prompt), std::move(facts)}, Input::line, std::move(then), {}};
    return reply;
}

// -- crypto pki authenticate ----------------------------------------------------------------------

Reply ask_acceptance(const std::string& trustpoint, const std::string& bytes) {
    return ask_line("pki.accept", [=](Context& c, const std::string& typed) {
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
    return ask_line("pki.drop-ask", [name](Context& c, const std::string& typed) {
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

// 140116181223Z: 18:12:23 UTC Jan 16 2014
std::string date_of(const std::string& when) {
    static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto two = [&](std::size_t at) { return when.substr(at, 2); };
    const auto month = static_cast<std::size_t>(std::clamp(std::atoi(two(2).c_str()), 1, 12) - 1);
    return fmt::format("{}:{}:{} UTC {} {} 20{}", two(6), two(8), two(10),
                       months.substr(3 * month, 3), std::atoi(two(4).c_str()), two(0));
}

// The licensing root is everybody's; what was imported has its authority's name.
Facts certificate_view(Context& c, const lab::HeldCertificate& held) {
    Facts facts;
    facts.set("trustpoint", held.trustpoint).set("serial", held.serial);
    const auto prints = lab::fingerprints_of(held.bytes);
    facts.set("md5", prints.md5).set("sha1", prints.sha1);
    const auto owner = c.device.owner_of(held.bytes);
    const auto& profile = c.device.profile();
    const auto subject = owner                             ? owner->subject
                         : profile.has_text("pki.subject") ? profile.text("pki.subject")
                                                           : std::string();
    facts.set("subject", subject);
    if (owner) {
        facts.set("start", date_of(owner->from)).set("end", date_of(owner->until));
    } else if (profile.has_text("pki.root.dates.start")) {
        facts.set("start", profile.text("pki.root.dates.start"));
        facts.set("end", profile.text("pki.root.dates.end"));
    }
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
    const auto only = c.argument("trustpoint");
    for (const auto& each : pki.trustpoints) {
        if (!only.empty() && each.name != only) continue;
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
    const auto only = c.argument("trustpoint");
    for (const auto& held : c.device.settings().pki.certificates) {
        if (only.empty() || held.trustpoint == only) {
            certificates.push_back(certificate_view(c, held).set("follows", !certificates.empty()));
        }
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

// -- the pool of public roots ---------------------------------------------------------------------

Reply show_pool(Context& c) {
    Records certificates;
    for (const auto& words : c.device.chassis().trust_pool) {
        lab::HeldCertificate held;
        held.bytes = lab::bytes_of_hex(words);
        held.serial = lab::serial_of(held.bytes);
        certificates.push_back(certificate_view(c, held).set("follows", !certificates.empty()));
    }
    return say("show-pki-pool", Facts{}.set("certificates", std::move(certificates)));
}

Reply show_pool_policy(Context& c) {
    const auto& policy = c.device.settings().pki.pool;
    const auto& chassis = c.device.chassis();
    Facts facts;
    facts.set("count", static_cast<std::int64_t>(chassis.trust_pool.size()));
    facts.set("imports", policy.imports).set("url", c.device.pool_url());
    const auto& usual = c.device.profile().text("trustpool.time");
    facts.set("time", policy.time.empty() ? usual : policy.time);
    facts.set("checks", policy.checks_revocation);
    if (chassis.pool_import) {
        const auto* result = chassis.pool_import->good ? "good" : "bad";
        facts.set("result", profiles::State{"pool_import", result});
        facts.set("last", c.device.stamp(chassis.pool_import->at));
    }
    if (const auto due = c.device.next_pool_import()) facts.set("next", c.device.stamp(*due));
    return say("show-pki-pool-policy", facts);
}

Reply imported(Context& c, const std::string& url) {
    const auto done = c.device.import_roots(url);
    if (!done) return refuse("refused.no-bundle", Facts{}.set("url", url));
    Facts facts;
    facts.set("attempted", std::int64_t{done->attempted});
    facts.set("installed", std::int64_t{done->installed});
    facts.set("duplicates", std::int64_t{done->duplicates});
    facts.set("expired", std::int64_t{done->expired});
    return say("pki.pool-imported", facts);
}

// From the maker, or from where it is told; `noconfirm` asks nothing.
Reply import_bundle(Context& c) {
    const auto typed = c.argument("url");
    const auto url = typed.empty() ? c.device.profile().text("trustpool.url") : typed;
    if (c.constant == "noconfirm") return imported(c, url);
    const auto bundle = c.device.look_at_roots(url);
    if (!bundle) return refuse("refused.no-bundle", Facts{}.set("url", url));
    auto reply = ask_line("pki.continue", [url](Context& then, const std::string& answer) {
        return is_yes(answer) ? imported(then, url) : Reply{};
    });
    Facts facts;
    facts.set("bytes", std::int64_t{bundle->bytes}).set("url", url);
    reply.say.push_back({"pki.pool-about", facts});
    return reply;
}

Reply clear_pool(Context& c) {
    if (c.constant == "noconfirm") {
        c.device.empty_pool();
        return {};
    }
    auto reply = ask_line("pki.continue", [](Context& then, const std::string& answer) {
        if (is_yes(answer)) then.device.empty_pool();
        return Reply{};
    });
    reply.say.push_back({"pki.pool-clearing", {}});
    return reply;
}

Reply remove_root(Context& c) {
    const auto print = c.argument("fingerprint");
    if (c.device.remove_from_pool(print)) return {};
    return refuse("refused.no-root", Facts{}.set("name", print));
}

Reply export_pool(Context& c) {
    std::string text;
    for (const auto& words : c.device.chassis().trust_pool) {
        const auto owner = c.device.owner_of(lab::bytes_of_hex(words));
        if (!owner) continue;
        for (const auto& line : lab::pem_of(*owner)) text += line + "\n";
    }
    const auto path = c.device.put_file(c.argument("file"), text);
    if (path.empty()) return refuse("refused.no-file", Facts{}.set("file", c.argument("file")));
    return say("pki.pool-exported", Facts{}.set("file", path));
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
        {"pki.show-pool", {}, show_pool},
        {"pki.show-pool-policy", {}, show_pool_policy},
        {"pki.import-bundle", {}, import_bundle},
        {"pki.clear-pool", {}, clear_pool},
        {"pki.remove-root", {"fingerprint"}, remove_root},
        {"pki.export-pool", {"file"}, export_pool},
    };
}

profiles::Schema pki_schema() {
    profiles::Schema part{{"part"}, {}};
    profiles::Schema certificate{{"trustpoint", "serial", "md5", "sha1", "subject", "start", "end",
                                  "name", "configured", "keys", "follows"},
                                 {{"parts", part}}};
    profiles::Schema key{{"name"}, {}};
    return {{}, {{"trustpoints", certificate}, {"certificates", certificate}, {"keys", key}}};
}

}  // namespace modes
