// Boots, ends and clocks: what time does to an agent.
#include <doctest/doctest.h>

#include "tests/licensing/rig.hpp"

using namespace rig;

namespace {

struct Site : Lab {
    Site() : Lab(date(2026, 1, 1)) { box = &device(); }
    Box* box;
};

}  // namespace

TEST_CASE("agent: certificate's end, at once or at the next boot") {
    for (const bool at_once : {false, true}) {
        CAPTURE(at_once);
        AgentTraits traits = agent_traits();
        if (at_once) traits.certificate_end = CertificateEnd::at_once;
        Lab lab{date(2026, 1, 1)};
        Box& box = lab.device(traits);
        box.want({{"STD", 1}});
        box.enrol("T");
        lab.pass(1min);
        lab.wire.blocked = true;
        lab.pass(days{364});
        CHECK(box.said(EventKind::certificate_warning) == 1);
        CHECK(box.said(EventKind::certificate_expired) == 0);
        lab.pass(days{10});
        CHECK(box.said(EventKind::certificate_expired) == 1);
        CHECK(box.agent.registered() == !at_once);
        CHECK(box.state().authorization ==
              (at_once ? Authorization::evaluation : Authorization::expired));
        box.reload();
        CHECK(box.state().registration ==
              (at_once ? Registration::unregistered : Registration::in_progress));
        CHECK(box.said(EventKind::certificate_expired) == 1);
    }
}

TEST_CASE("agent: a boot while registering goes on registering") {
    Site lab;
    Box& box = *lab.box;
    lab.wire.blocked = true;
    box.enrol("T");
    lab.pass(1min);
    const auto next = box.state().next_registration;
    box.reload();
    CHECK_FALSE(box.state().awaited);
    CHECK(box.state().next_registration == next);
    lab.wire.blocked = false;
    lab.pass(30min);
    CHECK(box.agent.registered());
    // And when the answer was lost with the reload, at once.
    box.enrol("T", true);
    box.reload();
    CHECK(box.state().awaited);
    lab.pass(1min);
    CHECK(box.agent.registered());
}

TEST_CASE("agent: an answer after the clock jumped, jobs keep their dates") {
    Site lab;
    Box& box = *lab.box;
    box.want({{"STD", 1}});
    box.enrol("T");
    lab.pass(1min);
    const auto next = box.state().next_communication;
    const DeviceTime before = box.clock();
    box.offset = days{31};
    box.agent.clock_changed(before, box.clock());
    CHECK(box.state().next_communication == next);
    lab.pass(1min);
    CHECK(box.said(EventKind::clock_changed) == 1);
    CHECK(std::get<Objection>(box.state().communicated->failure->why) ==
          Objection::date_beyond_tolerance);
    const DeviceTime ahead = box.clock();
    box.offset = 0s;
    box.agent.clock_changed(ahead, box.clock());
    box.renew_authorization();
    lab.pass(1min);
    CHECK_FALSE(box.state().communicated->failure);
}

TEST_CASE("agent: whatever is done to it, time goes on and the dates make sense") {
    const Chance dice{99};
    for (std::uint64_t run = 0; run < 60; ++run) {
        CAPTURE(run);
        AgentTraits traits = agent_traits();
        if (run % 2 == 0) traits.certificate_end = CertificateEnd::at_once;
        if (run % 3 == 0) traits.evaluation = days{90};
        Lab lab{date(2026, 1, 1), {licence("STD", 1), licence("CTX", 2)}};
        Box& box = lab.device(traits);
        for (std::uint64_t step = 0; step < 60; ++step) {
            const auto roll = [&](std::string_view what, std::uint64_t sides) {
                return dice.between("dice", what, run * 1000 + step, 0, sides - 1);
            };
            const DeviceTime before = box.clock();
            switch (roll("what", 12)) {
                case 0: box.enrol("T", roll("force", 2) == 0); break;
                case 1: box.want({{"STD", 1}, {"CTX", static_cast<int>(roll("n", 4)) + 1}}); break;
                case 2: box.want({}); break;
                case 3: box.deregister(); break;
                case 4: box.renew_identity(); break;
                case 5: box.renew_authorization(); break;
                case 6: box.reload(); break;
                case 7: lab.wire.blocked = !lab.wire.blocked; break;
                case 8: lab.office.authority.remove_instance(box.agent.udi().serial); break;
                case 9: lab.token("T" + std::to_string(step)); break;
                case 10:
                    box.offset = days{static_cast<int>(roll("offset", 800)) - 400};
                    box.agent.clock_changed(before, box.clock());
                    break;
                default:
                    box.agent.disable(box.clock());
                    box.agent.enable(box.clock());
                    break;
            }
            box.post();
            lab.pass(std::chrono::minutes{1LL << roll("minutes", 18)});
            const AgentState& state = box.state();
            if (state.registration == Registration::registered) CHECK(state.identity);
            if (!state.identity) CHECK_FALSE(state.deadline);
            CHECK(state.wanted.size() == state.entitlements.size());
            if (state.awaited) continue;
            const auto due = box.agent.next_due();
            if (due) CHECK(*due > box.clock());
        }
    }
}
