// The authority's owner at its portal.
#include <charconv>

#include <fmt/format.h>

#include "grammar/duration.hpp"
#include "licensing/names.hpp"
#include "modes/stage.hpp"
#include "modes/world.hpp"

namespace modes {

using licensing::Authority;
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
        case AuthorityRefusal::not_a_request_code: return "that is no request code";
        case AuthorityRefusal::not_a_return_code: return "no reservation is returned by that code";
        case AuthorityRefusal::already_reserved:
            return "that product has a reservation; it must be returned first";
        case AuthorityRefusal::not_qualified:
            return "this account is not authorized for license reservation";
        // Seed 003 has this sentence, and goes on with the licences.
        case AuthorityRefusal::no_surplus:
            return "The licenses cannot be reserved because the Virtual Account does not contain "
                   "a sufficient surplus";
        case AuthorityRefusal::nothing_to_reserve: return "name what to reserve: TAG N";
        case AuthorityRefusal::no_satellite: return "that authority has no parent";
        case AuthorityRefusal::not_exporting:
            return "this account does not qualify for export-controlled functionality";
        case AuthorityRefusal::too_old_to_export:
            return "this version knows no tokens that allow export-controlled functionality";
        case AuthorityRefusal::too_few: break;
    }
    return "there are not that many";
}

std::optional<int> stage_number(const std::string& word) {
    int value = 0;
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
    return value;
}

namespace {

Lines create_token(World& world, Authority& authority, const Words& words) {
    std::string id;
    std::string account;
    int days = 30;
    std::optional<int> uses;
    bool allowed = authority.exports();
    std::size_t at = 3;
    const auto is_option = [](const std::string& w) {
        return w == "days" || w == "uses" || w == "export" || w == "account";
    };
    if (at < words.size() && !is_option(words[at])) id = words[at++];
    for (; at + 1 < words.size(); at += 2) {
        const auto& value = words[at + 1];
        const auto count = stage_number(value);
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
    auto made = authority.create_token(id, account, days, uses, allowed,
                                       authority.clock(world.lab().timeline().now()));
    if (const auto* why = std::get_if<AuthorityRefusal>(&made)) return no(said(*why));
    const auto& token = std::get<licensing::Token>(made);
    return {"token " + token.id};
}

Lines token(World& world, Authority& authority, const Words& words) {
    const std::string verb = words.size() > 2 ? words[2] : "list";
    if (verb == "create") return create_token(world, authority, words);
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
    if (lines.empty()) lines.push_back("no token is known");
    return lines;
}

Lines instance(Authority& authority, const Words& words) {
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
    for (auto& line : reservations_of(authority)) lines.push_back(std::move(line));
    if (lines.empty()) lines.push_back("no product instance is known");
    return lines;
}

Lines duplicates(Authority& authority, const std::string& word) {
    using licensing::Duplicates;
    if (word == "plain")
        authority.set_duplicates(Duplicates::plain);
    else if (word == "by_product")
        authority.set_duplicates(Duplicates::by_product);
    else if (word == "by_use")
        authority.set_duplicates(Duplicates::by_use);
    else
        return usage("@authority duplicates plain|by_product|by_use");
    return {"a known product is refused " + word};
}

Lines qualified(Authority& authority, const Words& words) {
    const bool on = words[3] == "yes";
    const bool known = words[2] == "export" || words[2] == "reservation";
    if (!known || (!on && words[3] != "no")) {
        return usage("@authority qualified export|reservation yes|no");
    }
    if (words[2] == "export")
        authority.set_exporting(on);
    else
        authority.set_reserving(on);
    return {std::string("the account is ") + (on ? "" : "not ") + "qualified for " + words[2]};
}

// What its portal of old makes of a product activation key: a key for one serial number.
Lines issue_key(World& world, const std::string& serial) {
    for (const auto& device : world.lab().devices()) {
        if (device->chassis().udi.serial != serial) continue;
        return {"activation-key " + device->issued_key()};
    }
    return no("no device has the serial number " + serial);
}

// Its front answers with a page, as one that is being worked on does.
Lines garble(World& world, const std::string& name, bool on) {
    for (auto& host : world.lab().network().state().hosts) {
        if (host.authority == name) host.pages = on;
    }
    return {std::string("the authority's answers are ") + (on ? "garbled" : "whole")};
}

}  // namespace

Lines authority_direction(World& world, const Words& given) {
    auto* authority = world.lab().authority("");
    if (!authority) return no("this lab has no authority");
    auto words = given;
    if (words.size() > 1 && world.lab().authority(words[1])) {
        authority = world.lab().authority(words[1]);
        words.erase(words.begin() + 1);
    }
    const std::string verb = words.size() > 1 ? words[1] : "";
    // What the lab's machines are is no limit to what is bought for them.
    if (verb == "reserve" || (verb.starts_with("licen") && words.size() > 3)) {
        world.lab().stock_levels();
    }
    if (verb == "token") return token(world, *authority, words);
    if (verb == "licence" || verb == "license") return licence_direction(world, *authority, words);
    if (verb == "show" && words.size() == 2) return show_direction(world, *authority);
    if (verb == "instance") return instance(*authority, words);
    if (verb == "reserve") return reserve_direction(world, *authority, words);
    if (verb == "policy") return policy_direction(*authority, words);
    if (verb == "upload") return upload_direction(world, *authority, words);
    if (verb == "return") return return_direction(*authority, words);
    if (verb == "sync") return sync_direction(world, *authority, words);
    if (verb == "key" && words.size() == 3) return issue_key(world, words[2]);
    if (verb == "qualified" && words.size() == 4) return qualified(*authority, words);
    if (words.size() == 3) {
        const bool on = words[2] == "on";
        if (verb == "busy") {
            authority->set_trying_again(on);
            return {std::string("the authority ") + (on ? "is busy" : "serves")};
        }
        if (verb == "convert") {
            authority->set_converting(on);
            return {std::string("the authority ") + (on ? "converts" : "does not convert")};
        }
        if (verb == "duplicates") return duplicates(*authority, words[2]);
        if (verb == "garbled") return garble(world, authority->traits().party, on);
    }
    return usage(
        "@authority [NAME] show|token|licence|instance|reserve|return|"
        "sync|key|qualified|busy|convert|duplicates|garbled ...");
}

}  // namespace modes
