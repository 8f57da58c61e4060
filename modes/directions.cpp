#include "modes/directions.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "grammar/duration.hpp"
#include "licensing/names.hpp"
#include "modes/stage.hpp"
#include "modes/workspace.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using grammar::Moment;

Lines clock_answer(World& world) {
    const auto now = world.lab().timeline().now();
    return {"lab clock " + grammar::to_string(Moment{now.time_since_epoch()})};
}

// An agent that cannot reach its authority tries every hour; more than this is a long wait.
constexpr std::chrono::days longest{7305};

Lines advance(World& world, const Words& words) {
    const auto span = words.size() == 2 ? grammar::read_duration(words[1]) : std::nullopt;
    if (!span) return usage("@advance SPAN, such as 90s, 31d or 1h30m");
    if (*span > longest) return no("at most 20 years at once");
    world.advance(*span);
    return clock_answer(world);
}

// Time passes, and whoever sits at a line presses no key.
Lines idle(World& world, const Words& words) {
    const auto span = words.size() == 2 ? grammar::read_duration(words[1]) : std::nullopt;
    if (!span) return usage("@idle SPAN, such as 90s or 11m: nobody presses a key for so long");
    if (*span > longest) return no("at most 20 years at once");
    world.sit(*span);
    return clock_answer(world);
}

Lines clock(World& world, const Words& words) {
    if (words.size() == 1) return clock_answer(world);
    std::string text;
    for (std::size_t i = words[1] == "set" ? 2 : 1; i < words.size(); ++i) {
        text += (text.empty() ? "" : " ") + words[i];
    }
    const auto to = grammar::read_moment(text);
    if (!to) return usage("@clock [set 2026-01-12T13:00:00Z]");
    const licensing::Instant instant{to->time_since_epoch()};
    if (instant < world.lab().timeline().now()) return no("lab time does not go back");
    if (instant - world.lab().timeline().now() > longest) return no("at most 20 years at once");
    world.advance_to(instant);
    return clock_answer(world);
}

// -- network ------------------------------------------------------------------------------------

bool switched_on(const std::string& word) { return word == "on" || word == "yes"; }

Lines network_state(const lab::NetworkState& net) {
    Lines lines;
    for (const auto& filter : net.filters) {
        lines.push_back("blocked " + filter.host +
                        (filter.port ? ":" + std::to_string(filter.port) : ""));
    }
    for (const auto& server : net.name_servers) {
        lines.push_back(fmt::format("name server {} {}", server.address,
                                    server.answers ? "answers" : "is dead"));
    }
    for (const auto& proxy : net.proxies) {
        lines.push_back(fmt::format("proxy {} ({}) port {} {}", proxy.name,
                                    fmt::join(proxy.addresses, " "), proxy.port,
                                    !proxy.answers  ? "refuses"
                                    : proxy.forbids ? "forbids"
                                                    : "serves"));
    }
    for (const auto& host : net.hosts) {
        lines.push_back(fmt::format("host {} ({})", host.name, fmt::join(host.addresses, " ")));
    }
    if (net.only_proxies_reach_outside) lines.emplace_back("only proxies reach the outside");
    if (net.intercepting) lines.emplace_back("TLS is intercepted");
    return lines;
}

Lines block(lab::NetworkState& net, const std::string& what, bool on) {
    const auto filter = lab::read_filter(what);
    if (!filter) return no("not HOST or HOST:PORT: " + what);
    const bool known =
        lab::address_number(filter->host).has_value() ||
        std::any_of(net.hosts.begin(), net.hosts.end(),
                    [&](const lab::Host& h) { return lab::same_name(h.name, filter->host); }) ||
        std::any_of(net.proxies.begin(), net.proxies.end(),
                    [&](const lab::ProxyHost& p) { return lab::same_name(p.name, filter->host); });
    if (!known) return no("this network has no host named " + filter->host);
    if (on) {
        if (std::find(net.filters.begin(), net.filters.end(), *filter) == net.filters.end()) {
            net.filters.push_back(*filter);
        }
        return {"blocked " + what};
    }
    // Unblocking a host opens its ports too.
    const auto taken = std::erase_if(net.filters, [&](const lab::Filter& f) {
        return f.host == filter->host && (filter->port == 0 || f.port == filter->port);
    });
    return {(taken > 0 ? "unblocked " : "was not blocked: ") + what};
}

