#include <doctest/doctest.h>

#include "licensing/reservation.hpp"
#include "tests/licensing/rig.hpp"

using namespace rig;

namespace {

struct Site : Lab {
    explicit Site(CodeForm form = CodeForm::dashes)
        : Lab(date(2026, 1, 1), {licence("STD", 5), licence("MORE", 1)}) {
        AgentTraits traits = agent_traits();
        traits.evaluation = days{90};
        traits.reservation_codes = form;
        box = &device(traits);
        box->want({{"STD", 1}});
    }
    std::string request(ReservationKind kind) {
        box->agent.set_reservation(true, box->clock());
        REQUIRE_FALSE(box->agent.request_reservation(kind, {}, box->clock()));
        box->post();
        return box->state().reservation.members.at(0).request_code;
    }
    std::string authorize(const std::string& code, const std::vector<Claim>& claims) {
        const auto made = authority().reserve(code, claims, "", office.clock());
        REQUIRE(std::holds_alternative<Reservation>(made));
        return std::get<Reservation>(made).authorization_code;
    }
    std::optional<AgentRefusal> install(const std::string& code) {
        const auto refusal = box->agent.install_reservation(code, box->clock());
        box->post();
        return refusal;
    }
    Authority& authority() { return office.authority; }
    Box* box;
};

}  // namespace

TEST_CASE("reservation: a specific one, from request to return") {
    Site lab;
    Box& box = *lab.box;
    const auto code = lab.request(ReservationKind::specific);
    CHECK(code.starts_with("CB-ZASAv:9A0-"));
    CHECK(code.size() == std::string("CB-ZASAv:9A0-").size() + 9 + 3);
    box.reload();
    CHECK(lab.request(ReservationKind::specific) == code);
    CHECK(box.agent.request_reservation(ReservationKind::universal, {}, box.clock()) ==
          AgentRefusal::reservation_requested);

    const auto authorization = lab.authorize(code, {{"STD", 2}});
    CHECK(lab.authority().used("", "STD") == 2);
    CHECK(lab.install("nonsense") == AgentRefusal::code_does_not_match);
    CHECK_FALSE(lab.install(authorization));
    CHECK(box.state().registration == Registration::reserved_specific);
    CHECK(box.state().authorization == Authorization::reserved);
    CHECK(box.state().reservation.members.at(0).confirmation_code.size() == 8);
    CHECK(box.state().reservation.reserved.at(0).name == "STD name");
    CHECK(box.said(EventKind::reservation_installed) == 1);
    CHECK(box.said(EventKind::export_not_allowed) == 1);
    CHECK(lab.install(authorization) == AgentRefusal::reservation_installed);
    CHECK(box.agent.request_reservation(ReservationKind::specific, {}, box.clock()) ==
          AgentRefusal::reservation_installed);
    CHECK(box.enrol("T") == AgentRefusal::in_reservation_mode);

    box.want({{"STD", 1}, {"MORE", 1}});
    CHECK(box.state().authorization == Authorization::not_authorized);
    CHECK(box.said(EventKind::not_authorized) == 1);
    box.reload();
    lab.pass(days{400});
    CHECK(lab.wire.sent == 0);
    CHECK(box.said(EventKind::evaluation_expired) == 0);

    CHECK_FALSE(box.agent.return_reservation(box.clock()));
    const auto returned = box.state().reservation.members.at(0).return_code;
    CHECK(returned.size() == 41);
    CHECK(box.state().registration == Registration::unregistered);
    CHECK(box.state().authorization == Authorization::evaluation);
    CHECK_FALSE(box.agent.return_reservation(box.clock()));
    CHECK(box.state().reservation.members.at(0).return_code == returned);
    CHECK(std::holds_alternative<AuthorityRefusal>(lab.authority().take_back("X")));
    CHECK(std::holds_alternative<Reservation>(lab.authority().take_back(returned)));
    CHECK(lab.authority().used("", "STD") == 0);
    CHECK(lab.request(ReservationKind::specific) != code);
    CHECK(box.agent.return_reservation(box.clock()) == AgentRefusal::no_reservation);
}

TEST_CASE("reservation: a universal one covers everything") {
    for (const CodeForm form : {CodeForm::dashes, CodeForm::braces}) {
        Site lab(form);
        Box& box = *lab.box;
        const auto code = lab.request(ReservationKind::universal);
        CHECK(code.starts_with(form == CodeForm::dashes ? "BB-ZASAv:9A0-" : "ABP:ASAv, S:9A0{"));
        const auto authorization = lab.authorize(code, {});
        CHECK(authorization.find(' ') == std::string::npos);
        CHECK_FALSE(lab.install(authorization));
        CHECK(box.state().registration == Registration::reserved_universal);
        CHECK(box.agent.authorized());
        CHECK(box.agent.export_allowed());
        box.want({{"ANY", 7}});
        CHECK(box.state().entitlements.at(0).enforcement == Enforcement::reserved);
        box.agent.return_reservation(box.clock());
        const auto returned = box.state().reservation.members.at(0).return_code;
        CHECK(std::holds_alternative<Reservation>(lab.authority().take_back(returned)));
    }
}

