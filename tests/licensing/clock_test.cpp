// A device's clock set far off and right again, and what licences leave behind when they are short.
#include <doctest/doctest.h>

#include "tests/licensing/rig.hpp"

using namespace rig;

namespace {

struct Clocked : Lab {
    Clocked() : Lab(date(2026, 1, 1)) {
        auto traits = agent_traits();
        traits.clock_grace = 1h;
        box = &device(traits);
        box->want({{"STD", 1}});
        box->enrol("T");
        pass(1min);
        REQUIRE(box->state().authorization == Authorization::authorized);
    }
    void set_clock(Span offset) {
        const auto before = box->clock();
        box->offset = offset;
        box->agent.clock_changed(before, box->clock());
        box->post();
    }
    Box* box;
};

}  // namespace

TEST_CASE("clock: a retry dated by a clock set ahead comes near when the clock is right again") {
    Clocked lab;
    lab.set_clock(days{200});
    lab.pass(10min);
    CHECK(lab.box->state().authorization == Authorization::expired);
    CHECK(lab.box->state().renewal_failures > 0);
    lab.set_clock(0s);
    CHECK(*lab.box->state().next_communication <= lab.box->clock() + 1h);
    CHECK(*lab.box->state().next_renewal <= lab.box->clock() + 20min);
    lab.pass(2h);
    CHECK(lab.box->state().authorization == Authorization::authorized);
    CHECK(*lab.box->state().next_renewal > lab.box->clock() + days{170});
}

TEST_CASE("clock: a step back leaves what a success has dated") {
    Clocked lab;
    const auto renewal = lab.box->state().next_renewal;
    const auto next = lab.box->state().next_communication;
    lab.set_clock(-days{400});
    CHECK(lab.box->state().next_renewal == renewal);
    CHECK(lab.box->state().next_communication == next);
}

TEST_CASE("clock: outside the certificate's time the registration ends within an hour") {
    Clocked lab;
    lab.set_clock(days{400});
    CHECK(lab.box->said(EventKind::registration_lapsing) == 1);
    lab.pass(59min);
    CHECK(lab.box->agent.registered());
    lab.pass(1min);
    CHECK(lab.box->state().registration == Registration::unregistered);
    CHECK(lab.box->said(EventKind::certificate_expired) == 0);
    lab.set_clock(0s);
    lab.pass(2h);
    CHECK_FALSE(lab.box->state().identity);
    CHECK_FALSE(lab.box->enrol("T", true));
    lab.pass(1min);
    CHECK(lab.box->agent.registered());
}

TEST_CASE("clock: set right meanwhile, the registration goes on and still ends in its time") {
    Clocked lab;
    lab.set_clock(-days{400});
    CHECK(lab.box->said(EventKind::registration_lapsing) == 1);
    lab.pass(30min);
    lab.set_clock(days{400});
    lab.pass(20min);
    lab.set_clock(0s);
    lab.pass(2h);
    CHECK(lab.box->agent.registered());
    CHECK(lab.box->said(EventKind::registration_lapsing) == 1);
    lab.wire.blocked = true;
    lab.pass(days{400});
    CHECK(lab.box->said(EventKind::certificate_warning) == 1);
    CHECK(lab.box->said(EventKind::certificate_expired) == 1);
}

TEST_CASE("over-use: what was granted stays, more of it is not granted") {
    Lab lab(date(2026, 1, 1), {licence("CTX", 20)});
    Box& box = lab.device();
    box.enrol("T");
    box.want({{"CTX", 20}});
    lab.pass(1min);
    CHECK(box.state().entitlements.at(0).granted == 20);
    box.want({{"CTX", 30}});
    lab.pass(1min);
    CHECK(box.state().entitlements.at(0).enforcement == Enforcement::out_of_compliance);
    CHECK(box.state().entitlements.at(0).granted == 20);
    lab.office.authority.add_licence("", licence("CTX", 10));
    lab.pass(13h);
    CHECK(box.state().entitlements.at(0).granted == 30);
    box.deregister();
    lab.pass(1min);
    CHECK(box.state().entitlements.at(0).granted == 0);
}

TEST_CASE("over-use: a term's end is another end when it is renewed") {
    Lab lab(date(2026, 1, 1), {});
    auto term = licence("STD", 1);
    term.ends = AuthorityTime{date(2026, 2, 1)};
    auto& authority = lab.office.authority;
    CHECK(authority.renew_licence("", "STD", *term.ends) == AuthorityRefusal::no_licence);
    authority.add_licence("", term);
    CHECK(authority.owned("", "STD", AuthorityTime{date(2026, 2, 1)}) == 0);
    CHECK_FALSE(authority.renew_licence("", "STD", AuthorityTime{date(2026, 3, 1)}));
    CHECK(authority.owned("", "STD", AuthorityTime{date(2026, 2, 1)}) == 1);
    CHECK(authority.renew_licence("Nobody", "STD", {}) == AuthorityRefusal::no_account);
}

TEST_CASE("export: neither an unqualified account nor an old satellite makes such a token") {
    Lab lab(date(2026, 1, 1));
    auto& authority = lab.office.authority;
    authority.set_exporting(false);
    const auto refused = authority.create_token("X", "", 30, {}, true, lab.office.clock());
    CHECK(std::get<AuthorityRefusal>(refused) == AuthorityRefusal::not_exporting);
    // One that was made before allows nothing any more.
    Box& box = lab.device();
    box.enrol("T");
    lab.pass(1min);
    CHECK(box.agent.registered());
    CHECK_FALSE(box.agent.export_allowed());

    auto state = account({});
    state.satellite.emplace();
    Authority satellite({"satellite"}, Chance{1}, std::move(state));
    CHECK(satellite.exports());
    satellite.upgrade("2.2.0", false);
    const auto old = satellite.create_token("X", "", 30, {}, true, lab.office.clock());
    CHECK(std::get<AuthorityRefusal>(old) == AuthorityRefusal::too_old_to_export);
    // What its account qualifies for it hears from its parent.
    satellite.upgrade("2.3.0", true);
    const auto now = lab.office.clock();
    satellite.synchronised(authority.synchronise(satellite.sync_report(now), now), now);
    CHECK_FALSE(satellite.exports());
}
