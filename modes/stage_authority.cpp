// The authority's owner at its portal, and the truth about the agents.
#include <charconv>

#include <fmt/format.h>

#include "grammar/duration.hpp"
#include "licensing/names.hpp"
#include "modes/stage.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using licensing::AuthorityRefusal;
using licensing::AuthorityTime;

std::string moment(AuthorityTime at) {
    return grammar::to_string(grammar::Moment{at.time_since_epoch()});
}
std::string moment(licensing::DeviceTime at) {
    return grammar::to_string(grammar::Moment{at.time_since_epoch()});
}

std::string said(AuthorityRefusal why) {
    switch (why) {
        case AuthorityRefusal::no_account: return "no virtual account has that name";
        case AuthorityRefusal::no_token: return "no such token";
        case AuthorityRefusal::token_exists: return "that token exists already";
        case AuthorityRefusal::no_licence: return "no such licence in that account";
        case AuthorityRefusal::no_instance: return "no product instance has that serial number";
        case AuthorityRefusal::out_of_range:
            return "out of range: days 1-365, uses and counts from 1";
        case AuthorityRefusal::too_few: break;
    }
    return "there are not that many";
}

std::optional<int> number(const std::string& word) {
    int value = 0;
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
    return value;
}

Lines create_token(World& world, const Words& words) {
    std::string id;
    std::string account;
    int days = 30;
    std::optional<int> uses;
    bool allowed = true;
    std::size_t at = 3;
    const auto is_option = [](const std::string& w) {
        return w == "days" || w == "uses" || w == "export" || w == "account";
    };
    if (at < words.size() && !is_option(words[at])) id = words[at++];
    for (; at + 1 < words.size(); at += 2) {
        const auto& value = words[at + 1];
        const auto count = number(value);
        if (words[at] == "days" && count)
            days = *count;
        else if (words[at] == "uses" && count)
            uses = *count;
        else if (words[at] == "account")
            account = value;
        else if (words[at] == "export" && (value == "yes" || value == "no")) {
            allowed = value == "yes";
        } else
            return no("not understood: " + words[at] + " " + value);
    }
    if (at < words.size()) return no("not understood: " + words[at]);
    auto& authority = *world.lab().authority("");
    auto made = authority.create_token(id, account, days, uses, allowed,
                                       authority.clock(world.lab().timeline().now()));
    if (const auto* why = std::get_if<AuthorityRefusal>(&made)) return no(said(*why));
    const auto& token = std::get<licensing::Token>(made);
    return {"token " + token.id};
}

Lines token(World& world, const Words& words) {
    auto& authority = *world.lab().authority("");
    const std::string verb = words.size() > 2 ? words[2] : "list";
    if (verb == "create") return create_token(world, words);
    if (verb == "revoke" && words.size() == 4) {
        auto refusal = authority.revoke_token(words[3]);
        if (refusal) return no(said(*refusal));
        return {"revoked " + words[3]};
    }
    if (verb != "list") return usage("@authority token create|revoke|list");
    Lines lines;
    const auto now = authority.clock(world.lab().timeline().now());
    for (const auto& t : authority.state().tokens) {
        const auto* state = t.revoked                          ? "revoked"
                            : t.expires <= now                 ? "expired"
                            : t.uses_left && *t.uses_left == 0 ? "used up"
                                                               : "valid";
        lines.push_back(fmt::format("{} {} account \"{}\" until {} export {}", t.id, state,
                                    t.virtual_account, moment(t.expires),
                                    t.export_allowed ? "yes" : "no"));
    }
    return lines;
}

bool asked_for(World& world, const std::string& tag) {
    for (const auto& device : world.lab().devices()) {
        for (const auto& row : device->profile().model().entitlements) {
            if (row.tag == tag) return true;
        }
    }
    return false;
}

