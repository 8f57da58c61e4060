// What a supervisor shows of the services around it: names, time, call-home, trustpoints; and the
// certificate that is pasted into one.
#include <algorithm>

#include "grammar/duration.hpp"
#include "labs/certificate.hpp"
#include "labs/reading.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/objects.hpp"

namespace modes {
namespace {

using profiles::Facts;
using profiles::Records;
using profiles::State;

Reply name_servers(Context& c) {
    Records rows;
    for (const auto& server : c.device.settings().name_servers) {
        rows.push_back(Facts{}.set("address", server.address));
    }
    return say("show-name-servers", Facts{}.set("servers", rows));
}

// -- time ---------------------------------------------------------------------------------------

const char* standing(const lab::ClockState& clock, const lab::Association& server) {
    if (!server.heard || server.reach == 0) return "unreachable";
    if (!clock.synchronized) return "waiting";
    return server.address == clock.server ? "synchronized" : "candidate";
}

Reply time_servers(Context& c) {
    const auto& clock = c.device.running().clock;
    Records rows;
    for (const auto& server : clock.associations) {
        rows.push_back(Facts{}
                           .set("name", server.host)
                           .set("status", State{"time_sync", standing(clock, server)}));
    }
    return say("show-time-servers", Facts{}.set("servers", rows));
}

Reply zone(Context& c) {
    return say("show-timezone", Facts{}.set("zone", c.device.settings().zone_title));
}

// -- call-home ----------------------------------------------------------------------------------

Facts callhome_facts(const lab::Settings& settings) {
    Facts facts;
    const auto& callhome = settings.callhome;
    const auto note = [&](const std::string& name) {
        const auto it = callhome.notes.find(name);
        return it == callhome.notes.end() ? std::string() : it->second;
    };
    facts.set("proxied", note("proxy") == "on");
    facts.set("proxy_url", note("proxy-url")).set("proxy_port", note("proxy-port"));
    Records places;
    for (const auto& profile : callhome.profiles) {
        for (const auto& place : profile.places) {
            places.push_back(Facts{}
                                 .set("name", place.name)
                                 .set("by_tls", place.url.starts_with("https:"))
                                 .set("url", place.url));
        }
    }
    return facts.set("destinations", places);
}

Reply callhome(Context& c) {
    return say("show-callhome-" + c.constant, callhome_facts(c.device.settings()));
}

// -- trustpoints --------------------------------------------------------------------------------

const char* validity(const lab::Device& device, const std::string& trustpoint) {
    const auto& profile = device.profile();
    if (!profile.has_text("trustpoint.public") || profile.text("trustpoint.public") != trustpoint) {
        return "valid";
    }
    const auto from = grammar::read_moment(profile.text("trustpoint.public.from"));
    const auto until = grammar::read_moment(profile.text("trustpoint.public.until"));
    const auto today = device.now().time_since_epoch();
    if (from && today < from->time_since_epoch()) return "future";
    return until && until->time_since_epoch() <= today ? "expired" : "valid";
}

std::vector<std::string> pem_lines(const std::vector<std::string>& texts) {
    constexpr std::size_t width = 64;
    std::vector<std::string> lines;
    for (const auto& text : texts) {
        lines.emplace_back("-----BEGIN CERTIFICATE-----");
        for (std::size_t at = 0; at < text.size(); at += width) {
            lines.push_back(text.substr(at, width));
        }
        lines.emplace_back("-----END CERTIFICATE-----");
    }
    return lines;
}

Reply trustpoints(Context& c) {
    Records rows;
    for (const auto& trustpoint : c.device.settings().pki.trustpoints) {
        const auto lines = pem_lines(c.device.chain_texts(trustpoint.name));
        Records rest;
        for (std::size_t i = 1; i < lines.size(); ++i)
            rest.push_back(Facts{}.set("line", lines[i]));
        Facts row;
        row.set("name", trustpoint.name).set("lines", rest);
        if (!lines.empty()) row.set("first", lines.front());
        row.set("status", State{"certificate_status", validity(c.device, trustpoint.name)});
        rows.push_back(row);
    }
    return say("show-trustpoint", Facts{}.set("trustpoints", rows));
}

// The certificates of a paste in base 64, a comma between; empty where one is none.
std::string chain_of(const std::string& pasted) {
    std::string chain;
    std::string one;
    const auto take = [&] {
        if (one.empty()) return true;
        const auto bytes = lab::read_pem(one);
        if (bytes.size() < 64 || bytes[0] != '\x30') return false;
        chain += (chain.empty() ? "" : ",") + one;
        one.clear();
        return true;
    };
    for (std::size_t at = 0; at < pasted.size();) {
        const auto end = std::min(pasted.find('\n', at), pasted.size());
        auto line = pasted.substr(at, end - at);
        at = end + 1;
        std::erase_if(line, [](char ch) { return ch == ' ' || ch == '\r' || ch == '>'; });
        if (!line.starts_with("-----"))
            one += line;
        else if (!take())
            return {};
    }
    return take() ? chain : std::string();
}

Reply take_chain(Context& c, const std::string& pasted) {
    const auto chain = chain_of(pasted);
    if (chain.empty()) return refuse("error.no-certificate");
    const auto& profile = c.device.profile();
    const auto line = profile.message("line.certchain", Facts{}.set("chain", chain));
    auto edit = lab::edit_of(line, profile, c.line.state().frames.back().mode);
    edit.path = statements_above(c.line);
    c.line.pending().push_back(std::move(edit));
    return {};
}

Reply paste_chain(Context&) {
    Reply reply;
    reply.say.push_back({"pki.paste", {}});
    Ask ask{{"pki.paste-prompt", {}}, Input::block, take_chain, "ENDOFBUF"};
    ask.again = ">";
    reply.next = std::move(ask);
    return reply;
}

}  // namespace

std::vector<Action> service_actions() {
    return {
        {"show.name-servers", {}, name_servers},
        {"show.time-servers", {}, time_servers},
        {"show.timezone", {}, zone},
        {"show.callhome", {}, callhome},
        {"show.trustpoints", {}, trustpoints},
        {"pki.paste-chain", {}, paste_chain},
    };
}

}  // namespace modes
