// The License Authority: the far end. A party with its own clock, accounts and counts, which
// answers requests by what it knows, takes licences back after 90 days of silence and forgets an
// instance when its certificate ends. Seed 003 for accounts and tokens, asa.md section 6.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "licensing/chance.hpp"
#include "licensing/message.hpp"
#include "licensing/policy_authority.hpp"
#include "licensing/reservation.hpp"
#include "licensing/satellite.hpp"
#include "licensing/time.hpp"

namespace licensing {

struct Token {
    std::string id;
    std::string virtual_account;
    AuthorityTime created{};
    AuthorityTime expires{};
    std::optional<int> uses_left;  // nothing: no limit
    bool export_allowed = false;
    bool revoked = false;
};

// What an instance holds of one tag. Who asked first is served first, whoever registered first.
struct Holding {
    std::string tag;
    int count = 1;
    std::uint64_t turn = 0;  // its place in the order of asking, over all instances
};

struct Instance {
    std::string id;
    Udi udi;
    std::string hostname;
    std::string virtual_account;
    AuthorityTime registered{};
    AuthorityTime certificate_ends{};
    AuthorityTime last_contact{};
    bool export_allowed = false;
    std::vector<Holding> claims;
    std::optional<PolicyRecord> policy;  // nothing: it is registered in the classic way
    std::vector<Udi> members;
};

// A generic licence serves whoever asks for the specific tag, once that one's own are used up.
struct Hierarchy {
    std::string specific;
    std::string generic;
};

// Licences that left an account for a device that talks to nobody.
struct Reservation {
    Udi udi;
    ReservationKind kind = ReservationKind::specific;
    std::string virtual_account;
    std::string request_code;
    std::string authorization_code;
    std::vector<Claim> claims;
    AuthorityTime made{};
};

// Which of its three objections (seed 004, scenario 1) it makes to a UDI that is there already:
// always the plain one; the one that names the product; or the one about consumption where the
// instance holds licences now, else the plain one.
enum class Duplicates { plain, by_product, by_use };

struct AuthorityState {
    std::string smart_account;
    std::vector<VirtualAccount> accounts;
    std::vector<Token> tokens;
    std::vector<Instance> instances;  // in order of registration
    std::uint64_t serial = 0;         // of the last token or instance made
    std::uint64_t turn = 0;           // of the last holding
    bool trying_again = false;        // answers `try again` to everything
    PolicyDesk policy;
    Duplicates duplicates = Duplicates::plain;
    std::vector<Hierarchy> hierarchy;
    bool reserves = true;  // its account qualifies for reservations
    bool exports = true;   // and for functionality under export control
    std::vector<Reservation> reservations;
    bool converts = true;                  // supports device led conversion
    std::vector<Udi> converted;            // who has had its licences deposited
    std::optional<Satellite> satellite;    // it stands on somebody's premises
    std::vector<SatelliteUse> satellites;  // what those of this authority reported last
};

struct AuthorityTraits {
    std::string party;                        // who draws chance
    Span offset{};                            // its clock minus lab time
    Span tolerance = std::chrono::hours{24};  // of a device's date
    Span certificate = std::chrono::days{365};
    Span authorization = std::chrono::days{90};  // an answer holds so long
    Span silence = std::chrono::days{90};        // then licences are taken back
};

// What the authority's owner asked for and cannot have; worded by the stage directions.
enum class AuthorityRefusal {
    no_account,
    no_token,
    token_exists,
    no_licence,
    no_instance,
    out_of_range,
    too_few,
    not_a_request_code,
    not_a_return_code,
    already_reserved,
    not_qualified,
    no_surplus,
    nothing_to_reserve,
    no_satellite,
    not_exporting,
    too_old_to_export
};

class Authority {
public:
    Authority(AuthorityTraits traits, Chance chance, AuthorityState state);

    const AuthorityState& state() const { return state_; }
    const AuthorityTraits& traits() const { return traits_; }

    AuthorityTime clock(Instant now) const {
        return AuthorityTime{(now + traits_.offset).time_since_epoch()};
    }
    void set_offset(Span offset) { traits_.offset = offset; }

    // The one thing the network asks of it. An objection's detail is the token, the device's date
    // in milliseconds, or for a UDI that is there already its "PID,SERIAL".
    Response answer(const Request& request, AuthorityTime now);

    // Usage by way of a collector, which has the account's word for it, and its acknowledgement.
    TakenUp take_usage(const Request& request, const std::string& account, AuthorityTime now);
    Answer acknowledgement(std::uint64_t receipt, AuthorityTime now) const;
    // A file that was carried here, and the one to carry back; nothing when it says nothing.
    std::optional<std::string> upload(const std::string& text, const std::string& account,
                                      AuthorityTime now);

    std::optional<AuthorityTime> next_due() const;
    void wake(AuthorityTime now);

