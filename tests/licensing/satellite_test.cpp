#include <doctest/doctest.h>

#include "tests/licensing/rig.hpp"

using namespace rig;

namespace {

AuthorityTime day(int number) { return AuthorityTime{date(2026, 1, 1)} + days{number}; }

Authority parent() {
    return Authority({"cloud"}, Chance{1}, account({licence("STD", 5), licence("MORE", 2)}));
}

Authority on_premises() {
    auto state = account({});
    state.satellite = Satellite{{}, true, day(30), days{30}, day(30), {}};
    Authority made({"satellite"}, Chance{1}, std::move(state));
    made.create_token("S", "", 365, {}, true, day(0));
    return made;
}

Answer ask(Authority& authority, Purpose purpose, const std::string& instance, int count,
           int when) {
    Request request;
    request.purpose = purpose;
    request.udi = {"SW", "1"};
    request.token = "S";
    request.instance = instance;
    request.claims = {{"STD", count}};
    request.sent = as_read_by_device(day(when));
    return authority.answer(request, day(when)).what;
}

}  // namespace

TEST_CASE("satellite: its licences come from its parent, which counts what it uses") {
    Authority cloud = parent();
    Authority satellite = on_premises();
    const auto identity =
        std::get<Registered>(ask(satellite, Purpose::registration, "", 0, 1)).identity;
    auto grants = [&](int count, int when) {
        return std::get<Authorized>(
                   ask(satellite, Purpose::authorization, identity.instance, count, when))
            .grants.at(0)
            .compliance;
    };
    CHECK(grants(2, 1) == Compliance::invalid_tag);
    satellite.synchronised(cloud.synchronise(satellite.sync_report(day(2)), day(2)), day(2));
    CHECK(grants(2, 2) == Compliance::in_compliance);
    satellite.synchronised(cloud.synchronise(satellite.sync_report(day(3)), day(3)), day(3));
    CHECK(cloud.used("", "STD") == 2);
    CHECK(satellite.owned("", "STD", day(3)) == 5);
    CHECK(satellite.state().satellite->next_sync == day(33));

    cloud.remove_licence("", "STD", 4);
    satellite.synchronised(cloud.synchronise(satellite.sync_report(day(4)), day(4)), day(4));
    CHECK(grants(2, 4) == Compliance::out_of_compliance);
}

TEST_CASE("satellite: an ended certificate spoils its answers until it reaches its parent") {
    Authority cloud = parent();
    Authority satellite = on_premises();
    satellite.synchronised(std::nullopt, day(30));
    CHECK(satellite.state().satellite->next_sync == day(31));
    const auto refused = ask(satellite, Purpose::registration, "", 0, 30);
    CHECK(std::get<Objected>(refused).why == Objection::invalid_data);
    satellite.synchronised(cloud.synchronise(satellite.sync_report(day(31)), day(31)), day(31));
    CHECK(satellite.state().satellite->certificate_ends == day(31 + 365));
    CHECK(std::holds_alternative<Registered>(ask(satellite, Purpose::registration, "", 0, 31)));
}

TEST_CASE("hierarchy: a generic licence serves a specific tag, and both are in use") {
    auto state = account({licence("GENERIC", 2), licence("SPECIFIC", 1)});
    state.hierarchy = {{"SPECIFIC", "GENERIC"}, {"UNLISTED", "GENERIC"}};
    Lab lab(date(2026, 1, 1));
    lab.office.authority = Authority({"authority", Span{}}, Chance{1}, std::move(state));
    lab.token("T");
    Box& box = lab.device();
    box.want({{"SPECIFIC", 2}});
    box.enrol("T");
    lab.pass(1min);
    CHECK(box.agent.authorized());
    Authority& authority = lab.office.authority;
    CHECK(authority.used("", "SPECIFIC") == 2);
    CHECK(authority.lent("", "GENERIC", lab.office.clock()) == 1);
    box.want({{"SPECIFIC", 2}, {"UNLISTED", 1}});
    lab.pass(1min);
    CHECK(box.agent.authorized());
    box.want({{"SPECIFIC", 3}, {"UNLISTED", 1}});
    lab.pass(1min);
    CHECK(box.state().authorization == Authorization::out_of_compliance);
}

TEST_CASE("conversion: once, for a registered device, where both sides can") {
    Lab lab(date(2026, 1, 1), {licence("STD", 1)});
    AgentTraits traits = agent_traits();
    Box& plain = lab.device(traits);
    CHECK(plain.agent.start_conversion(plain.clock()) == AgentRefusal::conversion_not_allowed);
    traits.party = "converting";
    traits.converts = true;
    Box& box = lab.device(traits);
    Authority& authority = lab.office.authority;
    const auto start = [&] {
        const auto refusal = box.agent.start_conversion(box.clock());
        box.post();
        return refusal;
    };
    CHECK(start() == AgentRefusal::not_registered);
    CHECK(box.agent.stop_conversion(box.clock()) == AgentRefusal::no_conversion);
    box.want({{"STD", 3}});
    box.enrol("T");
    lab.pass(1min);
    CHECK(box.state().authorization == Authorization::out_of_compliance);

    authority.set_converting(false);
    CHECK_FALSE(start());
    lab.pass(1min);
    CHECK(box.state().conversion == Conversion::failed);
    authority.set_converting(true);
    lab.wire.blocked = true;
    CHECK_FALSE(start());
    lab.pass(10s);
    CHECK(start() == AgentRefusal::conversion_in_progress);
    CHECK_FALSE(box.agent.stop_conversion(box.clock()));
    CHECK_FALSE(start());
    lab.wire.blocked = false;
    lab.pass(1h);
    CHECK(box.state().conversion == Conversion::done);
    CHECK(authority.owned("", "STD", lab.office.clock()) == 4);
    CHECK(start() == AgentRefusal::conversion_done);
    lab.pass(13h);
    CHECK(box.agent.authorized());
}
