#include <doctest/doctest.h>

#include <cctype>

#include "tests/licensing/rig.hpp"

using namespace rig;

namespace {

struct Office1 {
    explicit Office1(std::vector<Licence> licences = {licence("STD", 1)})
        : authority({"authority"}, Chance{1}, account(std::move(licences))) {
        authority.create_token("T", "", 30, std::nullopt, true, now);
    }
    Response ask(Request request) {
        request.id = ++last;
        request.sent = as_read_by_device(now);
        return authority.answer(request, now);
    }
    Response enrol(const std::string& serial, const std::string& token = "T", bool force = false) {
        Request request;
        request.udi = {"ASAv", serial};
        request.token = token;
        request.force = force;
        return ask(request);
    }
    std::string instance(const std::string& serial) {
        return std::get<Registered>(enrol(serial, "T", true).what).identity.instance;
    }
    Response ask(Purpose purpose, const std::string& serial, const std::string& instance,
                 std::vector<Claim> claims = {}) {
        Request request;
        request.purpose = purpose;
        request.udi = {"ASAv", serial};
        request.instance = instance;
        request.claims = std::move(claims);
        return ask(request);
    }
    std::vector<Compliance> claim(const std::string& serial, const std::string& instance,
                                  std::vector<Claim> claims) {
        const Response answer = ask(Purpose::authorization, serial, instance, std::move(claims));
        std::vector<Compliance> compliance;
        for (const Grant& grant : std::get<Authorized>(answer.what).grants) {
            compliance.push_back(grant.compliance);
        }
        return compliance;
    }
    AuthorityTime now{date(2026, 1, 1)};
    Authority authority;
    std::uint64_t last = 0;
};

using Compliances = std::vector<Compliance>;
constexpr auto in = Compliance::in_compliance;
constexpr auto out = Compliance::out_of_compliance;

std::optional<Objection> objection(const Response& response) {
    const auto* said = std::get_if<Objected>(&response.what);
    return said ? std::optional{said->why} : std::nullopt;
}

}  // namespace

TEST_CASE("authority: a token's days, uses and revocation") {
    Office1 office;
    office.authority.create_token("ONCE", "Other", 1, 1, false, office.now);
    office.authority.create_token("DAY", "", 1, std::nullopt, false, office.now);
    CHECK(objection(office.enrol("A", "GUESS")) == Objection::token_not_valid);
    CHECK(std::get<Objected>(office.enrol("A", "GUESS").what).detail == "GUESS");

    const Response answer = office.enrol("A", "ONCE");
    const Identity& identity = std::get<Registered>(answer.what).identity;
    CHECK(identity.virtual_account == "Other");
    CHECK_FALSE(identity.export_allowed);
    CHECK(identity.issued == office.now);
    CHECK(identity.expires == office.now + days{365});
    CHECK(objection(office.enrol("B", "ONCE")) == Objection::token_not_valid);

    office.now += 24h - 1ms;
    CHECK_FALSE(objection(office.enrol("B", "DAY")));
    office.now += 1ms;
    CHECK(objection(office.enrol("C", "DAY")) == Objection::token_not_valid);

    CHECK_FALSE(objection(office.enrol("C", "T")));
    CHECK_FALSE(office.authority.revoke_token("T"));
    CHECK(objection(office.enrol("D", "T")) == Objection::token_not_valid);
    CHECK(office.authority.revoke_token("GUESS") == AuthorityRefusal::no_token);
}

TEST_CASE("authority: a product that is there already needs force") {
    Office1 office;
    const std::string first = office.instance("A");
    office.enrol("B");
    const Response refused = office.enrol("A");
    CHECK(objection(refused) == Objection::already_registered);
    CHECK(std::get<Objected>(refused.what).detail == "ASAv,A");
    office.claim("A", first, {{"STD", 1}});
    const std::string second = office.instance("A");
    CHECK(second != first);
    CHECK(office.authority.state().instances.at(0).id == second);
    CHECK(office.authority.state().instances.size() == 2);
    CHECK(office.authority.used("", "STD") == 0);
    CHECK(objection(office.ask(Purpose::id_renewal, "A", first)) == Objection::signature_mismatch);
    CHECK_FALSE(objection(office.ask(Purpose::id_renewal, "A", second)));
    CHECK(objection(office.ask(Purpose::id_renewal, "B", second)) == Objection::signature_mismatch);
}

