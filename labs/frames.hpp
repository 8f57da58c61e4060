// An exchange packet by packet: who sent what when, with the bytes that would have been on the
// wire. The same exchange gives the same packets each time; they are read by captures only.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "labs/wire.hpp"
#include "licensing/chance.hpp"

namespace lab {

using Moment = std::chrono::nanoseconds;  // of lab time, from 1970

enum class Carrier { udp, tcp, icmp };

// What a packet is, for who describes it.
enum class Load {
    none,
    dns_query,
    dns_answer,
    dns_no_name,
    ntp_client,
    ntp_server,
    echo_request,
    echo_reply,
    client_hello,
    segment,  // a part of something longer
    server_hello,
    key_exchange,
    change_cipher,
    finished,
    application_data,
    alert,            // of the device, when it ends a handshake
    encrypted_alert,  // that a side is about to close
    http_request,
    http_answer,
};

enum TcpFlag : unsigned { fin = 1, syn = 2, rst = 4, psh = 8, ack = 16 };

struct TcpStamps {
    std::uint32_t value = 0;
    std::uint32_t echo = 0;
};

struct Tcp {
    std::uint32_t first = 0, other_first = 0;      // the numbers that both sides began with
    std::uint32_t sequence = 0, acknowledged = 0;  // counted from those
    unsigned flags = 0;
    int window = 0;
    std::optional<TcpStamps> stamps;
    int segment = 0;           // told in a packet with SYN
    std::optional<int> shift;  // the window's scale, there too
    bool selective = false;    // acknowledgements, there too
    bool again = false;        // a packet that was sent before
};

struct Frame {
    Moment at{};
    bool ours = true;  // sent by the device
    std::string from, to;
    int from_port = 0, to_port = 0;
    Carrier carrier = Carrier::udp;
    Load load = Load::none;
    Tcp tcp;
    std::string bytes;     // behind the header of UDP, TCP or ICMP
    std::uint16_t id = 0;  // of a query or an echo
    std::uint64_t sequence = 0;
    std::string name;  // that is asked for; of HTTP the first line
    std::vector<std::string> answers;

    int length() const;  // on the wire
};

// How the device's own system speaks TCP.
struct OwnStack {
    int window = 29200;
    int ticks = 1000;  // of its time stamps, each second
    int ntp_version = 3;
    int shift = 9;  // of its window's scale; -1: it knows neither that nor selective answers
    int first_port = 32768, last_port = 60999;  // of its own end
};

// The port of the device's own end of a connection.
int own_port(const std::string& device, std::uint64_t exchange, const OwnStack& own,
             const licensing::Chance& chance);

std::vector<Frame> frames_of(const std::string& device, const Exchange& exchange,
                             const OwnStack& own, const licensing::Chance& chance);

}  // namespace lab