Lines network(World& world, const Words& words) {
    auto& net = world.lab().network().state();
    const std::string verb = words.size() > 1 ? words[1] : "";
    if (verb.empty()) return network_state(net);
    if ((verb == "block" || verb == "unblock") && words.size() == 3) {
        return block(net, words[2], verb == "block");
    }
    if (verb == "dns" && words.size() >= 3) {
        const bool up = words.back() == "up";
        if (!up && words.back() != "down") return usage("@network dns [ADDRESS] up|down");
        int touched = 0;
        for (auto& server : net.name_servers) {
            if (words.size() == 4 && server.address != words[2]) continue;
            server.answers = up;
            ++touched;
        }
        if (touched == 0) return no("no name server has that address");
        return {fmt::format("{} name server{} {}", touched, touched == 1 ? "" : "s",
                            up ? "up" : "down")};
    }
    if (verb == "proxy" && words.size() == 3) {
        if (words[2] == "only")
            net.only_proxies_reach_outside = true;
        else if (words[2] == "optional")
            net.only_proxies_reach_outside = false;
        else if (words[2] == "up" || words[2] == "down") {
            for (auto& proxy : net.proxies) proxy.answers = words[2] == "up";
        } else if (words[2] == "forbids" || words[2] == "allows") {
            for (auto& proxy : net.proxies) proxy.forbids = words[2] == "forbids";
        } else
            return usage("@network proxy only|optional|up|down|forbids|allows");
        return {"proxy " + words[2]};
    }
    if (verb == "intercept" && words.size() == 3 && (words[2] == "on" || words[2] == "off")) {
        net.intercepting = switched_on(words[2]);
        return {std::string("TLS interception ") + (net.intercepting ? "on" : "off")};
    }
    if (verb == "log") {
        Lines lines;
        for (const auto& sight : world.lab().network().sights()) {
            lines.push_back(grammar::to_string(Moment{sight.at.time_since_epoch()}) + " " +
                            sight.device + " " + sight.what);
        }
        return lines;
    }
    if (auto answer = network_parties(world, words)) return *answer;
    return usage(
        "@network [block|unblock HOST[:PORT] | dns [ADDRESS] up|down | "
        "proxy only|optional|up|down|forbids|allows | intercept on|off | ntp [HOST] up|down | ca | "
        "certificate [NAME] | crl [NAME] up|down | hierarchy HOST [CA|old] | "
        "server-auth HOST on|off | cut|mend DEVICE INTERFACE | log], nothing: what "
        "stands in the way");
}

// -- device -------------------------------------------------------------------------------------

// Another switch is put into the stack, or pulled out of it.
Lines member(World& world, lab::Device& device, const Words& words) {
    const bool adds = words[3] == "add";
    const auto& serial = words[4];
    if (!adds && words[3] == "remove" && words.size() == 5) {
        if (!device.remove_member(serial)) return no("no member has the serial number " + serial);
        return {serial + " left the stack of " + device.name()};
    }
    if (!adds) return usage("@device NAME member add SERIAL [MODEL] | remove SERIAL");
    const auto model = words.size() > 5 ? words[5] : device.chassis().model;
    const auto known = world.lab().library().models(device.profile().name());
    if (std::find(known.begin(), known.end(), model) == known.end()) {
        return no("no model is named " + model);
    }
    world.lab().stock_for(world.lab().library().load(device.profile().name(), model)->model());
    if (!device.add_member(serial, model)) return no(device.chassis().model + " has no place");
    return {serial + " joined the stack of " + device.name()};
}

// A file of the device becomes one of the host, so that other programs open it.
Lines export_file(const lab::Device& device, const std::string& name, const std::string& to) {
    const auto* file = device.file(device.file_path(name));
    if (!file) file = device.file(workspace_path(name, {}));
    if (!file) return no(device.name() + " has no file " + name);
    if (!lab::write_out(to, bytes_of(*file))) return no(to + " cannot be written");
    return {file->path + " is in " + to};
}

