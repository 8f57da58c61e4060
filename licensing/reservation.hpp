// Licences reserved for a device that talks to nobody. A person carries codes: a request code
// from the device to the authority, an authorization code back, and at the end a return code.
// The codes carry all there is to know, so that neither side ever needs the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licensing/message.hpp"
#include "licensing/time.hpp"

namespace licensing {

enum class ReservationKind { specific, universal };
// How codes are written: CB-Z<PID>:<SN>-xxxxxxxxx-xx (iosxe.md 5.1), or ABP:<PID>, S:<SN>{...{...
// (seed 003).
enum class CodeForm { dashes, braces };

// So many of one entitlement, reserved for one unit.
struct Reserved {
    Udi udi;
    Claim claim;
    std::string name, description;
    std::string version = "1.0";
    std::optional<AuthorityTime> starts, ends;  // of a term; nothing: perpetual
};

// A unit's codes; a stack has one set for each member.
struct MemberReservation {
    Udi udi;
    std::string request_code;
    std::string authorization_code;
    std::string confirmation_code;
    std::string return_code;
    std::optional<DeviceTime> installed;
    std::string licence = {};    // that a universal request asks for, by its tag; empty: any
    bool export_allowed = true;  // as the authorization code says
};

// The agent's side of it.
struct ReservationState {
    bool enabled = false;  // the configuration's reservation mode
    ReservationKind kind = ReservationKind::specific;
    std::vector<MemberReservation> members;
    std::vector<Reserved> reserved;
    std::uint64_t requests = 0;  // codes made so far
};

// What a request code says to who reads it.
struct ReservationRequest {
    ReservationKind kind = ReservationKind::specific;
    CodeForm form = CodeForm::dashes;
    Udi udi;
    std::string code;
    std::string secret = {};
};

// `secret` makes one request another than the next of the same unit. Where it is for one of
// several universal licences, it begins with that one's mark.
std::string licence_mark(const std::string& tag);
std::string request_code(ReservationKind kind, CodeForm form, const Udi& udi,
                         std::string_view secret);
std::optional<ReservationRequest> read_request_code(const std::string& code);

// For a universal reservation a short code, for a specific one the text of a file that lists what
// is reserved. Both fit this request only.
// `exports`: the account qualifies for functionality under export control, which a universal code
// says too.
std::string authorization_code(const ReservationRequest& request,
                               const std::vector<Reserved>& reserved, bool exports,
                               AuthorityTime now);
struct Authorizes {
    std::vector<Reserved> reserved;
    bool exports = true;
};
// Nothing when it does not fit the request code.
std::optional<Authorizes> read_authorization_code(const std::string& code,
                                                  const std::string& request_code);

std::string confirmation_code(const std::string& authorization_code);
std::string return_code(const std::string& authorization_code, const ReservationRequest& request);

// Length and alphabet of a code's secret part.
std::size_t secret_length(CodeForm form);
inline constexpr std::string_view code_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

}  // namespace licensing
