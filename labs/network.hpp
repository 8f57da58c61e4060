// The world between devices and authorities: names and addresses, segments with their gateways,
// filters, proxies, name servers, TLS interception. It carries every request, decides what
// becomes of it from the device's own configuration and what stands in the way, takes its time,
// and keeps a record of what it carried.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "labs/addresses.hpp"
#include "labs/certificate.hpp"
#include "labs/settings.hpp"
#include "labs/wire.hpp"
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
    std::string issuer;  // the certificate authority that signed it; empty: one of the built-in
    std::vector<std::string> certificate_names;  // it is for, besides `name`
    std::string certificate_country;             // as it names it; empty: in two letters
    bool tells_time = false;                     // answers NTP
    bool time_answers = true;
    int stratum = 2;          // of its time
    bool pages = false;       // answers whatever it is asked with a page that is no answer
    bool server_auth = true;  // its certificate says that it is a server's
    std::string serial;       // of its certificate; empty: made of its name
    std::string roots;        // the path at which it gives the bundle of public roots
    TcpManner tcp;
};

struct NameServerHost {
    std::string address;
    bool answers = true;
};

struct ProxyHost {
    std::string name;  // by name or address; names resolve like any other
    std::vector<std::string> addresses;
    int port = 80;
    bool answers = true;       // false: refuses to connect anywhere
    bool forbids = false;      // answers, and lets nobody through
    std::string opens_tls_as;  // its own certificate authority; empty: TLS passes it untouched
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
    bool cut = false;
};

// Where those sit who come to a device over the network, as it sees them.
struct Desk {
    std::string device;
    std::string address;
};

struct NetworkState {
    std::vector<Host> hosts;
    std::vector<NameServerHost> name_servers;
    std::vector<ProxyHost> proxies;
    std::vector<Segment> segments;
    std::vector<Cable> cables;
    std::vector<Filter> filters;
    std::vector<Desk> desks;  // one for each device
    std::vector<CertificateAuthority> certificate_authorities;
    bool only_proxies_reach_outside = false;
    bool intercepting = false;  // TLS is opened on the way by a box nobody trusts
    std::string interceptor;    // the box's certificate authority; empty: it cannot be imported
    licensing::Span fastest = std::chrono::milliseconds{3000};  // to an authority and back
    licensing::Span slowest = std::chrono::milliseconds{6000};
};

// By which address and interface a request left its device, and what it was shown there.
struct Gone {
    std::string address;
    std::string interface;
    std::uint64_t exchange = 0;  // which of the device's on the wire
    std::string serial;          // of the server's certificate
    std::string issuer;          // who signed it: cn=Example Root CA,o=Example Corp
    std::string proxy;           // by name; empty: none
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

// The parts of "https://host:8443/path"; the port is the scheme's when none is written.
struct Url {
    std::string scheme, host, path;
    int port = 0;
};
std::optional<Url> read_url(std::string_view text);

// Who sends, from where, as it stands when something is sent. Never kept.
struct Sender {
    const std::string& device;
    const Settings& settings;
    bool proxy_ignored = false;  // a defect
    bool smart_transport_fails = false;
    bool clock_unknown = false;   // its clock is not authoritative, and it must be
    licensing::Span busy{};       // what it does first: until then nothing can fail
    bool trusts_public = true;    // servers whose certificate leads to a root that came with it
    bool strict_country = false;  // takes no certificate whose country is not of two letters
};

// From where on a device a packet goes out.
struct From {
    std::string only;  // the nameif it must leave by; empty: any
    std::string vrf;   // the routing table; empty: the global one
    std::string
        source;  // the interface whose address it bears, by hardware; empty: where it leaves
};

// One echo of a ping: when it goes out, which of all it is, and which of that ping's.
struct EchoMark {
    licensing::Instant at{};
    std::uint64_t nth = 0;
    std::uint64_t sequence = 1;
};

// How a connection fares.
enum class Dialled { open, refused, no_route, silent };

class Network : public licensing::Party {
public:
    Network(NetworkState state, licensing::Chance chance);

    NetworkState& state() { return state_; }
    const NetworkState& state() const { return state_; }
    std::vector<Carried>& in_flight() { return in_flight_; }
    std::deque<Sight>& sights() { return sights_; }
    Wire& wire() { return wire_; }
    const Wire& wire() const { return wire_; }
    const licensing::Chance& chance() const { return chance_; }
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
    // What passes at a device's edge, for who captures there.
    std::function<void(const std::string& device, const Exchange& exchange)> at_edge;
    // Which entry of a list let a packet in or did not: for the device's counters. 0: none did.
    std::function<void(const std::string& device, const std::string& list, int sequence)> at_list;