Lines device(World& world, const Words& words) {
    if (words.size() == 1) {
        Lines lines;
        for (const auto& d : world.lab().devices()) {
            lines.push_back(fmt::format("{} {} {} {} serial {}{}", d->name(), d->profile().name(),
                                        d->chassis().model, d->running().version,
                                        d->chassis().udi.serial, d->up() ? "" : " (down)"));
        }
        return lines;
    }
    auto* found = world.lab().device(words[1]);
    if (!found) return no("no device is named " + words[1]);
    const std::string verb = words.size() > 2 ? words[2] : "";
    if (verb == "reload") {
        found->reload();
        return {found->name() + " reloads"};
    }
    if (verb == "power" && words.size() == 4 && (words[3] == "on" || words[3] == "off")) {
        if (words[3] == "on")
            found->power_on();
        else
            found->pull_plug();
        return {found->name() + (words[3] == "on" ? " is switched on" : " is without power")};
    }
    if (verb == "member" && words.size() >= 5) return member(world, *found, words);
    if (verb == "hardware") return hardware_direction(world, *found, words);
    if (verb == "export" && words.size() == 5) return export_file(*found, words[3], words[4]);
    if (verb == "defect" && words.size() == 5) {
        auto& triggered = found->chassis().triggered_defects;
        std::erase(triggered, words[3]);
        if (switched_on(words[4])) triggered.push_back(words[3]);
        return {fmt::format("{} {} {}", found->name(), words[3],
                            switched_on(words[4]) ? "can show" : "does not show")};
    }
    if (verb == "image" && words.size() == 5) {
        if (!grammar::read_version(words[4])) return no("not a version: " + words[4]);
        lab::File file;
        file.path = found->file_path(words[3]);
        file.version =
            lab::full_version(world.lab().library(), found->chassis().platform, words[4]);
        file.size = 100'000'000;
        file.written = found->now();
        std::erase_if(found->chassis().files, [&](auto& f) { return f.path == file.path; });
        found->chassis().files.push_back(file);
        return {file.path + " is on " + found->name()};
    }
    return usage(
        "@device [NAME reload | NAME power on|off | NAME defect ID on|off | NAME image PATH "
        "VERSION | "
        "NAME member add SERIAL [MODEL] | NAME member remove SERIAL | "
        "NAME hardware [vcpu N] [ram MB]]");
}

