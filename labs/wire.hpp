// What lately passed between devices and the world, as whoever captures would see it: a record of
// each exchange, spelled out into packets (labs/frames.hpp) only when somebody looks. A device's
// last exchanges are kept and no more, so a year without a capture costs nothing.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "labs/certificate.hpp"
#include "licensing/time.hpp"

namespace lab {

// How a machine speaks TCP.
struct TcpManner {
    int segment = 1330;  // bytes it sends at most in one packet, as it tells at the start
    int window = 8190;   // and is ready to take
    bool stamps = false;
};

struct Exchange {
    enum class Kind { lookup, connection, time, echo };
    enum class Fate {
        unanswered,
        refused,      // no such name; nobody listens at the port
        turned_away,  // the proxy opens no tunnel
        distrusted,   // the device ends the handshake when it sees the certificate
        served,
    };
    Kind kind = Kind::connection;
    Fate fate = Fate::served;
    licensing::Instant at{};
    licensing::Span length{};          // until all of it is over; of an echo the round trip
    std::uint64_t nth = 0;             // which of the device's it is: what Chance goes by
    std::string from, to;              // addresses
    int port = 0;                      // at the far end
    std::string name;                  // that is asked for, or whose server is wanted
    std::vector<std::string> answers;  // addresses of the name
    std::string path;                  // of the URL; empty: nothing is asked for
    int tunnel = 0;                    // the server's port behind the proxy; 0: there is no proxy
    bool tls = false;
    TcpManner far;
    std::uint64_t sequence = 0;   // of an echo, within its ping
    CertificateAuthority signer;  // of the certificate that the far end shows
};

class Wire {
public:
    // As it was kept.
    const Exchange& carry(const std::string& device, Exchange exchange);
    // The exchanges kept, oldest first, and how many there ever were.
    const std::deque<Exchange>& of(const std::string& device) const;
    std::uint64_t carried(const std::string& device) const;

    // What a device's next exchanges and captures go by, for who keeps it.
    struct Memory {
        std::string device;
        std::uint64_t ever = 0;
        std::vector<Exchange> kept;
    };
    std::vector<Memory> memory() const;
    void restore(const std::vector<Memory>& memory);

private:
    struct Seen {
        std::deque<Exchange> kept;
        std::uint64_t ever = 0;
    };
    std::map<std::string, Seen> seen_;
};

}  // namespace lab
