// The fields of the model's state, each named once: saving writes them and loading reads them
// with the same list, so a field cannot be saved and forgotten. A visitor is called as
// visit("name", field) for every field; it knows nothing of licensing, nor this of files.
#pragma once

#include "licensing/agent.hpp"
#include "licensing/authority.hpp"
#include "licensing/message.hpp"
#include "licensing/policy_describe.hpp"

namespace licensing {

template <class Visit> void describe(Visit& visit, Claim& x) {
    visit("tag", x.tag);
    visit("count", x.count);
}
template <class Visit> void describe(Visit& visit, Request& x) {
    visit("id", x.id);
    visit("purpose", x.purpose);
    visit("udi", x.udi);
    visit("members", x.members);
    visit("hostname", x.hostname);
    visit("token", x.token);
    visit("force", x.force);
    visit("instance", x.instance);
    visit("claims", x.claims);
    visit("sent", x.sent);
    visit("policy", x.policy);
}
template <class Visit> void describe(Visit& visit, Identity& x) {
    visit("instance", x.instance);
    visit("issued", x.issued);
    visit("expires", x.expires);
    visit("smart_account", x.smart_account);
    visit("virtual_account", x.virtual_account);
    visit("export_allowed", x.export_allowed);
}
template <class Visit> void describe(Visit& visit, Grant& x) {
    visit("claim", x.claim);
    visit("compliance", x.compliance);
    visit("name", x.name);
    visit("description", x.description);
    visit("version", x.version);
}
template <class Visit> void describe(Visit& visit, Registered& x) { visit("identity", x.identity); }
template <class Visit> void describe(Visit& visit, Authorized& x) {
    visit("grants", x.grants);
    visit("stamped", x.stamped);
    visit("deadline", x.deadline);
}
template <class Visit> void describe(Visit&, Deregistered&) {}
template <class Visit> void describe(Visit&, Converted&) {}
template <class Visit> void describe(Visit& visit, Objected& x) {
    visit("why", x.why);
    visit("detail", x.detail);
}
template <class Visit> void describe(Visit& visit, Response& x) {
    visit("id", x.id);
    visit("what", x.what);
}
template <class Visit> void describe(Visit& visit, Failure& x) {
    visit("why", x.why);
    visit("detail", x.detail);
}
template <class Visit> void describe(Visit& visit, Attempt& x) {
    visit("at", x.at);
    visit("failure", x.failure);
    visit("waiting", x.waiting);
}
template <class Visit> void describe(Visit& visit, Reserved& x) {
    visit("udi", x.udi);
    visit("claim", x.claim);
    visit("name", x.name);
    visit("description", x.description);
    visit("version", x.version);
    visit("starts", x.starts);
    visit("ends", x.ends);
}
template <class Visit> void describe(Visit& visit, MemberReservation& x) {
    visit("udi", x.udi);
    visit("request_code", x.request_code);
    visit("authorization_code", x.authorization_code);
    visit("confirmation_code", x.confirmation_code);
    visit("return_code", x.return_code);
    visit("installed", x.installed);
    visit("licence", x.licence);
    visit("export_allowed", x.export_allowed);
}
template <class Visit> void describe(Visit& visit, ReservationState& x) {
    visit("enabled", x.enabled);
    visit("kind", x.kind);
    visit("members", x.members);
    visit("reserved", x.reserved);
    visit("requests", x.requests);
}
template <class Visit> void describe(Visit& visit, Entitlement& x) {
    visit("claim", x.claim);
    visit("enforcement", x.enforcement);
    visit("requested", x.requested);
    visit("changed", x.changed);
    visit("granted", x.granted);
    visit("name", x.name);
    visit("description", x.description);
    visit("version", x.version);
}
template <class Visit> void describe(Visit& visit, AgentState& x) {
    visit("enabled", x.enabled);
    visit("registration", x.registration);
    visit("identity", x.identity);
    visit("token", x.token);
    visit("force", x.force);
    visit("rejected_token", x.rejected_token);
    visit("registered", x.registered);
    visit("renewed", x.renewed);
    visit("next_registration", x.next_registration);
    visit("next_renewal", x.next_renewal);
    visit("former", x.former);
    visit("authorization", x.authorization);
    visit("authorization_at", x.authorization_at);
    visit("communicated", x.communicated);
    visit("next_communication", x.next_communication);
    visit("deadline", x.deadline);
    visit("wanted", x.wanted);
    visit("entitlements", x.entitlements);
    visit("evaluation_used", x.evaluation_used);
    visit("evaluation_since", x.evaluation_since);
    visit("evaluation_warned", x.evaluation_warned);
    visit("evaluation_ended", x.evaluation_ended);
    visit("evaluation_reminded", x.evaluation_reminded);
    visit("reservation", x.reservation);
    visit("conversion", x.conversion);
    visit("converted", x.converted);
    visit("next_conversion", x.next_conversion);
    visit("conversion_failures", x.conversion_failures);
    visit("warned_of_expiry", x.warned_of_expiry);
    visit("told_of_end", x.told_of_end);
    visit("lapses", x.lapses);
    visit("communication_lost", x.communication_lost);
    visit("registration_failures", x.registration_failures);
    visit("renewal_failures", x.renewal_failures);
    visit("authorization_failures", x.authorization_failures);
    visit("last_request", x.last_request);
    visit("wanted_since_boot", x.wanted_since_boot);
    visit("standing", x.standing);
    visit("awaited", x.awaited);
    visit("awaited_purpose", x.awaited_purpose);
    visit("reply_by", x.reply_by);
}
template <class Visit> void describe(Visit& visit, Licence& x) {
    visit("tag", x.tag);
    visit("name", x.name);
    visit("description", x.description);
    visit("count", x.count);
    visit("ends", x.ends);
    visit("universal_for", x.universal_for);
}
template <class Visit> void describe(Visit& visit, VirtualAccount& x) {
    visit("name", x.name);
    visit("licences", x.licences);
}
template <class Visit> void describe(Visit& visit, Token& x) {
    visit("id", x.id);
    visit("virtual_account", x.virtual_account);
    visit("created", x.created);
    visit("expires", x.expires);
    visit("uses_left", x.uses_left);
    visit("export_allowed", x.export_allowed);
    visit("revoked", x.revoked);
}
template <class Visit> void describe(Visit& visit, Holding& x) {
    visit("tag", x.tag);
    visit("count", x.count);
    visit("turn", x.turn);
}
template <class Visit> void describe(Visit& visit, Instance& x) {
    visit("id", x.id);
    visit("udi", x.udi);
    visit("hostname", x.hostname);
    visit("virtual_account", x.virtual_account);
    visit("registered", x.registered);
    visit("certificate_ends", x.certificate_ends);
    visit("last_contact", x.last_contact);
    visit("export_allowed", x.export_allowed);
    visit("claims", x.claims);
    visit("policy", x.policy);
    visit("members", x.members);
}
template <class Visit> void describe(Visit& visit, Hierarchy& x) {
    visit("specific", x.specific);
    visit("generic", x.generic);
}
template <class Visit> void describe(Visit& visit, Reservation& x) {
    visit("udi", x.udi);
    visit("kind", x.kind);
    visit("virtual_account", x.virtual_account);
    visit("request_code", x.request_code);
    visit("authorization_code", x.authorization_code);
    visit("claims", x.claims);
    visit("made", x.made);
}
template <class Visit> void describe(Visit& visit, Satellite& x) {
    visit("certificate_ends", x.certificate_ends);
    visit("interval", x.interval);
    visit("next_sync", x.next_sync);
    visit("last_sync", x.last_sync);
    visit("version", x.version);
    visit("exports_tokens", x.exports_tokens);
}
template <class Visit> void describe(Visit& visit, AccountUse& x) {
    visit("account", x.account);
    visit("claims", x.claims);
}
template <class Visit> void describe(Visit& visit, SatelliteUse& x) {
    visit("satellite", x.satellite);
    visit("reported", x.reported);
    visit("uses", x.uses);
}
template <class Visit> void describe(Visit& visit, AuthorityState& x) {
    visit("smart_account", x.smart_account);
    visit("accounts", x.accounts);
    visit("tokens", x.tokens);
    visit("instances", x.instances);
    visit("serial", x.serial);
    visit("turn", x.turn);
    visit("trying_again", x.trying_again);
    visit("policy", x.policy);
    visit("duplicates", x.duplicates);
    visit("hierarchy", x.hierarchy);
    visit("reserves", x.reserves);
    visit("exports", x.exports);
    visit("reservations", x.reservations);
    visit("converts", x.converts);
    visit("converted", x.converted);
    visit("satellite", x.satellite);
    visit("satellites", x.satellites);
}

template <class Visit> void describe(Visit& visit, UsedLicence& x) {
    visit("claim", x.claim);
    visit("feature", x.feature);
    visit("subscription", x.subscription);
}
template <class Visit> void describe(Visit& visit, KeptAuthorization& x) {
    visit("code", x.code);
    visit("installed", x.installed);
    visit("claims", x.claims);
}
template <class Visit> void describe(Visit& visit, Tally& x) {
    visit("total", x.total);
    visit("success", x.success);
    visit("failed", x.failed);
    visit("failing", x.failing);
    visit("unreachable", x.unreachable);
    visit("replied", x.replied);
    visit("replied_at", x.replied_at);
    visit("failure", x.failure);
    visit("last_success", x.last_success);
    visit("last_failure", x.last_failure);
}
template <class Visit> void describe(Visit& visit, Past& x) {
    visit("what", x.what);
    visit("at", x.at);
    visit("good", x.good);
    visit("detail", x.detail);
}
template <class Visit> void describe(Visit& visit, PolicyState& x) {
    visit("licences", x.licences);
    visit("since", x.since);
    visit("reports", x.reports);
    visit("last_report", x.last_report);
    visit("purged", x.purged);
    visit("counting", x.counting);
    visit("transport", x.transport);
    visit("interval", x.interval);
    visit("instance", x.instance);
    visit("trust", x.trust);
    visit("former", x.former);
    visit("smart_account", x.smart_account);
    visit("virtual_account", x.virtual_account);
    visit("account_at", x.account_at);
    visit("policy", x.policy);
    visit("policy_at", x.policy_at);
    visit("authorization", x.authorization);
    visit("token", x.token);
    visit("all", x.all);
    visit("force", x.force);
    visit("next_trust", x.next_trust);
    visit("first_use", x.first_use);
    visit("last_ack", x.last_ack);
    visit("ack_deadline", x.ack_deadline);
    visit("next_push", x.next_push);
    visit("next_report", x.next_report);
    visit("next_poll", x.next_poll);
    visit("next_reminder", x.next_reminder);
    visit("last_push", x.last_push);
    visit("last_file", x.last_file);
    visit("receipt", x.receipt);
    visit("trusting", x.trusting);
    visit("reporting", x.reporting);
    visit("polling", x.polling);
    visit("syncing", x.syncing);
    visit("history", x.history);
    visit("communication_lost", x.communication_lost);
    visit("resetting", x.resetting);
    visit("last_request", x.last_request);
    visit("awaited", x.awaited);
    visit("awaited_purpose", x.awaited_purpose);
}
template <class Visit> void describe(Visit& visit, Collected& x) {
    visit("request", x.request);
    visit("receipt", x.receipt);
    visit("due", x.due);
    visit("beyond", x.beyond);
    visit("over", x.over);
}
template <class Visit> void describe(Visit& visit, CollectorState& x) {
    visit("online", x.online);
    visit("held", x.held);
    visit("last_receipt", x.last_receipt);
    visit("smart_account", x.smart_account);
    visit("virtual_account", x.virtual_account);
}

}  // namespace licensing