    // A name's first reachable address as the device finds it; an address is itself.
    std::variant<Found, licensing::TransportFailure> resolve(const Sender& sender,
                                                             const std::string& host,
                                                             licensing::Instant now,
                                                             const std::string& vrf = {});
    // Does the name server hear the device, and answer it?
    bool serves(const Sender& sender, const NameServer& server) const;
    // The nameif a packet to `address` leaves by. Nothing: no way.
    std::optional<std::string> egress(const Sender& sender, const std::string& address,
                                      const From& from = {}) const;
    // Where those sit who come to the device over the network; empty: nobody was given a place.
    std::string desk_of(const std::string& device) const;
    // Would a packet to `address` get there, and an answer back to the device's edge?
    bool reaches(const Sender& sender, const std::string& address, int port,
                 const From& from = {}) const;
    // How one echo to `address` fares: its round trip, or nothing when it is lost.
    std::optional<licensing::Span> echo(const Sender& sender, const std::string& address,
                                        const From& from, const EchoMark& mark);
    // Does a router on the way send packets to `address` back as undeliverable?
    bool turned_back(const Sender& sender, const std::string& address, const From& from) const;
    // The public roots as somebody at that URL gives them; nothing: nobody does.
    std::optional<std::vector<CertificateAuthority>> fetch_roots(const Sender& sender,
                                                                 std::string_view url,
                                                                 licensing::Instant now);
    // How a message to where the settings' transport goes would fare; nothing: well.
    std::optional<licensing::TransportFailure> probe(const Sender& sender, licensing::Instant now);
    // A TCP connection to a port.
    Dialled dial(const Sender& sender, const std::string& address, int port, const From& from,
                 licensing::Instant now);
    // The server's stratum when it hears the device and tells it the time.
    std::optional<int> time_from(const Sender& sender, const std::string& address, const From& from,
                                 licensing::Instant now);
    const CertificateAuthority* certificate_authority(const std::string& name) const;
    // Whose certificate these bytes are; null: nobody's here.
    const CertificateAuthority* owner_of(std::string_view certificate) const;

    std::string_view party() const override { return "network"; }
    std::optional<licensing::Instant> next_due() const override;
    void wake(licensing::Instant now) override;

private:
    struct Way;
    // A way out: the interface, and the router behind it; none: the address is on the wire.
    struct Hop {
        const Interface* interface = nullptr;
        std::string gateway;
    };
    Way way_to(const Sender& sender, licensing::Instant now);
    std::optional<licensing::TransportFailure> tls_fault(const Sender& sender, const Url& url,
                                                         const Host& host, const ProxyHost* proxy,
                                                         licensing::Instant now);
    bool knows_revocations(const Sender& sender, const CertificateAuthority& authority,
                           licensing::Instant now);
    std::vector<Hop> hops(const Sender& sender, const std::string& address, const From& from) const;
    bool lets_in(const Sender& sender, const std::string& address, const From& from,
                 Packet packet) const;
    bool filtered(const std::string& name, const std::string& address, int port) const;
    const Host* host_named(const std::string& name) const;
    const Host* host_at(const std::string& address) const;
    const ProxyHost* proxy_at(const std::string& address) const;
    void saw(licensing::Instant at, const std::string& device, std::string what);
    void carry(const std::string& device, Exchange exchange);
    // The address that packets to `address` bear; empty: there is no way.
    std::string own_address(const Sender& sender, const std::string& address,
                            const From& from) const;
    Dialled dialled(const Sender& sender, const std::string& address, int port,
                    const From& from) const;
    std::optional<licensing::Span> trip(const Sender& sender, const std::string& address,
                                        const From& from, std::uint64_t nth) const;
    void note_lookup(const Sender& sender, const std::string& name, const NameServer& server,
                     bool answered, licensing::Instant now);
    Exchange exchange_with(const Sender& sender, const std::string& address, int port,
                           const From& from, licensing::Instant now) const;
    CertificateAuthority signer_of(const Host& host, const ProxyHost* proxy) const;
    std::string serial_of(const Host& host) const;

    NetworkState state_;
    licensing::Chance chance_;
    std::vector<Carried> in_flight_;
    std::deque<Sight> sights_;
    Wire wire_;
    std::map<std::string, Gone> gone_;
};

// The first answer on a TCP connection that a device opened to `port`.
Packet answer_on(int port);

bool same_name(std::string_view a, std::string_view b);

// The interface a route leaves by, found by its gateway when the route names none; or null.
const Interface* egress_of(const Settings& settings, const Route& route);

// "tools.cisco.com:443", "72.163.4.38" (every port); nothing for anything else.
std::optional<Filter> read_filter(std::string_view text);

}  // namespace lab
