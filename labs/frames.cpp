#include "labs/frames.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "labs/conversation.hpp"
#include "labs/payloads.hpp"

namespace lab {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using Fate = Exchange::Fate;

namespace {

constexpr int dns_port = 53;
constexpr int ntp_port = 123;

// A draw of this exchange: the nth one of those for `what`.
std::uint64_t drawn(const std::string& device, const Exchange& x, const licensing::Chance& chance,
                    const std::string& what, std::uint64_t low, std::uint64_t high) {
    return chance.between(device, "wire " + what, x.nth, low, high);
}

Frame frame_of(const Exchange& x, bool ours, Moment at) {
    Frame frame;
    frame.at = at;
    frame.ours = ours;
    frame.from = ours ? x.from : x.to;
    frame.to = ours ? x.to : x.from;
    return frame;
}

class Expansion {
public:
    Expansion(const std::string& device, const Exchange& exchange, const OwnStack& own,
              const licensing::Chance& chance)
        : device_(device), x_(exchange), own_(own), chance_(chance) {}

    // A little after a millisecond: nothing on a wire begins with one.
    Moment begin() const { return x_.at.time_since_epoch() + Moment{draw("begin", 0, 999'999)}; }
    std::vector<Frame> lookup() const;
    std::vector<Frame> time() const;
    std::vector<Frame> echo() const;
    std::vector<Frame> connection() const;

private:
    std::uint64_t draw(const std::string& what, std::uint64_t low, std::uint64_t high) const {
        return drawn(device_, x_, chance_, what, low, high);
    }

    int port(const std::string& what) const {
        const auto first = static_cast<std::uint64_t>(own_.first_port);
        return static_cast<int>(draw(what, first, static_cast<std::uint64_t>(own_.last_port)));
    }

    const std::string& device_;
    const Exchange& x_;
    const OwnStack& own_;
    const licensing::Chance& chance_;
};

// Who gets no answer asks once more after two seconds, and then looks the name up anew.
std::vector<Frame> Expansion::lookup() const {
    std::vector<Frame> frames;
    auto at = begin();
    const bool answered = x_.fate != Fate::unanswered;
    for (int attempt = 0; attempt < (answered ? 1 : 4); ++attempt) {
        const std::string which = attempt < 2 ? "id" : "second id";
        auto query = frame_of(x_, true, at);
        query.id = static_cast<std::uint16_t>(draw(which, 1, 65535));
        query.from_port = port(which + " port");
        query.to_port = dns_port;
        query.load = Load::dns_query;
        query.name = x_.name;
        query.bytes = dns_query(query.id, x_.name);
        frames.push_back(query);
        at += std::chrono::seconds{2} +
              microseconds{draw("again " + std::to_string(attempt), 2000, 2200)};
        if (!answered) continue;
        auto answer = frame_of(x_, false, query.at + x_.length);
        answer.from_port = dns_port;
        answer.to_port = query.from_port;
        answer.id = query.id;
        answer.load = x_.answers.empty() ? Load::dns_no_name : Load::dns_answer;
        answer.name = x_.name;
        answer.answers = x_.answers;
        answer.bytes = dns_answer(answer.id, x_.name, x_.answers);
        frames.push_back(answer);
    }
    return frames;
}

std::vector<Frame> Expansion::time() const {
    auto asked = frame_of(x_, true, begin());
    asked.from_port = asked.to_port = ntp_port;
    asked.load = Load::ntp_client;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(x_.at.time_since_epoch());
    const auto now = static_cast<std::uint64_t>(seconds.count());
    asked.bytes = ntp_message(own_.ntp_version, false, now);
    if (x_.fate == Fate::unanswered) return {asked};
    auto told = frame_of(x_, false, asked.at + x_.length);
    told.from_port = told.to_port = ntp_port;
    told.load = Load::ntp_server;
    told.bytes = ntp_message(own_.ntp_version, true, now);
    return {asked, told};
}

// It goes out in the first half of a millisecond and is back in the second: whole ones are counted,
// and by their end it has been there.
std::vector<Frame> Expansion::echo() const {
    constexpr Moment half{500'000};
    const auto later = Moment{draw("begin", 0, 999'999)} / 2;
    auto out = frame_of(x_, true, x_.at.time_since_epoch() + later);
    out.carrier = Carrier::icmp;
    out.load = Load::echo_request;
    out.id = static_cast<std::uint16_t>(chance_.between(device_, "wire echo", 0, 2000, 32000));
    out.sequence = x_.sequence;
    const auto tail = big_endian(out.id, 2) + big_endian(out.sequence, 2) + std::string(16, '\0') +
                      "\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f"
                      " !\"#$%&'()*+,-./01234567";
    out.bytes = std::string("\x08\0\0\0", 4) + tail;
    if (x_.fate == Fate::unanswered) return {out};
    auto back = frame_of(x_, false, out.at + x_.length - half);
    back.carrier = Carrier::icmp;
    back.load = Load::echo_reply;
    back.id = out.id;
    back.sequence = out.sequence;
    back.bytes = std::string(4, '\0') + tail;
    return {out, back};
}

// -- connections ----------------------------------------------------------------------------------

std::vector<Frame> Expansion::connection() const {
    Conversation talk(device_, x_, own_, chance_, begin());
    if (x_.fate == Fate::unanswered) return talk.never_answered();
    if (x_.fate == Fate::refused) return talk.refused();
    talk.open();
    const auto mine = fmt::format("CONNECT {}:{} HTTP/1.1", x_.name, x_.tunnel);
    if (x_.tunnel > 0) {
        talk.send(Load::http_request, mine + "\r\nHost: " + x_.name + "\r\n\r\n", mine);
        talk.travel();
        const bool opened = x_.fate != Fate::turned_away;
        const std::string said =
            opened ? "HTTP/1.1 200 Connection established" : "HTTP/1.1 503 Service Unavailable";
        talk.receive(Load::http_answer, said + "\r\n\r\n", said);
        if (!opened) return talk.close(false);
    }
    const auto noise = [&](std::string_view what, std::size_t size) {
        return talk.noise(what, size);
    };
    if (x_.tls) {
        talk.send(Load::client_hello, client_hello(x_.name, noise));
        talk.travel();
        talk.receive(Load::server_hello, server_hello(certificate_of(x_.signer), noise));
        if (x_.fate == Fate::distrusted) {
            talk.send(Load::alert, unknown_ca());
            return talk.close(false);
        }
        talk.send(Load::key_exchange, key_exchange(noise));
        talk.travel();
        talk.receive(Load::change_cipher, change_cipher());
        talk.receive(Load::finished, tls_record(22, noise("end", 40)));
    }
    if (x_.path.empty()) return talk.close(x_.tls);
    constexpr int application = 23;
    const auto request = fmt::format("POST {} HTTP/1.1", x_.path);
    const auto body = request + "\r\nHost: " + x_.name + "\r\n\r\n" + std::string(1500, ' ');
    const std::string answer = "HTTP/1.1 200 OK";
    if (x_.tls)
        talk.send(Load::application_data, tls_record(application, noise("asked", 1800)));
    else
        talk.send(Load::http_request, body, request);
    talk.until_answer();
    if (x_.tls)
        talk.receive(Load::application_data, tls_record(application, noise("told", 2400)));
    else
        talk.receive(Load::http_answer, answer + "\r\n\r\n" + std::string(1500, ' '), answer);
    return talk.close(x_.tls);
}

}  // namespace

int own_port(const std::string& device, std::uint64_t exchange, const OwnStack& own,
             const licensing::Chance& chance) {
    return static_cast<int>(chance.between(device, "wire port", exchange,
                                           static_cast<std::uint64_t>(own.first_port),
                                           static_cast<std::uint64_t>(own.last_port)));
}

int Frame::length() const {
    constexpr int ethernet = 14, ip = 20, udp = 8, least = 60;
    const bool both = tcp.selective || tcp.shift;
    int options = tcp.segment > 0 ? 4 : 0;
    if (tcp.selective) options += 2;
    if (tcp.stamps) options += both ? 10 : 12;
    if (tcp.shift) options += 4;
    int header = carrier == Carrier::udp ? udp : carrier == Carrier::tcp ? 20 + options : 0;
    header += ethernet + ip + static_cast<int>(bytes.size());
    // The other side's are filled up before they get here, the device's own later.
    return ours ? header : std::max(header, least);
}

std::vector<Frame> frames_of(const std::string& device, const Exchange& exchange,
                             const OwnStack& own, const licensing::Chance& chance) {
    const Expansion expansion(device, exchange, own, chance);
    switch (exchange.kind) {
        case Exchange::Kind::lookup: return expansion.lookup();
        case Exchange::Kind::time: return expansion.time();
        case Exchange::Kind::echo: return expansion.echo();
        case Exchange::Kind::connection: break;
    }
    return expansion.connection();
}

}  // namespace lab
