#include <doctest/doctest.h>

#include "licensing/authority.hpp"
#include "licensing/policy_agent.hpp"
#include "licensing/policy_file.hpp"
#include "licensing/policy_migration.hpp"

using namespace licensing;
using namespace std::chrono_literals;
using std::chrono::days;

namespace {

PolicyTraits traits() {
    PolicyTraits traits;
    traits.party = "d";
    traits.first_contact = 10min;
    traits.retry = 1h;
    traits.push = days{30};
    traits.gap = 12s;
    traits.first_reminder = 100s;
    traits.reminders = {days{60}, days{7}};
    traits.standard.perpetual = {days{365}, Span{}, days{90}};
    traits.standard.subscription = {days{90}, days{90}, days{90}};
    return traits;
}

// A device and the authority it is told to reach; a request takes a second each way.
struct Site {
    Site() : Site(PolicyTransport::smart) {}
    explicit Site(PolicyTransport way)
        : agent(traits(), {Udi{"C9300", "F1"}, Udi{"C9300", "F2"}}, {}, now()),
          authority({.party = "cssm"}, Chance{1}, accounts()) {
        authority.create_token("T", "", 30, std::nullopt, true, authority.clock(at));
        agent.report_by(way, std::nullopt, now());
        agent.use({{{"NET", 2}, "network", false}, {{"DNA", 2}, "dna", true}}, now());
        settle();
    }
    static AuthorityState accounts() {
        AuthorityState state;
        state.smart_account = "S";
        state.accounts = {{"V", {}}};
        return state;
    }
    DeviceTime now() const { return DeviceTime{at.time_since_epoch()}; }
    void settle() {
        for (auto requests = agent.take_requests(); !requests.empty();
             requests = agent.take_requests()) {
            for (auto& request : requests) {
                at += 1s;
                const Delivery delivery =
                    reachable ? Delivery{authority.answer(request, authority.clock(at))}
                              : Delivery{TransportFailure::name_unresolved};
                agent.receive(request.id, delivery, now());
            }
        }
        for (auto& event : agent.take_events()) events.push_back(event);
    }
    void pass(Span span) {
        const auto until = at + span;
        while (agent.next_due() &&
               agent.next_due()->time_since_epoch() <= until.time_since_epoch()) {
            at = std::max(at, Instant{agent.next_due()->time_since_epoch()});
            agent.wake(now());
            settle();
        }
        at = until;
    }
    int said(PolicyEventKind kind) const {
        int count = 0;
        for (const auto& event : events) count += event.kind == kind ? 1 : 0;
        return count;
    }
    Instant at{days{20000}};
    bool reachable = true;
    PolicyAgent agent;
    Authority authority;
    std::vector<PolicyEvent> events;
};

}  // namespace

TEST_CASE("policy: everything is owed within ninety days of the first use") {
    Site site(PolicyTransport::off);
    CHECK(site.agent.state().ack_deadline == site.now() + days{90});
    CHECK(site.agent.count().collecting == 2);
    site.pass(2min);
    REQUIRE(site.said(PolicyEventKind::reporting_required) == 1);
    CHECK(site.events.back().days == 89);
    site.pass(days{365});
    CHECK(site.agent.state().last_request == 0);  // off is off
    CHECK(site.events.back().days == 0);
}

TEST_CASE("policy: an unresolved collector is tried every hour") {
    Site site(PolicyTransport::collector);
    site.reachable = false;
    site.pass(5h);
    CHECK(site.said(PolicyEventKind::communication_lost) == 5);
    CHECK(site.agent.state().syncing.replied == Replied::no_reply);
}

TEST_CASE("policy: trust, report, acknowledgement") {
    Site site;
    CHECK(!site.agent.state().next_push);  // nobody trusts it yet
    site.agent.trust("T", true, false, site.now());
    site.settle();
    CHECK(site.agent.state().trust.size() == 2);
    CHECK(site.said(PolicyEventKind::trust_installed) == 2);
    site.pass(30min);
    CHECK(site.agent.count().acknowledged == 2);
    CHECK(site.authority.used("V", "DNA") == 2);
    REQUIRE(site.agent.state().last_ack);
    CHECK(site.agent.state().ack_deadline == *site.agent.state().last_ack + days{90});
    CHECK(site.agent.state().next_push == *site.agent.state().last_push + days{30});
}

TEST_CASE("policy: a bad token, a known product, and force") {
    Site site;
    site.agent.trust("no", false, false, site.now());
    site.settle();
    CHECK(site.said(PolicyEventKind::trust_failed) == 1);
    for (const bool force : {false, false, true}) {
        site.agent.trust("T", false, force, site.now());
        site.settle();
    }
    CHECK(site.said(PolicyEventKind::trust_failed) == 2);
    CHECK(site.said(PolicyEventKind::trust_installed) == 2);
}

TEST_CASE("policy: the account's policy comes with the acknowledgement") {
    Site site;
    UsagePolicy own;
    own.name = "Custom";
    own.subscription = {days{10}, days{60}, days{5}};
    site.authority.set_policy(own);
    site.agent.trust("T", false, false, site.now());
    site.pass(1h);
    CHECK(site.said(PolicyEventKind::policy_installed) == 1);
    CHECK(site.agent.frequency() == days{60});
    CHECK(site.agent.state().ack_deadline == *site.agent.state().last_ack + days{60});
}

TEST_CASE("policy: files carry reports there and acknowledgements back") {
    Site site(PolicyTransport::off);
    const SavedAsk saved{{"C9300", "F1"}, "sw", {{}, site.agent.reports_for_file(site.now()), 0}};
    const auto back = site.authority.upload(written(saved), "", site.authority.clock(site.at));
    REQUIRE(back);
    const auto carried = read_carried(*back);
    REQUIRE(carried);
    site.agent.import_ack(std::get<Acknowledged>(*carried), site.now());
    CHECK(site.agent.count().acknowledged == 2);
    CHECK(!read_saved("nothing of ours"));
}

TEST_CASE("policy: who knows no policies says so, or nothing") {
    Site site;
    auto state = Site::accounts();
    state.policy.known = false;
    site.authority = Authority({.party = "old"}, Chance{1}, state);
    site.agent.trust("T", false, false, site.now());
    site.settle();
    CHECK(site.agent.state().trusting.failure->why ==
          decltype(Failure::why){TransportFailure::empty_answer});
    site.agent.report_by(PolicyTransport::callhome, std::nullopt, site.now());
    site.agent.trust("T", false, false, site.now());
    site.settle();
    CHECK(site.said(PolicyEventKind::reporting_unknown) == 1);
}

TEST_CASE("policy: what an upgrade keeps, and a downgrade gives back") {
    AgentState before;
    CHECK(way_after(before, false) == PolicyTransport::collector);
    CHECK(way_after(before, true) == PolicyTransport::off);
    before.identity.emplace();
    before.identity->instance = "i";
    CHECK(way_after(before, false) == PolicyTransport::callhome);
    CHECK(way_after(before, true) == PolicyTransport::smart);
    const DeviceTime now{days{20000}};
    const auto after = upgraded(before, {{"C9300", "F1"}}, now);
    REQUIRE(after.trust.size() == 1);
    CHECK(downgraded(after, {}, {}, true, now).identity->instance == "i");
    CHECK(!downgraded(after, {}, {}, false, now).identity);
}

TEST_CASE("policy: nothing survives a factory reset and the boot after it") {
    Site site;
    site.agent.trust("T", false, false, site.now());
    site.pass(1h);
    site.agent.factory_reset(site.now());
    CHECK(site.agent.trusted());
    CHECK(site.agent.kept(site.now()).trust.empty());
}
