#include <doctest/doctest.h>

#include "tests/licensing/rig.hpp"

using namespace rig;

namespace {

struct Site : Lab {
    Site() : Lab(date(2026, 1, 1)) { box = &device(); }
    void registered() {
        box->want({{"STD", 1}});
        box->enrol("T");
        pass(1min);
        REQUIRE(box->state().authorization == Authorization::authorized);
    }
    Box* box;
};

Objection objection(const std::optional<Attempt>& attempt) {
    return std::get<Objection>(attempt.value().failure.value().why);
}

// A device alone, answered by the test itself.
struct Alone {
    Alone() : agent(agent_traits(), {"ASAv", "9A"}, Chance{1}, enabled(), now) {}
    Request asked() {
        auto requests = agent.take_requests();
        REQUIRE(requests.size() == 1);
        return requests.front();
    }
    void answer(std::uint64_t id, decltype(Response::what) what) {
        agent.receive(id, Response{id, std::move(what)}, now);
    }
    Registered certificate() const {
        Identity identity;
        identity.instance = "i";
        identity.expires = as_read_by_authority(now) + days{365};
        return Registered{identity};
    }
    Authorized grants(const Request& request, Compliance compliance) const {
        Authorized answer;
        for (const Claim& claim : request.claims) {
            answer.grants.push_back({claim, compliance, "n", "", "1.0"});
        }
        answer.deadline = as_read_by_authority(now) + days{90};
        return answer;
    }
    DeviceTime now{date(2026, 1, 1)};
    Agent agent;
};

}  // namespace

TEST_CASE("agent: what it refuses") {
    Site lab;
    Box& box = *lab.box;
    CHECK(box.agent.renew_identity(box.clock()) == AgentRefusal::not_registered);
    CHECK(box.agent.renew_authorization(box.clock()) == AgentRefusal::not_registered);
    CHECK(box.agent.deregister(box.clock()) == AgentRefusal::not_registered);
    lab.registered();
    CHECK(box.enrol("T") == AgentRefusal::already_registered);
    CHECK(box.said(EventKind::already_registered) == 1);
    box.agent.disable(box.clock());
    CHECK(box.enrol("T", true) == AgentRefusal::not_enabled);
    CHECK(box.agent.renew_identity(box.clock()) == AgentRefusal::not_enabled);
    CHECK_FALSE(box.agent.next_due());
    box.agent.enable(box.clock());
    lab.pass(1min);
    CHECK(box.state().authorization == Authorization::authorized);
}

TEST_CASE("agent: registering, at once and a minute later") {
    Site lab;
    Box& box = *lab.box;
    box.want({{"STD", 1}});
    CHECK(box.state().authorization == Authorization::evaluation);
    CHECK(box.state().entitlements.at(0).enforcement == Enforcement::evaluation);
    CHECK_FALSE(box.agent.evaluation_remaining(box.clock()));
    CHECK_FALSE(box.enrol("T"));
    CHECK(box.state().registration == Registration::in_progress);
    CHECK_FALSE(box.state().registered);
    lab.pass(1min);
    CHECK(box.agent.registered());
    CHECK(box.agent.authorized());
    CHECK(box.agent.export_allowed());
    CHECK(box.state().identity->smart_account == "Example");
    CHECK(box.state().identity->virtual_account == "Default");
    CHECK(box.said(EventKind::registration_succeeded) == 1);
    CHECK(box.said(EventKind::export_allowed) == 1);
    CHECK(box.said(EventKind::in_compliance) == 1);
    lab.pass(days{400});
    CHECK(box.said(EventKind::renewal_succeeded) == 2);
    CHECK(box.said(EventKind::authorization_succeeded) == 14);
    CHECK(box.said(EventKind::in_compliance) == 1);
    CHECK(box.said(EventKind::certificate_warning) == 0);
}

TEST_CASE("agent: a refused token ends the attempt, an unreachable authority does not") {
    Site lab;
    Box& box = *lab.box;
    box.enrol("NONE");
    lab.pass(1min);
    CHECK(box.state().registration == Registration::failed);
    CHECK(objection(box.state().registered) == Objection::token_not_valid);
    CHECK(box.state().registered->failure->detail == "NONE");
    CHECK_FALSE(box.state().next_registration);
    CHECK(box.said(EventKind::communication_lost) == 0);

    lab.wire.blocked = true;
    box.enrol("T");
    lab.pass(days{2});
    CHECK(box.state().registration == Registration::in_progress);
    CHECK(box.said(EventKind::communication_lost) == 1);
    lab.wire.blocked = false;
    lab.office.authority.set_trying_again(true);
    lab.pass(2h);
    CHECK(box.state().registration == Registration::in_progress);
    CHECK(objection(box.state().registered) == Objection::try_again);
    lab.office.authority.set_trying_again(false);
    lab.pass(2h);
    CHECK(box.agent.registered());
    CHECK(box.said(EventKind::communication_restored) == 1);
}

TEST_CASE("agent: the newer registration wins, a stale answer is ignored") {
    Alone lab;
    lab.agent.register_device("A", false, lab.now);
    const Request first = lab.asked();
    lab.agent.register_device("B", false, lab.now);
    const Request second = lab.asked();
    CHECK(second.id == first.id + 1);
    CHECK(second.token == "B");
    lab.answer(first.id, lab.certificate());
    CHECK_FALSE(lab.agent.registered());
    lab.answer(second.id, lab.certificate());
    CHECK(lab.agent.registered());
    CHECK(lab.agent.take_requests().empty());  // nothing is wanted
    CHECK(lab.agent.state().authorization == Authorization::none);
}