TEST_CASE("authority: try again first, then the device's date") {
    Office1 office;
    Request request;
    request.udi = {"ASAv", "A"};
    request.token = "GUESS";
    request.sent = as_read_by_device(office.now) + 24h + 1ms;
    const Response answer = office.authority.answer(request, office.now);
    CHECK(objection(answer) == Objection::date_beyond_tolerance);
    CHECK(std::get<Objected>(answer.what).detail ==
          std::to_string(request.sent.time_since_epoch().count()));
    request.sent = as_read_by_device(office.now) - 24h - 1ms;
    CHECK(objection(office.authority.answer(request, office.now)) ==
          Objection::date_beyond_tolerance);
    office.authority.set_trying_again(true);
    CHECK(objection(office.authority.answer(request, office.now)) == Objection::try_again);
    office.authority.set_trying_again(false);
    request.sent = as_read_by_device(office.now) - 24h;
    CHECK(objection(office.authority.answer(request, office.now)) == Objection::token_not_valid);
}

TEST_CASE("authority: who asks first is served first, whoever registered first") {
    Office1 office;
    const std::string a = office.instance("A"), b = office.instance("B");
    CHECK(office.claim("B", b, {{"STD", 1}}) == Compliances{in});
    CHECK(office.claim("A", a, {{"STD", 1}}) == Compliances{out});
    CHECK(office.claim("B", b, {{"STD", 1}}) == Compliances{in});
    CHECK(office.authority.used("", "STD") == 2);
    // Who wants more queues anew; what is given back goes to who waits.
    CHECK(office.claim("B", b, {{"STD", 2}}) == Compliances{out});
    CHECK(office.claim("A", a, {{"STD", 1}}) == Compliances{in});
    CHECK(office.claim("B", b, {}).empty());
    CHECK_FALSE(objection(office.ask(Purpose::deregistration, "A", a)));
    CHECK(office.authority.used("", "STD") == 0);
    CHECK(office.authority.state().instances.size() == 1);
}

TEST_CASE("authority: tags of this account, of another, of none; terms that end") {
    Office1 office;
    Licence term = licence("CTX", 3);
    term.ends = office.now + days{10};
    CHECK_FALSE(office.authority.add_licence("Other", term));
    const std::string a = office.instance("A");
    CHECK(office.claim("A", a, {{"CTX", 1}, {"NOPE", 1}, {"STD", 1}}) ==
          Compliances{out, Compliance::invalid_tag, in});
    CHECK_FALSE(office.authority.move_licence("Other", "", "CTX", 2));
    CHECK(office.claim("A", a, {{"CTX", 2}, {"STD", 1}}) == Compliances{in, in});
    CHECK(office.authority.owned("", "CTX", office.now) == 2);
    CHECK(office.authority.owned("Other", "CTX", office.now) == 1);
    const Response answer = office.ask(Purpose::authorization, "A", a, {{"CTX", 2}});
    const auto& authorized = std::get<Authorized>(answer.what);
    CHECK(authorized.grants.at(0).name == "CTX name");
    CHECK(authorized.deadline == office.now + days{90});
    office.now += days{10};
    CHECK(office.authority.owned("", "CTX", office.now) == 0);
    CHECK(office.claim("A", a, {{"CTX", 2}}) == Compliances{out});
}

TEST_CASE("authority: silence takes licences back, the certificate's end the instance") {
    Office1 office;
    const std::string a = office.instance("A"), b = office.instance("B");
    office.claim("A", a, {{"STD", 1}});
    CHECK(office.authority.next_due() == office.now + days{90});
    office.now += days{90} - 1ms;
    office.authority.wake(office.now);
    CHECK(office.claim("B", b, {{"STD", 1}}) == Compliances{out});
    office.now += 1ms;
    office.authority.wake(office.now);
    CHECK(office.authority.used("", "STD") == 1);
    CHECK(office.claim("B", b, {{"STD", 1}}) == Compliances{in});
    CHECK(office.claim("A", a, {{"STD", 1}}) == Compliances{out});

    CHECK_FALSE(objection(office.ask(Purpose::id_renewal, "B", b)));
    office.now += days{275};
    office.authority.wake(office.now);
    CHECK(office.authority.state().instances.size() == 1);
    CHECK(objection(office.ask(Purpose::id_renewal, "A", a)) == Objection::signature_mismatch);
}

