// What a platform's values make of failures, of silence and of the evaluation's end: the figures
// of iosxe.md 9 and 12.
#include <doctest/doctest.h>

#include <algorithm>

#include "licensing/names.hpp"
#include "tests/licensing/rig.hpp"

using namespace rig;

namespace {

AgentTraits switch_traits() {
    AgentTraits traits = agent_traits("switch");
    traits.registration_retry = {{15min, 5min}};
    traits.registration_reactions = {{Objection::date_beyond_tolerance, Reaction::retry},
                                     {Objection::already_registered, Reaction::fail_and_retry},
                                     {TransportFailure::no_transport, Reaction::fail}};
    traits.shows_pending = true;
    traits.shows_waiting = true;
    traits.reply_timeout = {{15min, 5min}};
    traits.deregisters_alone = true;
    traits.evaluation = days{90};
    for (const int left : {60, 30, 21, 14, 7, 6, 5, 4, 3, 2, 1}) {
        traits.evaluation_warnings.push_back(days{left});
    }
    for (int left = 23; left > 0; --left) {
        traits.evaluation_warnings.push_back(std::chrono::hours{left});
    }
    traits.evaluation_reminder = 1h;
    traits.certificate_end = CertificateEnd::at_once;
    return traits;
}

struct Site : Lab {
    Site() : Lab(date(2026, 1, 1)) { box = &device(switch_traits()); }
    void registered() {
        box->want({{"STD", 1}});
        box->enrol("T");
        pass(1min);
        REQUIRE(box->state().authorization == Authorization::authorized);
    }
    // The agent asks, and nobody ever answers.
    void lose() { wire.there = days{4000}; }
    Box* box;
};

}  // namespace

TEST_CASE("reaction: each cause has its own") {
    Site lab;
    Box& box = *lab.box;
    const auto failing = [&](Cause why) {
        box.enrol("T");
        CHECK(box.state().registration == Registration::pending);
        const auto id = box.state().awaited.value();
        if (const auto* objection = std::get_if<Objection>(&why)) {
            box.agent.receive(id, Response{id, Objected{*objection, "detail"}}, box.clock());
        } else {
            box.agent.receive(id, std::get<TransportFailure>(why), box.clock());
        }
        box.post();
        CHECK(box.events.back().failure.has_value());
    };
    failing(Objection::date_beyond_tolerance);
    CHECK(box.state().registration == Registration::in_progress);
    CHECK(box.state().next_registration);
    failing(Objection::already_registered);
    CHECK(box.state().registration == Registration::failed);
    const auto wait = box.state().next_registration.value() - box.clock();
    CHECK(wait >= 15min);
    CHECK(wait <= 20min + 1s);
    failing(TransportFailure::no_transport);
    CHECK(box.state().registration == Registration::failed);
    CHECK_FALSE(box.state().next_registration);
    failing(Objection::token_not_valid);
    CHECK(box.state().registration == Registration::failed);
    CHECK_FALSE(box.state().next_registration);
}

TEST_CASE("reaction: a failed attempt that is made again succeeds by itself, over a reload too") {
    Site lab;
    Box& box = *lab.box;
    Box& twin = lab.device(agent_traits("twin"));
    twin.agent = Agent(agent_traits("twin"), box.agent.udi(), Chance{1}, enabled(), twin.clock());
    twin.enrol("T");
    lab.pass(1min);
    box.want({{"STD", 1}});
    box.enrol("T");
    lab.pass(1min);
    CHECK(box.state().registration == Registration::failed);
    box.reload();
    CHECK(box.state().next_registration);
    lab.office.authority.remove_instance(box.agent.udi().serial);
    lab.pass(21min);
    CHECK(box.agent.registered());
}

TEST_CASE("reaction: a renewal by hand tries a failed registration again, or renews everything") {
    Site lab;
    Box& box = *lab.box;
    box.want({{"STD", 1}});
    CHECK(box.renew() == AgentRefusal::not_registered);
    box.enrol("wrong");
    lab.pass(1min);
    CHECK(box.state().registration == Registration::failed);
    CHECK(box.renew() == std::nullopt);
    CHECK(box.renew() == AgentRefusal::busy);
    lab.pass(1min);
    CHECK(box.state().registration == Registration::failed);
    lab.registered();
    const auto before = box.state().authorization_at;
    CHECK(box.renew() == std::nullopt);
    lab.pass(1min);
    CHECK_FALSE(box.state().renewed.value().failure);
    CHECK(box.state().communicated.value().at > before);
    CHECK(box.state().renewed.value().at > box.state().communicated.value().at);
}

TEST_CASE("reaction: an order to register that is not taken is remembered until one is") {
    Site lab;
    Box& box = *lab.box;
    lab.registered();
    CHECK(box.state().rejected_token.empty());
    CHECK(box.enrol("again") == AgentRefusal::already_registered);
    CHECK(box.state().rejected_token == "again");
    box.reload();
    CHECK(box.state().rejected_token == "again");
    box.deregister();
    CHECK(box.state().rejected_token.empty());
}

TEST_CASE("reaction: three objections to a product that is known") {
    Site lab;
    Box& box = *lab.box;
    Authority& authority = lab.office.authority;
    lab.registered();
    const auto objection = [&] {
        Request again;
        again.udi = box.agent.udi();
        again.token = "T";
        again.sent = box.clock();
        return std::get<Objected>(authority.answer(again, lab.office.clock()).what).why;
    };
    CHECK(objection() == Objection::already_registered);
    authority.set_duplicates(Duplicates::by_use);
    CHECK(objection() == Objection::consumption_without_force);
    authority.set_duplicates(Duplicates::by_product);
    CHECK(objection() == Objection::product_registered);
    authority.set_duplicates(Duplicates::by_use);
    box.want({});
    lab.pass(1min);
    CHECK(objection() == Objection::already_registered);
}

