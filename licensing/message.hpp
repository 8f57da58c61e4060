// What agent and authority say to each other. They never call: a request is a value that the
// network carries, or loses, and an answer is a value that comes back later.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "licensing/policy_message.hpp"
#include "licensing/time.hpp"

namespace licensing {

// So many of one entitlement.
struct Claim {
    std::string tag;  // the short tag, such as ASAv-STD-1G
    int count = 1;
    auto operator<=>(const Claim&) const = default;
};

// From `trust` on: of a device that reports by policy (policy_message.hpp).
enum class Purpose {
    registration,
    id_renewal,
    authorization,
    deregistration,
    conversion,
    trust,
    trust_sync,
    usage_report,
    usage_result
};

struct Request {
    std::uint64_t id = 0;  // the agent's own; an answer to another id is stale
    Purpose purpose = Purpose::registration;
    Udi udi;
    std::vector<Udi> members;  // of a stack, besides `udi`
    std::string hostname;
    std::string token;          // registration only
    bool force = false;         // registration only
    std::string instance;       // the certificate's product instance id; empty before
    std::vector<Claim> claims;  // authorization and conversion
    DeviceTime sent{};          // by the device's clock
    PolicyAsk policy;           // from `trust` on
};

// Why a request never reached the far end, in the order in which the path can fail.
enum class TransportFailure {
    no_transport,            // nothing configured to send it with
    name_unresolved,         // no lookup, no server, no answer, no such name
    no_route,                // the device has no way to the address
    filtered,                // packets vanish on the way
    refused,                 // something answers, but not to this port
    proxy_refused,           // the proxy answers, and will not
    untrusted,               // the TLS certificate does not lead to a trusted root
    http_error,              // the server answers with 400 or more
    unreadable,              // an answer that is none
    defect,                  // the software on the device fails by itself
    wrong_name,              // the certificate is another host's
    revocation_unknown,      // whether it was revoked could not be learnt, so nothing comes of it
    no_authoritative_clock,  // no certificate can be judged: the device does not know the time
    empty_answer,            // an answer without anything in it
    proxy_silent,            // nothing answers where the proxy should be
    proxy_forbids,           // the proxy answers with 400 or more
    malformed_certificate,   // a trusted root's, but not as certificates have to be
    no_server_certificate,   // the TLS certificate is not made for servers
};

// Why the authority said no.
enum class Objection {
    token_not_valid,     // unknown, expired, used up, revoked, of another account
    already_registered,  // this UDI is there already and force was not used
    date_beyond_tolerance,
    try_again,
    signature_mismatch,         // the instance was removed at the authority
    failure_status,             // any other failure status
    policy_unknown,             // too old to know what a usage policy is
    product_registered,         // as already_registered, said of product and serial number
    consumption_without_force,  // as already_registered, and that instance holds licences
    invalid_data,               // what the far end signs with has ended
    conversion_unsupported,
    already_converted,
};

using Cause = std::variant<TransportFailure, Objection>;
struct Failure {
    Cause why;
    std::string detail;
};

// The certificate a registration or its renewal brings.
struct Identity {
    std::string instance;  // product instance id
    AuthorityTime issued{};
    AuthorityTime expires{};
    std::string smart_account;
    std::string virtual_account;
    bool export_allowed = false;
};

// One entitlement's answer.
enum class Compliance { in_compliance, out_of_compliance, invalid_tag };
struct Grant {
    Claim claim;
    Compliance compliance = Compliance::in_compliance;
    std::string name;  // as the authority shows it; a regid on old accounts
    std::string description;
    std::string version = "1.0";
};

struct Registered {
    Identity identity;
};
struct Authorized {
    std::vector<Grant> grants;
    AuthorityTime stamped{};   // when the authority answered, by its clock
    AuthorityTime deadline{};  // how long this answer holds without another
};
struct Deregistered {};
struct Converted {};
struct Objected {
    Objection why = Objection::failure_status;
    std::string detail;  // the token, the product, the date in milliseconds: what the words name
};

using Answer = std::variant<Registered, Authorized, Deregistered, Objected, Trusted, TakenUp,
                            Acknowledged, Converted>;
struct Response {
    std::uint64_t id = 0;
    Answer what;
};

// What becomes of a request at the agent's end.
using Delivery = std::variant<Response, TransportFailure>;

}  // namespace licensing