TEST_CASE("reservation: a universal one is for one of a product's licences") {
    Site lab;
    Box& box = *lab.box;
    for (const auto* tag : {"SMALL", "LARGE"}) {
        auto made = licence(tag, 1);
        made.universal_for = "ASAv";
        REQUIRE_FALSE(lab.authority().add_licence("", made));
    }
    lab.authority().remove_licence("", "LARGE", 1);
    lab.authority().set_exporting(false);
    const auto request = [&](const std::string& tag) {
        box.agent.set_reservation(true, box.clock());
        const auto refusal =
            box.agent.request_reservation(ReservationKind::universal, {}, box.clock(), tag);
        REQUIRE_FALSE(refusal);
        return box.state().reservation.members.at(0).request_code;
    };
    const auto large = request("LARGE");
    CHECK(request("LARGE") == large);
    const auto now = lab.office.clock();
    CHECK(std::get<AuthorityRefusal>(lab.authority().reserve(large, {}, "", now)) ==
          AuthorityRefusal::no_surplus);
    const auto lacking = lab.authority().lacking(large, {}, "", now);
    REQUIRE(lacking.size() == 1);
    CHECK(lacking.at(0).name == "LARGE name");

    const auto small = request("SMALL");
    CHECK(small != large);
    const auto code = lab.authorize(small, {});
    CHECK(lab.authority().used("", "SMALL") == 1);
    CHECK_FALSE(lab.install(code));
    CHECK_FALSE(box.agent.export_allowed());
    CHECK(box.state().authorization == Authorization::not_authorized);
    box.want({{"SMALL", 1}});
    CHECK(box.state().authorization == Authorization::reserved);
    CHECK(box.state().entitlements.at(0).granted == 1);
    box.want({{"LARGE", 1}});
    CHECK(box.state().authorization == Authorization::not_authorized);
    box.want({});
    CHECK(box.state().authorization == Authorization::none);
}

TEST_CASE("reservation: what the agent refuses") {
    Site lab;
    Box& box = *lab.box;
    const auto request = [&] {
        return box.agent.request_reservation(ReservationKind::specific, {}, box.clock());
    };
    CHECK(request() == AgentRefusal::not_in_reservation_mode);
    CHECK(lab.install("x") == AgentRefusal::not_in_reservation_mode);
    box.enrol("T");
    lab.pass(1min);
    box.agent.set_reservation(true, box.clock());
    CHECK(request() == AgentRefusal::already_registered);
    box.deregister();
    lab.pass(1min);
    CHECK(lab.install("x") == AgentRefusal::no_reservation_request);
    CHECK(box.agent.cancel_reservation(box.clock()) == AgentRefusal::no_reservation_request);
    CHECK(box.agent.return_reservation(box.clock()) == AgentRefusal::no_reservation);
    CHECK_FALSE(request());
    CHECK_FALSE(box.agent.cancel_reservation(box.clock()));
    CHECK(box.state().reservation.members.empty());
    CHECK_FALSE(request());
    box.agent.set_reservation(false, box.clock());
    CHECK(box.state().reservation.members.empty());
}

TEST_CASE("reservation: what the authority refuses") {
    Site lab;
    const auto code = lab.request(ReservationKind::specific);
    const auto refused = [&](const std::string& request, const std::vector<Claim>& claims) {
        return std::get<AuthorityRefusal>(
            lab.authority().reserve(request, claims, "", lab.office.clock()));
    };
    CHECK(refused("CB-Z", {{"STD", 1}}) == AuthorityRefusal::not_a_request_code);
    CHECK(refused(code + "0", {{"STD", 1}}) == AuthorityRefusal::not_a_request_code);
    CHECK(refused(code, {}) == AuthorityRefusal::nothing_to_reserve);
    CHECK(refused(code, {{"NONE", 1}}) == AuthorityRefusal::no_licence);
    CHECK(refused(code, {{"STD", 6}}) == AuthorityRefusal::no_surplus);
    lab.authority().set_reserving(false);
    CHECK(refused(code, {{"STD", 1}}) == AuthorityRefusal::not_qualified);
    lab.authority().set_reserving(true);
    lab.authorize(code, {{"STD", 5}});
    CHECK(refused(code, {{"MORE", 1}}) == AuthorityRefusal::already_reserved);
}

TEST_CASE("reservation: a stack has a code for each member") {
    Site lab;
    Box& box = *lab.box;
    const std::vector<Udi> members = {box.agent.udi(), {"ASAv", "9B"}};
    box.agent.set_reservation(true, box.clock());
    box.agent.request_reservation(ReservationKind::specific, members, box.clock());
    box.want({{"STD", 2}});
    const auto codes = box.state().reservation.members;
    REQUIRE(codes.size() == 2);
    CHECK_FALSE(lab.install(lab.authorize(codes[0].request_code, {{"STD", 1}})));
    CHECK(box.state().authorization == Authorization::not_authorized);
    CHECK_FALSE(lab.install(lab.authorize(codes[1].request_code, {{"STD", 1}})));
    CHECK(box.state().authorization == Authorization::reserved);
}