TEST_CASE("agent: a forced registration leaves the old identity in use") {
    Site lab;
    lab.registered();
    Box& box = *lab.box;
    const std::string before = box.state().identity->instance;
    box.enrol("NONE", true);
    CHECK(box.state().registration == Registration::in_progress);
    CHECK(box.agent.authorized());
    CHECK(box.agent.renew_authorization(box.clock()) == AgentRefusal::busy);
    lab.pass(1min);
    CHECK(box.agent.registered());
    CHECK(box.state().identity->instance == before);
    CHECK(objection(box.state().registered) == Objection::token_not_valid);
    box.enrol("T", true);
    lab.pass(1min);
    CHECK(box.state().identity->instance != before);
    CHECK_FALSE(box.state().registered->failure);
    CHECK(box.agent.authorized());
    CHECK(lab.office.authority.state().instances.size() == 1);
}

TEST_CASE("agent: an instance removed at the authority") {
    Site lab;
    lab.registered();
    Box& box = *lab.box;
    CHECK_FALSE(lab.office.authority.remove_instance(box.agent.udi().serial));
    box.renew_authorization();
    lab.pass(20s);
    CHECK(objection(box.state().communicated) == Objection::signature_mismatch);
    CHECK(box.agent.authorized());
    box.renew_identity();
    lab.pass(20s);
    CHECK(objection(box.state().renewed) == Objection::signature_mismatch);
    CHECK(box.said(EventKind::renewal_failed) == 1);
    CHECK(box.agent.registered());
    lab.pass(days{91});
    CHECK(box.state().authorization == Authorization::expired);
    box.enrol("T", true);
    lab.pass(1min);
    CHECK(box.agent.authorized());
}

TEST_CASE("agent: deregistering waits for the answer") {
    Site lab;
    lab.registered();
    Box& box = *lab.box;
    lab.wire.blocked = true;
    box.deregister();
    lab.pass(1min);
    CHECK(box.agent.registered());
    CHECK(box.said(EventKind::deregistration_failed) == 1);
    lab.wire.blocked = false;
    box.deregister();
    CHECK(box.agent.registered());
    lab.pass(1min);
    CHECK(box.state().registration == Registration::unregistered);
    CHECK_FALSE(box.state().identity);
    CHECK(box.state().token.empty());
    CHECK(box.state().authorization == Authorization::evaluation);
    CHECK(box.state().entitlements.at(0).name.empty());
    CHECK(box.said(EventKind::deregistered) == 1);
    CHECK(lab.office.authority.state().instances.empty());
    CHECK_FALSE(box.agent.next_due());
    // While it only tries, giving up needs nobody.
    lab.wire.blocked = true;
    box.enrol("T");
    CHECK_FALSE(box.agent.deregister(box.clock()));
    CHECK(box.state().registration == Registration::unregistered);
    lab.pass(1min);
    CHECK(box.state().registration == Registration::unregistered);
}

TEST_CASE("agent: an answer of the wrong kind is unreadable") {
    Alone lab;
    lab.agent.register_device("A", false, lab.now);
    lab.answer(lab.asked().id, Deregistered{});
    const auto& failure = lab.agent.state().registered.value().failure.value();
    CHECK(std::get<TransportFailure>(failure.why) == TransportFailure::unreadable);
}

TEST_CASE("agent: out of compliance asks again after twelve hours") {
    Alone lab;
    lab.agent.want({{"STD", 1}, {"BAD", 2}}, lab.now);
    lab.agent.register_device("A", false, lab.now);
    lab.answer(lab.asked().id, lab.certificate());
    const Request request = lab.asked();
    lab.answer(request.id, lab.grants(request, Compliance::out_of_compliance));
    const AgentState& state = lab.agent.state();
    CHECK(state.authorization == Authorization::out_of_compliance);
    CHECK(state.next_communication == state.authorization_at + 12h);
    CHECK(state.deadline == lab.now + days{90});
    lab.now += 12h + 1s;
    lab.agent.wake(lab.now);
    const Request again = lab.asked();
    lab.answer(again.id, lab.grants(again, Compliance::in_compliance));
    CHECK(state.authorization == Authorization::authorized);
    CHECK(state.next_communication == lab.now + days{30});
    int out = 0, in = 0;
    for (const Event& event : lab.agent.take_events()) {
        out += event.kind == EventKind::out_of_compliance ? 1 : 0;
        in += event.kind == EventKind::in_compliance ? 1 : 0;
    }
    CHECK(out == 1);
    CHECK(in == 1);
}

TEST_CASE("agent: restored goes on where it was, in flight or not") {
    Alone lab;
    lab.agent.register_device("A", false, lab.now);
    const Request request = lab.asked();
    Agent loaded =
        Agent::restored(lab.agent.traits(), lab.agent.udi(), Chance{1}, lab.agent.state());
    CHECK(loaded.take_events().empty());
    CHECK(loaded.take_requests().empty());
    loaded.receive(request.id, Response{request.id, lab.certificate()}, lab.now);
    CHECK(loaded.registered());
}
