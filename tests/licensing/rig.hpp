// A lab small enough to see through: an authority, devices that are nothing but an agent, and a
// wire that carries requests there and answers back. For the tests of licensing/ only.
#pragma once

#include <cstdio>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "licensing/agent.hpp"
#include "licensing/authority.hpp"
#include "licensing/timeline.hpp"

namespace rig {

using namespace licensing;
using namespace std::chrono_literals;
using std::chrono::days;

// Milliseconds of UTC, for any of the three clocks.
inline Span date(int year, unsigned month, unsigned day, int hour = 0, int minute = 0,
                 int second = 0, int ms = 0) {
    const std::chrono::year_month_day ymd{std::chrono::year{year}, std::chrono::month{month},
                                          std::chrono::day{day}};
    return std::chrono::sys_days{ymd}.time_since_epoch() + std::chrono::hours{hour} +
           std::chrono::minutes{minute} + std::chrono::seconds{second} +
           std::chrono::milliseconds{ms};
}

// As a device shows a date: truncated to the second.
template <class Point> std::string text(Point point) {
    using namespace std::chrono;
    const sys_time<milliseconds> time{point.time_since_epoch()};
    const auto day = floor<days>(time);
    const year_month_day ymd{day};
    const hh_mm_ss clock{floor<seconds>(time - day)};
    char buffer[32];
    std::snprintf(
        buffer, sizeof buffer, "%04d-%02u-%02u %02d:%02d:%02d", int{ymd.year()},
        unsigned{ymd.month()}, unsigned{ymd.day()}, static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return buffer;
}
template <class Point> std::string text(const std::optional<Point>& point) {
    return point ? text(*point) : "none";
}

inline AgentTraits agent_traits(const std::string& party = "asa") {
    AgentTraits traits;
    traits.party = party;
    traits.id_renewal = days{180};
    traits.authorization_renewal = days{30};
    traits.expired_retry = 1h;
    traits.out_of_compliance_retry = 12h;
    traits.request_delay = 30s;
    traits.settling = 300ms;
    traits.expiry_warning = days{60};
    traits.registration_retry = {{15min, 5min}, {15min, 5min}, {60min, 1min}};
    traits.id_retry = {{30s, 0s}, {15min, 5min}, {60min, 2min}};
    traits.authorization_retry = {{30s, 0s}, {15min, 5min}, {60min, 2min}};
    return traits;
}

inline AgentState enabled() {
    AgentState state;
    state.enabled = true;
    return state;
}

inline Licence licence(const std::string& tag, int count) {
    return Licence{tag, tag + " name", tag + " description", count, std::nullopt};
}

inline AuthorityState account(std::vector<Licence> licences) {
    AuthorityState state;
    state.smart_account = "Example";
    state.accounts = {{"Default", std::move(licences)}, {"Other", {}}};
    return state;
}

class Wire;

struct Box : Party {
    Box(std::string called, Agent booted, Wire& cable, Timeline& time)
        : name(std::move(called)), agent(std::move(booted)), wire(cable), timeline(time) {}

    DeviceTime clock() const { return DeviceTime{(timeline.now() + offset).time_since_epoch()}; }
    std::string_view party() const override { return name; }
    std::optional<Instant> next_due() const override {
        const auto due = agent.next_due();
        if (!due || !on) return std::nullopt;
        return Instant{due->time_since_epoch() - offset};
    }
    void wake(Instant) override {
        agent.wake(clock());
        post();
    }
    void post();

    // -- what a person does --
    std::optional<AgentRefusal> enrol(const std::string& token, bool force = false) {
        const auto refusal = agent.register_device(token, force, clock());
        post();
        return refusal;
    }
    void want(std::vector<Claim> claims) {
        agent.want(std::move(claims), clock());
        post();
    }
    void renew_authorization() {
        agent.renew_authorization(clock());
        post();
    }
    std::optional<AgentRefusal> renew() {
        const auto refusal = agent.renew(clock());
        post();
        return refusal;
    }
    void renew_identity() {
        agent.renew_identity(clock());
        post();
    }
    void deregister() {
        agent.deregister(clock());
        post();
    }
    void power_off() {
        flash = agent.kept(clock());
        on = false;
    }
    void boot() {
        on = true;
        agent = Agent(agent.traits(), agent.udi(), Chance{seed}, flash, clock());
        post();
    }
    void reload() {
        power_off();
        boot();
    }

    int said(EventKind kind) const {
        int count = 0;
        for (const Event& event : events) count += event.kind == kind ? 1 : 0;
        return count;
    }
    const AgentState& state() const { return agent.state(); }

    std::string name;
    Agent agent;
    Wire& wire;
    Timeline& timeline;
    Span offset{};
    std::uint64_t seed = 1;
    bool on = true;
    AgentState flash;
    std::vector<Event> events;
};

struct Office : Party {
    Office(Authority far_end, Timeline& time) : authority(std::move(far_end)), timeline(time) {}
    AuthorityTime clock() const { return authority.clock(timeline.now()); }
    std::string_view party() const override { return "authority"; }
    std::optional<Instant> next_due() const override {
        const auto due = authority.next_due();
        if (!due) return std::nullopt;
        return Instant{due->time_since_epoch() - authority.traits().offset};
    }
    void wake(Instant) override { authority.wake(clock()); }

    Authority authority;
    Timeline& timeline;
};

class Wire : public Party {
public:
    Wire(Office& office, Timeline& timeline) : office_(office), timeline_(timeline) {}

    std::string_view party() const override { return "wire"; }
    std::optional<Instant> next_due() const override {
        std::optional<Instant> due;
        for (const Mail& mail : mail_) {
            if (!due || mail.at < *due) due = mail.at;
        }
        return due;
    }
    void wake(Instant now) override {
        for (std::size_t i = 0; i < mail_.size(); ++i) {
            if (mail_[i].at > now) continue;
            const Mail mail = mail_[i];
            mail_.erase(mail_.begin() + static_cast<std::ptrdiff_t>(i));
            carry(mail);
            return;
        }
    }
    void send(Box& box, Request request) {
        ++sent;
        if (blocked) {
            const TransportFailure failure = TransportFailure::filtered;
            mail_.push_back(Mail{timeline_.now() + failing, &box, std::move(request), failure});
        } else {
            mail_.push_back(Mail{timeline_.now() + there, &box, std::move(request), std::nullopt});
        }
    }

    bool blocked = false;
    Span there = 8s, back = 5s, failing = 100ms;
    int sent = 0;

private:
    struct Mail {
        Instant at;
        Box* box;
        Request request;
        std::optional<Delivery> delivery;
    };
    void carry(const Mail& mail) {
        if (mail.delivery) {
            if (!mail.box->on) return;
            mail.box->agent.receive(mail.request.id, *mail.delivery, mail.box->clock());
            mail.box->post();
        } else {
            mail_.push_back(Mail{timeline_.now() + back, mail.box, mail.request,
                                 office_.authority.answer(mail.request, office_.clock())});
        }
    }
    Office& office_;
    Timeline& timeline_;
    std::deque<Mail> mail_;
};

inline void Box::post() {
    for (Request& request : agent.take_requests()) wire.send(*this, std::move(request));
    for (Event& event : agent.take_events()) events.push_back(std::move(event));
}

struct Lab {
    explicit Lab(Span start, std::vector<Licence> licences = {licence("STD", 5)},
                 Span authority_offset = Span{})
        : timeline(Instant{start}),
          office(Authority({"authority", authority_offset}, Chance{1}, account(licences)),
                 timeline),
          wire(office, timeline) {
        timeline.join(office);
        timeline.join(wire);
        token("T");
    }
    Box& device(AgentTraits traits = agent_traits(), AgentState state = enabled(),
                std::uint64_t seed = 1) {
        const DeviceTime now{timeline.now().time_since_epoch()};
        const Udi udi{"ASAv", "9A" + std::to_string(boxes.size())};
        boxes.push_back(std::make_unique<Box>(
            traits.party, Agent(traits, udi, Chance{seed}, std::move(state), now), wire, timeline));
        boxes.back()->seed = seed;
        timeline.join(*boxes.back());
        boxes.back()->post();
        return *boxes.back();
    }
    void token(const std::string& id, int valid = 365, std::optional<int> uses = {},
               bool export_allowed = true, const std::string& owner = "") {
        office.authority.create_token(id, owner, valid, uses, export_allowed, office.clock());
    }
    void until(Span when) { timeline.advance_to(Instant{when}); }
    void pass(Span span) { timeline.advance_to(timeline.now() + span); }

    Timeline timeline;
    Office office;
    Wire wire;
    std::vector<std::unique_ptr<Box>> boxes;
};

}  // namespace rig