TEST_CASE("authority: the portal") {
    Office1 office;
    Authority& authority = office.authority;
    const auto refusal = [](const auto& result) { return std::get<AuthorityRefusal>(result); };
    const auto make = [&](std::string id, std::string account, int valid, std::optional<int> uses) {
        return authority.create_token(id, account, valid, uses, true, office.now);
    };
    CHECK(refusal(make("X", "Nowhere", 30, {})) == AuthorityRefusal::no_account);
    CHECK(refusal(make("X", "", 0, {})) == AuthorityRefusal::out_of_range);
    CHECK(refusal(make("X", "", 366, {})) == AuthorityRefusal::out_of_range);
    CHECK(refusal(make("X", "", 30, 0)) == AuthorityRefusal::out_of_range);
    CHECK(refusal(make("T", "", 30, {})) == AuthorityRefusal::token_exists);

    CHECK(authority.add_licence("Nowhere", licence("STD", 1)) == AuthorityRefusal::no_account);
    CHECK(authority.add_licence("", licence("STD", 0)) == AuthorityRefusal::out_of_range);
    CHECK(authority.add_licence("", licence("STD", 2'147'483'647)) ==
          AuthorityRefusal::out_of_range);
    CHECK_FALSE(authority.add_licence("", licence("STD", 4)));
    CHECK(authority.state().accounts.at(0).licences.size() == 1);
    CHECK(authority.remove_licence("", "NOPE", 1) == AuthorityRefusal::no_licence);
    CHECK(authority.remove_licence("", "STD", 0) == AuthorityRefusal::out_of_range);
    CHECK(authority.remove_licence("", "STD", 6) == AuthorityRefusal::too_few);
    CHECK(authority.move_licence("", "Other", "STD", 6) == AuthorityRefusal::too_few);
    CHECK_FALSE(authority.remove_licence("", "STD", 4));
    CHECK(authority.owned("", "STD", office.now) == 1);

    const std::string a = office.instance("A");
    office.claim("A", a, {{"STD", 1}});
    CHECK(authority.move_instance("Z", "Other") == AuthorityRefusal::no_instance);
    CHECK(authority.move_instance("A", "Nowhere") == AuthorityRefusal::no_account);
    CHECK_FALSE(authority.move_instance("A", "Other"));
    CHECK(authority.used("", "STD") == 0);
    CHECK(authority.used("Other", "STD") == 1);
    CHECK(office.claim("A", a, {{"STD", 1}}) == Compliances{out});
    CHECK(authority.remove_instance("Z") == AuthorityRefusal::no_instance);
    CHECK_FALSE(authority.remove_instance("A"));
}

TEST_CASE("authority: a token it makes has the real form") {
    Office1 office;
    const auto make = [&office] {
        return std::get<Token>(
                   office.authority.create_token("", "", 30, std::nullopt, true, office.now))
            .id;
    };
    const std::string id = make(), other = make();
    CHECK(id != other);
    // The shape of the token in the guide: two lines of 60, one of 8 that ends in =.
    CHECK(id.size() == 139);
    CHECK(id.substr(60, 3) == "%0A");
    CHECK(id.substr(123, 3) == "%0A");
    CHECK(id.substr(133) == "%3D%0A");
    for (const char c : id) {
        CHECK((std::isalnum(static_cast<unsigned char>(c)) || c == '%' || c == '+' || c == '/'));
    }
}

TEST_CASE("authority: two devices at one instant and the last licence") {
    Lab lab{date(2026, 1, 1), {licence("STD", 1)}};
    Box& a = lab.device(agent_traits("a"));
    Box& b = lab.device(agent_traits("b"));
    for (Box* box : {&b, &a}) {
        box->want({{"STD", 1}});
        box->enrol("T");
    }
    lab.pass(1min);
    CHECK(b.state().authorization == Authorization::authorized);
    CHECK(a.state().authorization == Authorization::out_of_compliance);
    CHECK(a.said(EventKind::out_of_compliance) == 1);
    CHECK_FALSE(lab.office.authority.add_licence("", licence("STD", 1)));
    lab.pass(13h);
    CHECK(a.state().authorization == Authorization::authorized);
    CHECK(a.said(EventKind::in_compliance) == 1);
}

TEST_CASE("authority: ninety days of silence at one device serve the other") {
    Lab lab{date(2026, 1, 1), {licence("STD", 1)}};
    Box& a = lab.device(agent_traits("a"));
    a.want({{"STD", 1}});
    a.enrol("T");
    lab.pass(1min);
    a.power_off();
    Box& b = lab.device(agent_traits("b"));
    b.want({{"STD", 1}});
    b.enrol("T");
    lab.pass(days{89});
    CHECK(b.state().authorization == Authorization::out_of_compliance);
    lab.pass(days{2});
    CHECK(b.state().authorization == Authorization::authorized);
    // a comes back: its deadline has passed, and nothing is left for it.
    a.boot();
    a.want({{"STD", 1}});
    lab.pass(1s);
    CHECK(a.state().authorization == Authorization::expired);
    lab.pass(1min);
    CHECK(a.state().authorization == Authorization::out_of_compliance);
}
