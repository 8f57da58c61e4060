#include "modes/visitor.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "labs/visitor.hpp"
#include "modes/line.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using profiles::Facts;

struct Named {
    Protocol protocol;
    std::string_view name;
};
constexpr std::array protocol_names{Named{Protocol::console, "console"},
                                    Named{Protocol::telnet, "telnet"}, Named{Protocol::ssh, "ssh"}};

int own_port(Protocol protocol) {
    constexpr int ssh = 22;
    constexpr int telnet = 23;
    return protocol == Protocol::ssh ? ssh : protocol == Protocol::telnet ? telnet : 0;
}

// By which of its interfaces the device is reached from there.
const lab::Interface* interface_to(const lab::Device& device, const std::string& address) {
    const auto& interfaces = device.settings().interfaces;
    const auto on_its_network = [&](const lab::Interface& one) {
        return !one.address.empty() && lab::same_network(one.address, address, one.mask);
    };
    const auto found = std::find_if(interfaces.begin(), interfaces.end(), on_its_network);
    if (found != interfaces.end()) return &*found;
    const auto any = std::find_if(interfaces.begin(), interfaces.end(),
                                  [](const auto& one) { return !one.address.empty(); });
    return any == interfaces.end() ? nullptr : &*any;
}

Facts facts_of(const lab::Device& device, const Visitor& visitor, const std::string& user) {
    Facts facts;
    const bool console = visitor.protocol == Protocol::console;
    const auto* interface = console ? nullptr : interface_to(device, visitor.address);
    facts.set("user", user).set("from", visitor.address).set("port", std::int64_t{visitor.port});
    facts.set("interface", interface ? interface->nameif : "");
    facts.set("to", interface ? interface->address : "");
    facts.set("to_port", std::int64_t{own_port(visitor.protocol)});
    facts.set("service", std::string(name(visitor.protocol)));
    return facts.set("now", device.stamp(device.now()));
}

std::optional<licensing::Span> span_of(const lab::Device& device, const std::string& what,
                                       const std::map<std::string, std::chrono::seconds>& said,
                                       std::optional<std::chrono::seconds> by_line,
                                       Protocol protocol) {
    const auto by = std::string(name(protocol));
    licensing::Span span{};
    if (by_line)
        span = *by_line;
    else if (const auto own = said.find(by); own != said.end())
        span = own->second;
    else if (device.profile().has_interval(what + "." + by))
        span = device.profile().interval(what + "." + by);
    return span > licensing::Span{0} ? std::optional(span) : std::nullopt;
}

std::optional<int> number_of(const lab::Device& device, const std::string& name) {
    const auto& profile = device.profile();
    if (!profile.has_number(name)) return std::nullopt;
    return static_cast<int>(profile.number(name));
}

}  // namespace

std::string_view name(Protocol protocol) {
    return protocol_names.at(static_cast<std::size_t>(protocol)).name;
}

std::optional<Protocol> protocol_named(std::string_view name) {
    for (const auto& one : protocol_names) {
        if (one.name == name) return one.protocol;
    }
    return std::nullopt;
}

std::string desk_of(World& world, const lab::Device& device) {
    return world.lab().network().desk_of(device.name());
}

std::string caller(const Line& line) {
    const bool named =
        !line.state().user.empty() || line.device().profile().has_text("user.network");
    return named ? line.user() : std::string();
}

int client_port(World& world, const Line& line) {
    constexpr int first = 49152;  // of those that no server has
    constexpr int many = 16384;
    const auto now = world.lab().timeline().now().time_since_epoch().count();
    const auto drawn = world.lab().chance().draw(line.device().name(), "client " + line.name(),
                                                 static_cast<std::uint64_t>(now));
    return first + static_cast<int>(drawn % many);
}

void tell_login(lab::Device& device, const Visitor& visitor, const std::string& user, bool in) {
    const auto& profile = device.profile();
    const auto& access = device.settings().access;
    if (profile.has("logs-logins-when-told") && !(in ? access.logs_logins : access.logs_failures))
        return;
    const auto facts = facts_of(device, visitor, user);
    const std::string at = visitor.protocol == Protocol::console ? ".console" : "";
    device.notify((in ? "visitor.user-known" : "visitor.user-unknown") + at, facts);
    device.notify((in ? "visitor.authenticated" : "visitor.not-authenticated") + at, facts);
    device.notify((in ? "visitor.permitted" : "visitor.denied") + at, facts);
}

void tell_logout(lab::Device& device, const Line& line, const std::string& why) {
    if (!line.visitor()) return;
    const auto& visitor = *line.visitor();
    auto facts = facts_of(device, visitor, caller(line));
    facts.set("number", std::int64_t{line.number()});
    facts.set("place", visitor.address.empty() ? "0.0.0.0" : visitor.address);
    const auto reason = why.empty() ? std::string("left") : why;
    const bool worded = device.profile().has_word("session_end", reason);
    facts.set("how", worded ? device.profile().word("session_end", reason) : std::string());
    device.notify("visitor." + reason, facts);
    device.notify("visitor.gone." + std::string(name(visitor.protocol)), facts);
}

std::optional<int> most_sessions(const lab::Device& device, Protocol protocol) {
    return number_of(device, "sessions." + std::string(name(protocol)));
}

namespace {

Protocol protocol_at(const Line& line) {
    if (line.visitor()) return line.visitor()->protocol;
    return line.is_console() ? Protocol::console : Protocol::ssh;
}

}  // namespace

std::optional<licensing::Span> idle_limit(const Line& line) {
    const auto& device = line.device();
    return span_of(device, "idle", device.settings().access.idle, line.settings().idle,
                   protocol_at(line));
}

std::optional<licensing::Span> stay_limit(const Line& line) {
    const auto& device = line.device();
    return span_of(device, "stay", device.settings().access.stay, line.settings().stay,
                   protocol_at(line));
}

}  // namespace modes