Lines help(World&, const Words&) {
    return {
        "@advance SPAN                     let time pass: 90s, 31d, 1h30m",
        "@idle SPAN                        the same, and nobody presses a key: sessions time out",
        "@clock [set MOMENT]               lab time; it only goes forward",
        "@network [log]                    what stands in the way; what the network saw",
        "@network block|unblock HOST[:PORT]   filter on the way, as a firewall would",
        "@network dns [ADDRESS] up|down    name servers answer or not",
        "@network proxy only|optional|up|down|forbids|allows",
        "@network intercept on|off         TLS opened by a box nobody trusts",
        "@network ntp [HOST] up|down       time servers answer or not",
        "@network ca | certificate [NAME]  certificate authorities; one's certificate, to paste",
        "@network crl [NAME] up|down       lists of revoked certificates can be fetched or not",
        "@network cut|mend DEVICE INTERFACE   a cable of a device is pulled, or put back",
        "@console NAME [vty N]             the console of another device, or another line of it",
        "@console NAME vty N ssh USER | telnet   somebody comes there over the network",
        "@authority token create [ID] [days N] [uses N] [export yes|no] [account NAME]",
        "@authority token revoke ID | token list",
        "@authority show                   its portal: stock, use, balance, ends, instances",
        "@authority licence list | add TAG|PID N [ACCOUNT] [days N|until MOMENT]",
        "@authority licence renew TAG days N|until MOMENT | remove TAG N | move TAG N FROM TO",
        "@authority instance list | remove SERIAL | move SERIAL ACCOUNT",
        "@authority key SERIAL             the activation key that its portal of old issues",
        "@authority busy on|off            it answers `try again` to everything",
        "@authority garbled on|off         its front answers everything with a page",
        "@authority convert on|off         does it support device led conversion?",
        "@authority duplicates plain|by_product|by_use   how it refuses a known product",
        "@authority reserve CODE [TAG N]... [account NAME] [file NAME] | return CODE",
        "@authority qualified export|reservation yes|no   what its account is approved for",
        "@authority NAME ...               one of several; NAME sync: a satellite reports",
        "@satellite [NAME [sync | schedule SPAN|manual | upgrade VERSION]]   one on the premises",
        "@authority policy none|NAME [KIND FIRST EVERY CHANGE]...   of the account, in days",
        "@authority upload DEVICE PATH     reports or a request for trust, carried there and back",
        "@collector [online|offline]       the collector on the premises reaches the authority",
        "@client asdm|ssh [DEVICE] INTERFACE [from ADDRESS] [as USER PASSWORD]   somebody outside",
        "@client traffic [DEVICE] INTERFACE   what goes through the device by that interface",
        "@objectives                       what a lab asks of you, and its points",
        "@hint [ID]                        the next hint, and what it costs",
        "@grade [final]                    how you have done so far; the debriefing too",
        "@state                            the truth about the devices' agents",
        "@device                           the devices",
        "@device NAME reload | power on|off | defect ID on|off | image PATH VERSION",
        "@device NAME member add SERIAL [MODEL] | member remove SERIAL",
        "@device NAME hardware [vcpu N] [ram MB]   of a virtual machine, from its next boot on",
        "@device NAME export FILE PATH     a file of the device becomes one of this machine",
        "@quit                             leave",
    };
}

struct Verb {
    std::string_view name;
    Lines (*run)(World&, const Words&);
};

}  // namespace

namespace {
constexpr std::string_view not_obeyed = "not obeyed: ";
}  // namespace

std::optional<licensing::Span> advance_asked(std::string_view direction) {
    const auto words = words_of(direction);
    if (words.size() != 2 || words[0] != "@advance") return std::nullopt;
    const auto span = grammar::read_duration(words[1]);
    return span && *span <= longest ? span : std::nullopt;
}

Lines no(const std::string& why) { return {std::string(not_obeyed) + why}; }
bool is_refusal(std::string_view answer) { return answer.starts_with(not_obeyed); }
Lines usage(const std::string& text) { return no("usage: " + text); }

namespace {

constexpr std::array verbs{
    Verb{"@advance", advance},
    Verb{"@authority", authority_direction},
    Verb{"@client", client_direction},
    Verb{"@clock", clock},
    Verb{"@collector", collector_direction},
    Verb{"@device", device},
    Verb{"@help", help},
    Verb{"@idle", idle},
    Verb{"@network", network},
    Verb{"@satellite", satellite_direction},
    Verb{"@state", state_direction},
};

}  // namespace

bool is_direction(std::string_view verb) {
    return std::any_of(verbs.begin(), verbs.end(),
                       [&](const Verb& one) { return one.name == verb; });
}

std::vector<std::string> obey(World& world, std::string_view direction) {
    const auto words = words_of(direction);
    // A transcript's remarks, and what it expects to be said, may be pasted.
    if (words.empty() || words[0].starts_with("@#") || words[0] == "@said") return {};
    for (const auto& verb : verbs) {
        if (words[0] == verb.name) return verb.run(world, words);
    }
    return no(words[0] + " is no stage direction; @help lists them");
}

Words words_of(std::string_view text) {
    Words words;
    std::string word;
    bool quoted = false;
    bool any = false;
    for (const char c : text) {
        if (c == '"') {
            quoted = !quoted;
            any = true;
        } else if (c == ' ' && !quoted) {
            if (any || !word.empty()) words.push_back(std::exchange(word, {}));
            any = false;
        } else {
            word += c;
        }
    }
    if (any || !word.empty()) words.push_back(word);
    return words;
}

}  // namespace modes
