#include "labs/conversation.hpp"

#include <algorithm>

namespace lab {

using std::chrono::microseconds;
using std::chrono::milliseconds;

Conversation::Conversation(const std::string& device, const Exchange& exchange, const OwnStack& own,
                           const licensing::Chance& chance, Moment begins)
    : device_(device), x_(exchange), own_(own), chance_(chance), now_(begins) {
    // A whole exchange takes seven of these, so one that is quick as a whole has short ones.
    const auto most = std::max<Moment>(microseconds{200}, exchange.length / 8);
    round_ = std::min<Moment>(most, microseconds{draw("round", 150'000, 175'000)});
    port_ = own_port(device, exchange.nth, own, chance);
    own_first_ = static_cast<std::uint32_t>(draw("own first", 0, 0xffffffff));
    far_first_ = static_cast<std::uint32_t>(draw("far first", 0, 0xffffffff));
}

std::uint64_t Conversation::draw(const std::string& what, std::uint64_t low,
                                 std::uint64_t high) const {
    return chance_.between(device_, "wire " + what, x_.nth, low, high);
}

std::string Conversation::noise(std::string_view what, std::size_t size) const {
    std::string out;
    const auto purpose = "wire " + std::string(what) + " " + std::to_string(x_.nth);
    for (std::uint64_t i = 0; out.size() < size; ++i) {
        const auto bits = chance_.draw(device_, purpose, i);
        for (int k = 0; k < 8 && out.size() < size; ++k)
            out += static_cast<char>(bits >> (8 * k) & 255U);
    }
    return out;
}

// What the device takes grows with what comes, two segments for one.
int Conversation::own_window() const {
    return segments_ == 0 ? own_.window
                          : std::max(own_.window, 2 * (segments_ + 2) * (x_.far.segment - 12));
}

Frame& Conversation::add(bool ours, unsigned flags) {
    constexpr int far_ticks = 100;
    Frame frame;
    frame.at = now_;
    frame.ours = ours;
    frame.carrier = Carrier::tcp;
    frame.from = ours ? x_.from : x_.to;
    frame.to = ours ? x_.to : x_.from;
    frame.from_port = ours ? port_ : x_.port;
    frame.to_port = ours ? x_.port : port_;
    auto& tcp = frame.tcp;
    tcp.first = ours ? own_first_ : far_first_;
    tcp.other_first = ours ? far_first_ : own_first_;
    tcp.flags = flags;
    tcp.sequence = ours ? own_next_ : far_next_;
    tcp.acknowledged = (flags & ack) == 0 ? 0 : ours ? far_next_ : own_next_;
    tcp.window =
        ours ? own_window()
             : x_.far.window - static_cast<int>(own_next_ > 1 ? own_next_ - 1 : 0) % x_.far.window;
    const bool first = (flags & syn) != 0 && ours;
    if (x_.far.stamps || first) {
        const auto since = [&](int ticks, const char* whose) {
            const auto counted = static_cast<std::uint64_t>(now_.count() / (1'000'000'000 / ticks));
            return static_cast<std::uint32_t>(chance_.draw(device_, whose, 0) + counted);
        };
        const auto own = since(own_.ticks, "wire ticks");
        const auto far = since(far_ticks, "wire far ticks");
        tcp.stamps = ours ? TcpStamps{own, heard_} : TcpStamps{far, own};
        if (!ours) {
            heard_ = far;
            // It says again what it was told last: what the device said half a way ago or more.
            for (auto it = frames_.rbegin(); it != frames_.rend(); ++it) {
                if (!it->ours || !it->tcp.stamps) continue;
                tcp.stamps->echo = it->tcp.stamps->value;
                break;
            }
        }
    }
    frames_.push_back(std::move(frame));
    return frames_.back();
}

// The first packet says what the device can do.
Tcp& Conversation::ask() {
    auto& tcp = add(true, syn).tcp;
    tcp.segment = 1460;
    tcp.selective = own_.shift >= 0;
    if (tcp.selective) tcp.shift = own_.shift;
    return tcp;
}

std::vector<Frame> Conversation::never_answered() {
    const auto begun = now_;
    Moment patience = std::chrono::seconds{1};
    for (bool again = false; now_ == begun || now_ - begun < x_.length; again = true) {
        ask().again = again;
        now_ += patience + microseconds{draw("again", 200, 900)};
        patience *= 2;
    }
    return std::move(frames_);
}

std::vector<Frame> Conversation::refused() {
    ask();
    now_ += std::min<Moment>(round_, x_.length);
    own_next_ = 1;
    auto& no = add(false, rst | ack).tcp;
    no.window = 0;
    no.stamps.reset();
    far_next_ = 1;
    return std::move(frames_);
}

void Conversation::open() {
    ask();
    now_ += round_;
    own_next_ = 1;
    auto& second = add(false, syn | ack).tcp;
    second.segment = x_.far.segment;
    far_next_ = 1;
    own_acked_ = 1;
    own_acknowledges();
}

void Conversation::own_acknowledges() {
    now_ += Moment{draw("turn " + std::to_string(frames_.size()), 11'000, 102'000)};
    add(true, ack);
}

void Conversation::send(Load load, const std::string& bytes, const std::string& line) {
    now_ += microseconds{draw("write " + std::to_string(frames_.size()), 350, 780)};
    const auto most =
        static_cast<std::size_t>(std::min(x_.far.segment, 1460)) - (x_.far.stamps ? 12U : 0U);
    for (std::size_t from = 0; from < bytes.size(); from += most) {
        const bool last = from + most >= bytes.size();
        auto& frame = add(true, last ? psh | ack : ack);
        frame.bytes = bytes.substr(from, most);
        frame.load = last ? load : Load::segment;
        if (last) frame.name = line;
        own_next_ += static_cast<std::uint32_t>(frame.bytes.size());
        now_ += Moment{4'000};
    }
}

void Conversation::travel() {
    now_ += round_;
    if (own_acked_ != own_next_) add(false, ack);
    own_acked_ = own_next_;
    now_ += microseconds{draw("think " + std::to_string(frames_.size()), 200, 420)};
}

void Conversation::until_answer() {
    travel();
    const auto back = x_.at.time_since_epoch() + x_.length - round_;
    now_ = std::max<Moment>(now_, back);
}

// At the start a server sends three packets and waits until they are acknowledged.
void Conversation::receive(Load load, const std::string& bytes, const std::string& line) {
    constexpr int at_once = 3;
    const auto most = static_cast<std::size_t>(x_.far.segment) - (x_.far.stamps ? 12U : 0U);
    int sent = 0;
    for (std::size_t from = 0; from < bytes.size(); from += most) {
        if (++sent == at_once + 1) now_ += round_;
        const bool last = from + most >= bytes.size();
        auto& frame = add(false, last ? psh | ack : ack);
        frame.bytes = bytes.substr(from, most);
        frame.load = last ? load : Load::segment;
        if (last) frame.name = line;
        far_next_ += static_cast<std::uint32_t>(frame.bytes.size());
        if (!last) ++segments_;
        own_acknowledges();
        now_ += Moment{4'000};
    }
    own_acked_ = own_next_;
}

std::vector<Frame> Conversation::close(bool tells) {
    constexpr int alert_record = 21;
    if (tells) {
        std::string record(1, static_cast<char>(alert_record));
        record += std::string("\x03\x03\x00\x1a", 4) + noise("close", 26);
        send(Load::encrypted_alert, record);
    }
    now_ += microseconds{draw("close", 40, 90)};
    add(true, fin | ack);
    ++own_next_;
    now_ += round_;
    add(false, fin | ack);
    ++far_next_;
    own_acknowledges();
    return std::move(frames_);
}

}  // namespace lab
