// The world between devices and authorities: names and addresses, segments with their gateways,
// filters, proxies, name servers, TLS interception. It carries every request, decides what
// becomes of it from the device's own configuration and what stands in the way, takes its time,
// and keeps a record of what it carried.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "labs/settings.hpp"
#include "licensing/chance.hpp"
#include "licensing/message.hpp"
#include "licensing/timeline.hpp"

namespace lab {

// A machine outside the devices. Names may have several addresses, each filterable by itself.
struct Host {
    std::string name;
    std::vector<std::string> addresses;
    std::vector<int> ports;
    std::string authority;           // answers licence requests for it; empty: it does not
    std::vector<std::string> paths;  // of URLs that reach the authority; others are HTTP errors
    bool trusted = true;             // its certificate leads to a root the devices trust
};

struct NameServerHost {
    std::string address;
    bool answers = true;
};

struct ProxyHost {
    std::string name;  // by name or address; names resolve like any other
    std::vector<std::string> addresses;
    int port = 80;
    bool answers = true;  // false: refuses to connect anywhere
};

struct Segment {
    std::string name;
    std::string network;
    std::string mask;
    std::string gateway;
    bool outside = true;  // its gateway reaches everything that is not filtered
};

// A filter on the way: a name or an address, and a port (0: all).
struct Filter {
    std::string host;
    int port = 0;
    bool operator==(const Filter&) const = default;
};

struct Cable {
    std::string device;
    std::string interface;
    std::string segment;
};

struct NetworkState {
    std::vector<Host> hosts;
    std::vector<NameServerHost> name_servers;
    std::vector<ProxyHost> proxies;
    std::vector<Segment> segments;
    std::vector<Cable> cables;
    std::vector<Filter> filters;
    bool only_proxies_reach_outside = false;
    bool intercepting = false;  // TLS is opened on the way by a box nobody trusts
    licensing::Span fastest = std::chrono::milliseconds{3000};  // to an authority and back
    licensing::Span slowest = std::chrono::milliseconds{6000};
};

// By which address and interface a request left its device.
struct Gone {
    std::string address;
    std::string interface;
};

// A request on its way, or its answer on the way back.
struct Carried {
    std::string device;
    licensing::Request request;
    licensing::Instant arrives{};  // at the authority; at the device when it never gets there
    licensing::Instant returns{};  // at the device
    std::string authority;         // empty: it never gets there
    std::optional<licensing::Delivery> delivery;  // known once it has been there
    Gone gone;
};

// What the network saw, newest last: for captures and @state.
struct Sight {
    licensing::Instant at{};
    std::string device;
    std::string what;  // "resolve tools.cisco.com via 192.0.2.53: no answer"
};

// Who sends, from where. A copy: the configuration may change while the request travels.
struct Sender {
    std::string device;
    Settings settings;
    bool proxy_ignored = false;  // a defect
    bool smart_transport_fails = false;
};

class Network : public licensing::Party {
public:
    Network(NetworkState state, licensing::Chance chance);

    NetworkState& state() { return state_; }
    const NetworkState& state() const { return state_; }
    std::vector<Carried>& in_flight() { return in_flight_; }
    std::vector<Sight>& sights() { return sights_; }
    void reseed(licensing::Chance chance) { chance_ = chance; }

    // Can another authority reach this one: by some host of it that is not filtered away?
    bool open_to(const std::string& authority) const;

    // Who answers at the far end and who hears of it at the near end.
    std::function<licensing::Response(const std::string& authority, const licensing::Request&,
                                      licensing::Instant)>
        at_authority;
    std::function<void(const std::string& device, std::uint64_t id, const licensing::Delivery&)>
        at_device;

    // Takes the request off the device's hands. Its outcome comes later through at_device.
    void send(const Sender& sender, const licensing::Request& request, licensing::Instant now);

    struct Found {
        std::string address;
    };
    // The way of the request whose answer the device has got last.
    Gone last_way(const std::string& device) const;
    // A name's first reachable address as the device finds it; an address is itself.
    std::variant<Found, licensing::TransportFailure> resolve(const Sender& sender,
                                                             const std::string& host,
                                                             licensing::Instant now);
    // Does the name server hear the device, and answer it?
    bool serves(const Sender& sender, const NameServer& server) const;
    // The nameif a packet to `address` leaves by; `only` restricts it. Nothing: no way.
    std::optional<std::string> egress(const Sender& sender, const std::string& address,
                                      const std::string& only) const;
    // How one echo to `address` fares: its round trip, or nothing when it is lost.
    std::optional<licensing::Span> echo(const Sender& sender, const std::string& address,
                                        const std::string& only, std::uint64_t nth) const;

    std::string_view party() const override { return "network"; }
    std::optional<licensing::Instant> next_due() const override;
    void wake(licensing::Instant now) override;

private:
    struct Way;
    Way way_to(const Sender& sender, licensing::Instant now);
    bool filtered(const std::string& name, const std::string& address, int port) const;
    const Host* host_named(const std::string& name) const;
    const Host* host_at(const std::string& address) const;
    void saw(licensing::Instant at, const std::string& device, std::string what);

    NetworkState state_;
    licensing::Chance chance_;
    std::vector<Carried> in_flight_;
    std::vector<Sight> sights_;
    std::map<std::string, Gone> gone_;
};

bool same_name(std::string_view a, std::string_view b);
// "a.b.c.d" as a number; nothing for anything else.
std::optional<std::uint32_t> address_number(std::string_view text);
bool same_network(std::string_view a, std::string_view b, std::string_view mask);

// The interface a route leaves by, found by its gateway when the route names none; or null.
const Interface* egress_of(const Settings& settings, const Route& route);

// "tools.cisco.com:443", "72.163.4.38" (every port); nothing for anything else.
std::optional<Filter> read_filter(std::string_view text);

// The parts of "https://host:8443/path"; the port is the scheme's when none is written.
struct Url {
    std::string scheme, host, path;
    int port = 0;
};
std::optional<Url> read_url(std::string_view text);

}  // namespace lab
