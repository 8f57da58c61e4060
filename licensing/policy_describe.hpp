// The fields of what is said and kept about usage policies; see describe.hpp, which needs them.
#pragma once

#include "licensing/policy_agent.hpp"
#include "licensing/policy_authority.hpp"
#include "licensing/policy_collector.hpp"
#include "licensing/policy_message.hpp"

namespace licensing {

template <class Visit> void describe(Visit& visit, Udi& x) {
    visit("pid", x.pid);
    visit("serial", x.serial);
}
template <class Visit> void describe(Visit& visit, UsageReport& x) {
    visit("id", x.id);
    visit("tag", x.tag);
    visit("feature", x.feature);
    visit("count", x.count);
    visit("begins", x.begins);
    visit("ends", x.ends);
    visit("state", x.state);
    visit("end", x.end);
    visit("previous", x.previous);
    visit("next", x.next);
}
template <class Visit> void describe(Visit& visit, ReportingRule& x) {
    visit("first", x.first);
    visit("frequency", x.frequency);
    visit("change", x.change);
}
template <class Visit> void describe(Visit& visit, UsagePolicy& x) {
    visit("name", x.name);
    visit("acknowledged", x.acknowledged);
    visit("perpetual", x.perpetual);
    visit("subscription", x.subscription);
    visit("enforced", x.enforced);
    visit("restricted", x.restricted);
}
template <class Visit> void describe(Visit& visit, PolicyAsk& x) {
    visit("members", x.members);
    visit("reports", x.reports);
    visit("receipt", x.receipt);
}
template <class Visit> void describe(Visit& visit, Trusted& x) {
    visit("instance", x.instance);
    visit("members", x.members);
    visit("issued", x.issued);
    visit("smart_account", x.smart_account);
    visit("virtual_account", x.virtual_account);
}
template <class Visit> void describe(Visit& visit, TakenUp& x) {
    visit("receipt", x.receipt);
    visit("ready_in", x.ready_in);
}
template <class Visit> void describe(Visit& visit, Acknowledged& x) {
    visit("reports", x.reports);
    visit("policy", x.policy);
    visit("smart_account", x.smart_account);
    visit("virtual_account", x.virtual_account);
}
template <class Visit> void describe(Visit& visit, PolicyRecord& x) {
    visit("members", x.members);
    visit("trusted", x.trusted);
    visit("reported", x.reported);
}
template <class Visit> void describe(Visit& visit, UsageReceipt& x) {
    visit("id", x.id);
    visit("udi", x.udi);
    visit("reports", x.reports);
    visit("ready", x.ready);
}
template <class Visit> void describe(Visit& visit, PolicyDesk& x) {
    visit("known", x.known);
    visit("policy", x.policy);
    visit("takes", x.takes);
    visit("receipts", x.receipts);
    visit("last_receipt", x.last_receipt);
}
template <class Visit> void describe(Visit& visit, TrustCode& x) {
    visit("udi", x.udi);
    visit("installed", x.installed);
}

}  // namespace licensing