    // -- the owner's portal; every account name may be empty: the first one --
    // An empty id makes one of the real form: base64 of "<uuid>-<milliseconds>|<base64 of 32
    // bytes>" in lines of 60 with %0A after each and %3D for = (the token of seed 003 decodes to
    // that). days 1-365, uses from 1 or none.
    std::variant<Token, AuthorityRefusal> create_token(std::string id, std::string account,
                                                       int days, std::optional<int> uses,
                                                       bool export_allowed, AuthorityTime now);
    std::optional<AuthorityRefusal> revoke_token(const std::string& id);
    std::optional<AuthorityRefusal> add_licence(const std::string& account, Licence licence);
    // Those that have a term get another end.
    std::optional<AuthorityRefusal> renew_licence(const std::string& account,
                                                  const std::string& tag, AuthorityTime ends);
    std::optional<AuthorityRefusal> remove_licence(const std::string& account,
                                                   const std::string& tag, int count);
    std::optional<AuthorityRefusal> move_licence(const std::string& from, const std::string& to,
                                                 const std::string& tag, int count);
    std::optional<AuthorityRefusal> remove_instance(const std::string& serial);
    std::optional<AuthorityRefusal> move_instance(const std::string& serial,
                                                  const std::string& account);
    void set_trying_again(bool on) { state_.trying_again = on; }
    void set_policy(std::optional<UsagePolicy> policy) { state_.policy.policy = std::move(policy); }

    void set_duplicates(Duplicates duplicates) { state_.duplicates = duplicates; }
    void set_converting(bool on) { state_.converts = on; }
    void set_reserving(bool on) { state_.reserves = on; }
    void set_exporting(bool on) { state_.exports = on; }
    // May a token allow functionality under export control? The account qualifies for it, and the
    // software of a satellite is new enough.
    bool exports() const {
        return state_.exports && (!state_.satellite || state_.satellite->exports_tokens);
    }
    void add_hierarchy(Hierarchy hierarchy) { state_.hierarchy.push_back(std::move(hierarchy)); }

    // -- reservations: authority_reservation.cpp --
    // Takes the licences out of the account and gives the authorization code. A specific request
    // names at least one; a universal one may name none, but where there is a licence for all that
    // its product does, it takes that.
    std::variant<Reservation, AuthorityRefusal> reserve(const std::string& code,
                                                        const std::vector<Claim>& claims,
                                                        const std::string& account,
                                                        AuthorityTime now);
    // Of which licences that request would want more than the account has, and how many.
    std::vector<Licence> lacking(const std::string& code, const std::vector<Claim>& claims,
                                 const std::string& account, AuthorityTime now) const;
    // The device's return code puts them back.
    std::variant<Reservation, AuthorityRefusal> take_back(const std::string& return_code);

    // -- satellites: satellite.cpp; the lab carries these between the two --
    SyncReport sync_report(AuthorityTime now) const;                      // a satellite's
    SyncAnswer synchronise(const SyncReport& report, AuthorityTime now);  // its parent's
    void synchronised(const std::optional<SyncAnswer>& answer,
                      AuthorityTime now);  // nothing: failed
    // A satellite's own: how often it reports by itself, and its software.
    void schedule(std::optional<Span> interval, AuthorityTime now);
    void upgrade(const std::string& version, bool exports_tokens);

    // How many of a tag an account owns now (terms that ended do not count), has in use by product
    // instances, reservations and satellites, and lends to those who asked for a specific tag.
    int owned(const std::string& account, const std::string& tag, AuthorityTime now) const;
    int used(const std::string& account, const std::string& tag) const;
    int lent(const std::string& account, const std::string& tag, AuthorityTime now) const;

private:
    Answer enrol(const Request& request, AuthorityTime now);
    Answer serve(Instance& instance, const Request& request, AuthorityTime now);
    Answer answer_policy(const Request& request, AuthorityTime now);
    Answer give_trust(const Request& request, AuthorityTime now);
    Instance& newcomer(const Request& request, AuthorityTime now);
    static void become_policy(Instance& instance, AuthorityTime now);
    Trusted trusted(Instance& instance, AuthorityTime now);
    Registered certify(Instance& instance, AuthorityTime now);
    void hold(Instance& instance, const std::vector<Claim>& claims);
    Authorized grant(const Instance& instance, AuthorityTime now) const;
    Grant grant(const Instance& instance, const Holding& holding, bool enough) const;
    Objection duplicate(const Instance& there) const;
    Answer convert(const Instance& instance, const Request& request);
    std::vector<Claim> all_claims(const ReservationRequest& request,
                                  std::vector<Claim> claims) const;
    long long surplus(const std::string& account, const std::string& tag, AuthorityTime now) const;
    std::variant<std::vector<Reserved>, AuthorityRefusal> reservable(
        const ReservationRequest& request, const std::vector<Claim>& claims,
        const VirtualAccount& owner, AuthorityTime now) const;
    // What each holding of an account gets, in the order of asking.
    struct Share {
        std::string instance;
        std::string tag;
        int own = 0;       // of the tag itself
        int borrowed = 0;  // of its generic licence
        int lacking = 0;
    };
    std::vector<Share> shares(const std::string& account, AuthorityTime now) const;
    int apart(const std::string& account, const std::string& tag) const;
    std::string generic_of(const std::string& tag) const;
    std::vector<Claim> uses(const std::string& account, AuthorityTime now) const;
    const Licence* licence_known(const std::string& account, const std::string& tag) const;
    VirtualAccount* account_named(const std::string& name);
    const VirtualAccount* account_named(const std::string& name) const;
    Instance* by_serial(const std::string& serial);
    Token* token_named(const std::string& id);
    Token* usable_token(const std::string& id, AuthorityTime now);
    std::string uuid(std::string_view purpose, std::uint64_t nth) const;
    std::string token_id(AuthorityTime now) const;

    AuthorityTraits traits_;
    Chance chance_;
    AuthorityState state_;
};

}  // namespace licensing
