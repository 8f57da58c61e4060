#include <doctest/doctest.h>

#include "tests/licensing/rig.hpp"

using namespace rig;

namespace {

AgentTraits chassis() {
    AgentTraits traits = agent_traits("chassis");
    traits.evaluation = days{90};
    traits.certificate_end = CertificateEnd::at_once;
    return traits;
}

}  // namespace

TEST_CASE("entitlements: a change is sent after the request delay, the same is not") {
    Lab lab{date(2026, 1, 1), {licence("STD", 5), licence("CTX", 5)}};
    Box& box = lab.device();
    box.enrol("T");
    lab.pass(1min);
    CHECK(lab.wire.sent == 1);
    box.want({{"STD", 1}});
    CHECK(lab.wire.sent == 1);
    lab.pass(29s);
    CHECK(lab.wire.sent == 1);
    lab.pass(1s);
    CHECK(lab.wire.sent == 2);
    lab.pass(1min);
    CHECK(box.agent.authorized());
    box.want({{"STD", 1}});
    lab.pass(5min);
    CHECK(lab.wire.sent == 2);

    box.want({{"STD", 1}, {"CTX", 3}});
    CHECK(box.agent.authorized());
    CHECK(box.state().entitlements.at(0).enforcement == Enforcement::authorized);
    CHECK(box.state().entitlements.at(1).enforcement == Enforcement::waiting);
    lab.pass(35s);
    box.want({{"STD", 1}, {"CTX", 4}});  // while the request is under way
    lab.pass(1h);
    CHECK(box.state().entitlements.at(1).enforcement == Enforcement::authorized);
    CHECK(lab.office.authority.used("", "CTX") == 4);
}

TEST_CASE("entitlements: wanting nothing releases them") {
    Lab lab{date(2026, 1, 1)};
    Box& box = lab.device();
    box.want({{"STD", 2}});
    box.enrol("T");
    lab.pass(1min);
    CHECK(lab.office.authority.used("", "STD") == 2);
    box.want({});
    CHECK(box.state().entitlements.empty());
    lab.pass(1min);
    CHECK(box.state().authorization == Authorization::none);
    CHECK_FALSE(box.state().deadline);
    CHECK_FALSE(box.state().next_communication);
    CHECK(lab.office.authority.used("", "STD") == 0);
    lab.pass(days{200});
    CHECK(box.agent.registered());
    CHECK(box.said(EventKind::authorization_expired) == 0);
}

TEST_CASE("entitlements: a release that never gets through ends with the deadline") {
    Lab lab{date(2026, 1, 1)};
    Box& box = lab.device();
    box.want({{"STD", 2}});
    box.enrol("T");
    lab.pass(1min);
    lab.wire.blocked = true;
    box.want({});
    lab.pass(days{89});
    CHECK(lab.office.authority.used("", "STD") == 2);
    lab.pass(days{2});
    CHECK(box.state().authorization == Authorization::none);
    CHECK(lab.office.authority.used("", "STD") == 0);
}

TEST_CASE("entitlements: after a boot the kept ones hold and are requested again") {
    Lab lab{date(2026, 1, 1)};
    Box& box = lab.device();
    box.want({{"STD", 1}});
    box.enrol("T");
    lab.pass(1min);
    const int sent = lab.wire.sent;
    box.power_off();
    lab.pass(days{40});  // past the renewal's date
    box.boot();
    CHECK(box.agent.authorized());
    box.want({{"STD", 1}});
    lab.pass(29s);
    CHECK(lab.wire.sent == sent);
    lab.pass(1min);
    CHECK(lab.wire.sent == sent + 1);
    box.want({{"STD", 1}});
    lab.pass(1h);
    CHECK(lab.wire.sent == sent + 1);
    // A startup configuration without them releases what flash still knows.
    box.reload();
    box.want({});
    lab.pass(1min);
    CHECK(lab.office.authority.used("", "STD") == 0);
}

TEST_CASE("evaluation: counts use while unregistered, over reloads, and never again") {
    Lab lab{date(2026, 1, 1)};
    Box& box = lab.device(chassis());
    const auto remaining = [&box] { return box.agent.evaluation_remaining(box.clock()); };
    lab.pass(days{10});
    CHECK(remaining() == days{90});  // nothing is in use
    box.want({{"STD", 1}});
    CHECK(box.said(EventKind::evaluation_started) == 1);
    lab.pass(days{20});
    CHECK(remaining() == days{70});
    box.power_off();
    lab.pass(days{50});
    box.boot();
    CHECK(remaining() == days{70});
    lab.pass(days{5});
    CHECK(remaining() == days{65});
    CHECK(lab.wire.sent == 0);  // no traffic meanwhile

    const DeviceTime before = box.clock();
    box.offset = days{30};
    box.agent.clock_changed(before, box.clock());
    CHECK(remaining() == days{65});
    box.offset = 0s;
    box.agent.clock_changed(before + days{30}, box.clock());

    lab.wire.there = lab.wire.back = 12h;
    box.enrol("T");
    lab.pass(days{1});
    CHECK(box.agent.registered());
    CHECK(box.state().authorization == Authorization::evaluation);
    lab.pass(days{1});
    CHECK(box.agent.authorized());
    CHECK(remaining() == days{63});  // both answers end it
    lab.pass(days{100});
    CHECK(remaining() == days{63});

    box.deregister();
    lab.pass(days{1});
    CHECK(box.state().authorization == Authorization::evaluation);
    lab.pass(days{62});
    CHECK(box.said(EventKind::evaluation_expired) == 0);
    lab.pass(days{2});
    CHECK(remaining() == 0s);
    CHECK(box.said(EventKind::evaluation_expired) == 1);
    CHECK(box.state().authorization == Authorization::evaluation);
    CHECK(box.state().entitlements.at(0).enforcement == Enforcement::evaluation_expired);
    box.reload();
    box.want({{"STD", 2}});
    lab.pass(days{10});
    CHECK(box.said(EventKind::evaluation_expired) == 1);
    CHECK(box.state().entitlements.at(0).enforcement == Enforcement::evaluation_expired);
}
