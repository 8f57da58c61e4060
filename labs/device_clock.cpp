// The device's clock: set by hand, by the calendar, by time servers; and what it is worth.
#include <algorithm>

#include <fmt/format.h>

#include "labs/device.hpp"

namespace lab {

using licensing::DeviceTime;
using licensing::Instant;
using licensing::Span;

namespace {

constexpr int polls_kept = 0xff;     // a register of eight bits
constexpr int answers_to_trust = 4;  // in a row: some minutes of the shortest poll
constexpr Span shortest_poll = std::chrono::seconds{64};
constexpr Span longest_poll = std::chrono::seconds{1024};
constexpr Span first_poll = std::chrono::seconds{16};
constexpr Span worth_telling = std::chrono::seconds{1};  // a smaller step changes nothing

// Local time of a turn in `year`.
std::chrono::sys_seconds turn_in(const Turn& turn, std::chrono::year year) {
    using namespace std::chrono;
    const year_month month = year / turn.month;
    const weekday day{static_cast<unsigned>(turn.weekday)};
    const auto date =
        turn.week == 5 ? sys_days{month / weekday_last{day}}
                       : sys_days{month / weekday_indexed{day, static_cast<unsigned>(turn.week)}};
    return sys_seconds{date} + turn.time;
}

// "00:05:12", "1d02h", "3w2d": how long the device has been up, the larger the coarser.
std::string since_text(Span span) {
    const auto total = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    const auto days = total / 86'400;
    if (days == 0) {
        return fmt::format("{:02}:{:02}:{:02}", total / 3'600, total / 60 % 60, total % 60);
    }
    if (days < 7) return fmt::format("{}d{:02}h", days, total / 3'600 % 24);
    if (days < 365) return fmt::format("{}w{}d", days / 7, days % 7);
    return fmt::format("{}y{}w", days / 365, days % 365 / 7);
}

std::string key_of(const TimeServer& server) {
    return server.client.vrf.empty() ? server.host : server.host + " " + server.client.vrf;
}

}  // namespace

Zone zone_at(const Settings& settings, DeviceTime utc) {
    using namespace std::chrono;
    const Zone standard{settings.zone, settings.zone_offset};
    if (!settings.summer) return standard;
    const auto& summer = *settings.summer;
    const sys_seconds local{duration_cast<seconds>(utc.time_since_epoch()) + settings.zone_offset};
    const auto year = year_month_day{floor<days>(local)}.year();
    const auto begins = turn_in(summer.begins, year);
    // The end is told by the summer's clock.
    const auto ends = turn_in(summer.ends, year) - summer.offset;
    const bool on =
        begins < ends ? local >= begins && local < ends : local >= begins || local < ends;
    if (!on) return standard;
    return {summer.zone, settings.zone_offset + summer.offset};
}

bool Device::clock_authoritative() const {
    if (!profile_->has("trusts-only-authoritative-clock")) return true;
    const auto source = running_.clock.source;
    return source == ClockSource::user || source == ClockSource::ntp ||
           (source == ClockSource::calendar && settings_.calendar_valid);
}

std::string Device::clock_mark() const {
    if (!profile_->has("trusts-only-authoritative-clock")) return {};
    if (!clock_authoritative()) return "*";
    const auto& clock = running_.clock;
    return clock.source == ClockSource::ntp && !clock.synchronized ? "." : "";
}

std::string Device::log_stamp() const {
    if (!settings_.logging.timestamp) return {};
    if (!profile_->has("log-stamp-options")) {
        return profile_->stamp(stamp(now()), "syslog") + ": ";
    }
    const auto& wanted = settings_.log_stamp;
    if (wanted.uptime) return since_text(uptime()) + ": ";
    auto at = stamp(now());
    if (!wanted.local) at = {at.utc, std::chrono::seconds{0}, profile_->text("zone")};
    auto text = clock_mark() + profile_->stamp(at, "log.date");
    if (wanted.year) text += profile_->stamp(at, "log.year");
    text += profile_->stamp(at, "log.time");
    if (wanted.milliseconds) text += profile_->stamp(at, "log.fraction");
    if (wanted.zone) text += profile_->stamp(at, "log.zone");
    return text + ": ";
}

// Moves the clock; the agent hears of it, and whoever waits for a time to trust.
void Device::move_clock(DeviceTime to) {
    const auto before = now();
    chassis_.clock_offset = to.time_since_epoch() - lab_now().time_since_epoch();
    const auto step = to - before;
    if (agent_ && (step >= worth_telling || step <= -worth_telling)) {
        agent_->clock_changed(before, now());
    }
    collect();
}

void Device::tell_authoritative() {
    if (running_.clock.announced || !running_.up || !clock_authoritative()) return;
    running_.clock.announced = true;
    notify("clock.authoritative");
}

void Device::set_clock(DeviceTime to) {
    const auto before = now();
    running_.clock_set = true;
    running_.clock.source = ClockSource::user;
    running_.clock.synchronized = false;
    chassis_.clock_offset = to.time_since_epoch() - lab_now().time_since_epoch();
    profiles::Facts facts;
    facts.set("before", stamp(before)).set("after", stamp(to));
    notify("clock.updated", facts);
    tell_authoritative();
    if (agent_) agent_->clock_changed(before, to);
    collect();
}

DeviceTime Device::calendar() const {
    return DeviceTime{(lab_now() + chassis_.calendar_offset).time_since_epoch()};
}

void Device::set_calendar(DeviceTime to) {
    chassis_.calendar_offset = to.time_since_epoch() - lab_now().time_since_epoch();
}

void Device::read_calendar() {
    running_.clock.source = ClockSource::calendar;
    running_.clock.synchronized = false;
    move_clock(calendar());
    tell_authoritative();
}

// -- time servers -------------------------------------------------------------------------------

// Keeps an association for each configured server and no other.
void Device::follow_time_servers() {
    auto& known = running_.clock.associations;
    std::vector<Association> kept;
    for (const auto& server : settings_.time_servers) {
        const auto key = key_of(server);
        auto it = std::find_if(known.begin(), known.end(),
                               [&](const Association& a) { return a.host == key; });
        if (it != known.end()) {
            kept.push_back(*it);
            continue;
        }
        Association made;
        made.host = key;
        made.poll = shortest_poll;
        made.next = lab_now() + first_poll;
        if (address_number(server.host)) made.address = server.host;
        kept.push_back(std::move(made));
    }
    known = std::move(kept);
    if (running_.clock.synchronized) choose_time_server();
}

// One poll of one server.
void Device::ask_time(Association& association, const TimeServer& server) {
    const auto asker = sender();
    const auto table = settings_.table_of(server.client);
    const auto found = around_.network.resolve(asker, server.host, lab_now(), table);
    std::optional<int> stratum;
    if (const auto* at = std::get_if<Network::Found>(&found)) {
        association.address = at->address;
        stratum = around_.network.time_from(asker, at->address, {{}, table, server.client.source},
                                            lab_now());
    }
    association.reach = (association.reach << 1 & polls_kept) | (stratum ? 1 : 0);
    association.answered = stratum ? std::min(association.answered + 1, 8) : 0;
    if (stratum) {
        association.stratum = *stratum;
        association.heard = lab_now();
    }
    // Who answers is asked less and less, who does not at the shortest interval for an hour.
    const bool steady =
        stratum ? association.answered == 8
                : !association.heard || lab_now() - *association.heard > std::chrono::hours{1};
    association.poll = steady && association.reach != 1
                           ? std::min(association.poll * 2, longest_poll)
                           : shortest_poll;
    association.next = lab_now() + association.poll;
}

void Device::poll_time_servers() {
    auto& associations = running_.clock.associations;
    bool asked = false;
    for (std::size_t i = 0; i < associations.size() && i < settings_.time_servers.size(); ++i) {
        if (associations[i].next > lab_now()) continue;
        ask_time(associations[i], settings_.time_servers[i]);
        asked = true;
    }
    if (asked) choose_time_server();
}

// The clock follows the server that has answered long enough, the preferred before the others;
// it is lost when none of the last eight polls of any brought an answer.
void Device::choose_time_server() {
    auto& clock = running_.clock;
    const Association* best = nullptr;
    bool best_preferred = false;
    for (std::size_t i = 0; i < clock.associations.size(); ++i) {
        const auto& a = clock.associations[i];
        const bool holds = clock.synchronized && a.address == clock.server && a.reach != 0;
        if (a.answered < answers_to_trust && !holds) continue;
        const bool preferred = settings_.time_servers[i].prefer;
        const bool better = !best || (preferred && !best_preferred) ||
                            (preferred == best_preferred && a.stratum < best->stratum);
        if (better) best = &a, best_preferred = preferred;
    }
    clock.synchronized = best != nullptr;
    if (!best) return;
    clock.server = best->address;
    clock.source = ClockSource::ntp;
    // Lab time is the world's: who follows a server has it.
    move_clock(DeviceTime{lab_now().time_since_epoch()});
    running_.clock.reference = now();
    if (settings_.updates_calendar) chassis_.calendar_offset = Span{0};
    tell_authoritative();
}

// A lab opens on a device that has been at work: servers that can be heard have been.
void Device::settle_clock() {
    auto& associations = running_.clock.associations;
    for (std::size_t i = 0; i < associations.size(); ++i) {
        for (int poll = 0; poll < 8; ++poll) {
            ask_time(associations[i], settings_.time_servers[i]);
        }
        associations[i].poll = shortest_poll;
    }
    if (!associations.empty()) choose_time_server();
}

std::optional<Instant> Device::next_poll() const {
    std::optional<Instant> due;
    for (const auto& association : running_.clock.associations) {
        if (!due || association.next < *due) due = association.next;
    }
    return due;
}

}  // namespace lab