Lines licence(World& world, const Words& words) {
    auto& authority = *world.lab().authority("");
    const std::string verb = words.size() > 2 ? words[2] : "list";
    if (verb == "list") {
        Lines lines;
        const auto now = authority.clock(world.lab().timeline().now());
        for (const auto& account : authority.state().accounts) {
            for (const auto& l : account.licences) {
                lines.push_back(fmt::format("\"{}\" {} owned {} in use {}", account.name, l.tag,
                                            authority.owned(account.name, l.tag, now),
                                            authority.used(account.name, l.tag)));
            }
        }
        return lines;
    }
    const auto count = words.size() > 4 ? number(words[4]) : std::nullopt;
    if (!count || *count < 1)
        return usage("@authority licence add|remove TAG N | move TAG N FROM TO");
    if (verb == "add") {
        licensing::Licence added;
        added.tag = words[3];
        added.name = words[3];
        added.description = words[3];
        for (const auto& account : authority.state().accounts) {
            for (const auto& l : account.licences) {
                if (l.tag == added.tag) added = l;
            }
        }
        if (added.name == added.tag && !asked_for(world, added.tag)) {
            return no("no device of this lab asks for a licence " + added.tag);
        }
        added.count = *count;
        auto refusal = authority.add_licence(words.size() > 5 ? words[5] : "", added);
        if (refusal) return no(said(*refusal));
        return {fmt::format("added {} {}", *count, words[3])};
    }
    if (verb == "remove") {
        auto refusal = authority.remove_licence(words.size() > 5 ? words[5] : "", words[3], *count);
        if (refusal) return no(said(*refusal));
        return {fmt::format("removed {} {}", *count, words[3])};
    }
    if (verb == "move" && words.size() == 7) {
        auto refusal = authority.move_licence(words[5], words[6], words[3], *count);
        if (refusal) return no(said(*refusal));
        return {fmt::format("moved {} {}", *count, words[3])};
    }
    return usage("@authority licence add|remove TAG N [ACCOUNT] | move TAG N FROM TO");
}

Lines instance(World& world, const Words& words) {
    auto& authority = *world.lab().authority("");
    const std::string verb = words.size() > 2 ? words[2] : "list";
    if (verb == "remove" && words.size() == 4) {
        auto refusal = authority.remove_instance(words[3]);
        if (refusal) return no(said(*refusal));
        return {"removed " + words[3]};
    }
    if (verb == "move" && words.size() == 5) {
        auto refusal = authority.move_instance(words[3], words[4]);
        if (refusal) return no(said(*refusal));
        return {"moved " + words[3]};
    }
    if (verb != "list") return usage("@authority instance list|remove SERIAL|move SERIAL ACCOUNT");
    Lines lines;
    for (const auto& i : authority.state().instances) {
        std::string holds;
        for (const auto& claim : i.claims) {
            holds += fmt::format(" {} {}", claim.count, claim.tag);
        }
        lines.push_back(
            fmt::format("{} {} {} account \"{}\" certificate until {} last heard {}{}{}", i.udi.pid,
                        i.udi.serial, i.hostname, i.virtual_account, moment(i.certificate_ends),
                        moment(i.last_contact), holds.empty() ? "" : " holds", holds));
    }
    return lines;
}

}  // namespace

Lines authority_direction(World& world, const Words& words) {
    if (!world.lab().authority("")) return no("this lab has no authority");
    const std::string verb = words.size() > 1 ? words[1] : "";
    if (verb == "token") return token(world, words);
    if (verb == "licence" || verb == "license") return licence(world, words);
    if (verb == "instance") return instance(world, words);
    if (verb == "busy" && words.size() == 3) {
        world.lab().authority("")->set_trying_again(words[2] == "on");
        return {"the authority " + std::string(words[2] == "on" ? "is busy" : "serves")};
    }
    return usage("@authority token|licence|instance|busy ...");
}

Lines state_direction(World& world, const Words& words) {
    if (words.size() > 1) return usage("@state");
    Lines lines;
    for (const auto& device : world.lab().devices()) {
        lines.push_back(fmt::format("{}: {} {} clock {}{}", device->name(), device->chassis().model,
                                    device->running().version, moment(device->now()),
                                    device->up() ? "" : " (down)"));
        const auto* agent = device->agent();
        if (!agent) continue;
        const auto& state = agent->state();
        lines.push_back(fmt::format("  registration {} authorization {} strong encryption {}",
                                    licensing::name(state.registration),
                                    licensing::name(state.authorization),
                                    device->strong_encryption() ? "yes" : "no"));
        if (state.identity) {
            lines.push_back(fmt::format("  instance {} until {} export {}",
                                        state.identity->instance, moment(state.identity->expires),
                                        state.identity->export_allowed ? "yes" : "no"));
        }
        for (const auto& entitlement : state.entitlements) {
            lines.push_back(
                fmt::format("  holds {} {}", entitlement.claim.count, entitlement.claim.tag));
        }
        if (const auto due = agent->next_due()) lines.push_back("  next " + moment(*due));
        for (const auto& carried : world.lab().network().in_flight()) {
            if (carried.device == device->name()) {
                lines.push_back(
                    fmt::format("  in flight: {}", licensing::name(carried.request.purpose)));
            }
        }
    }
    return lines;
}

}  // namespace modes