TEST_CASE("waiting: shown while it lasts, and made good when no answer comes") {
    Site lab;
    Box& box = *lab.box;
    lab.registered();
    lab.lose();
    box.renew_authorization();
    CHECK(box.state().communicated.value().waiting);
    const auto wait = box.state().next_communication.value() - box.clock();
    CHECK(wait >= 15min);
    CHECK(wait <= 20min);
    const int sent = lab.wire.sent;
    lab.pass(21min);
    CHECK(lab.wire.sent == sent + 1);
    CHECK(box.state().communicated.value().waiting);
    lab.wire.there = 8s;
    lab.pass(21min);
    CHECK_FALSE(box.state().communicated.value().waiting);
    CHECK_FALSE(box.state().communicated.value().failure);
    CHECK(box.agent.authorized());
}

TEST_CASE("waiting: a deregistration nobody answers is done alone") {
    Site lab;
    Box& box = *lab.box;
    lab.registered();
    lab.lose();
    box.deregister();
    CHECK(box.agent.registered());
    lab.pass(21min);
    CHECK_FALSE(box.agent.registered());
    CHECK(box.said(EventKind::deregistration_failed) == 1);
    CHECK(box.said(EventKind::deregistered) == 1);
    CHECK(box.state().former.value().smart_account == "Example");
    CHECK(lab.office.authority.state().instances.size() == 1);
}

TEST_CASE("deregistration: refused by an authority whose certificate ended, it is done alone") {
    Lab lab(date(2026, 1, 1));
    auto state = lab.office.authority.state();
    state.satellite = Satellite{.certificate_ends = lab.office.clock() + days{10}};
    lab.office.authority = Authority({"authority", Span{}}, Chance{1}, state);
    Box& box = lab.device(switch_traits());
    box.want({{"STD", 1}});
    box.enrol("T");
    lab.pass(days{11});
    CHECK(box.agent.registered());
    box.deregister();
    lab.pass(1min);
    CHECK(box.state().registration == Registration::unregistered);
    CHECK(box.state().authorization == Authorization::evaluation);
    const auto failed = std::find_if(box.events.begin(), box.events.end(), [](const Event& event) {
        return event.kind == EventKind::deregistration_failed;
    });
    REQUIRE(failed != box.events.end());
    CHECK(failed->failure.value().why == Cause{Objection::invalid_data});
}

TEST_CASE("evaluation: started for each entitlement, warned of, ended, and reminded of hourly") {
    Site lab;
    Box& box = *lab.box;
    box.want({{"STD", 1}});
    CHECK(box.said(EventKind::evaluation_started) == 1);
    box.want({{"STD", 1}, {"MORE", 1}});
    CHECK(box.said(EventKind::evaluation_started) == 2);
    lab.pass(days{29});
    CHECK(box.said(EventKind::evaluation_warning) == 0);
    lab.pass(days{1});
    CHECK(box.said(EventKind::evaluation_warning) == 1);
    CHECK(box.events.back().remaining == Span{days{60}});
    lab.pass(days{59});
    CHECK(box.said(EventKind::evaluation_warning) == 11);
    lab.pass(days{1} - 1min);
    CHECK(box.said(EventKind::evaluation_warning) == 34);
    CHECK(box.said(EventKind::evaluation_expired) == 0);
    lab.pass(1min);
    CHECK(box.said(EventKind::evaluation_expired) == 1);
    CHECK(text(box.state().evaluation_ended) == "2026-04-01 00:00:00");
    lab.pass(5h);
    CHECK(box.said(EventKind::evaluation_over) == 5);
    CHECK(text(box.events.back().when) == "2026-04-01 00:00:00");
    box.want({});
    lab.pass(5h);
    CHECK(box.said(EventKind::evaluation_over) == 5);
    box.want({{"STD", 1}});
    lab.pass(1h);
    CHECK(box.said(EventKind::evaluation_over) == 6);
}

TEST_CASE("evaluation: neither a registration nor a reload gives anything back") {
    Site lab;
    Box& box = *lab.box;
    box.want({{"STD", 1}});
    lab.pass(days{40});
    lab.registered();
    lab.pass(days{100});
    CHECK(box.agent.evaluation_remaining(box.clock()).value() / 1h == 50 * 24 - 1);
    box.deregister();
    lab.pass(1min);
    lab.pass(days{10});
    box.reload();
    box.want({{"STD", 1}});
    lab.pass(days{39});
    CHECK(box.said(EventKind::evaluation_expired) == 0);
    lab.pass(days{1});
    CHECK(box.said(EventKind::evaluation_expired) == 1);
    lab.registered();
    box.deregister();
    lab.pass(1min);
    CHECK(box.agent.evaluation_remaining(box.clock()) == Span{});
    CHECK(box.state().entitlements.at(0).enforcement == Enforcement::evaluation_expired);
}

TEST_CASE("silence: authorization ends after 90 days, is asked for hourly, and comes back") {
    Site lab;
    Box& box = *lab.box;
    lab.registered();
    lab.wire.blocked = true;
    lab.pass(days{90} + 1min);
    CHECK(box.state().authorization == Authorization::expired);
    CHECK(box.agent.registered());
    int sent = lab.wire.sent;
    lab.pass(10h);
    CHECK(lab.wire.sent - sent == 10);
    lab.wire.blocked = false;
    lab.pass(61min);
    CHECK(box.agent.authorized());
    lab.wire.blocked = true;
    lab.pass(days{366});
    CHECK(box.state().registration == Registration::unregistered);
    CHECK(box.state().authorization == Authorization::evaluation);
    CHECK(box.said(EventKind::certificate_expired) == 1);
}
