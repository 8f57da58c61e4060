// The fields of the world's state, each named once for writing and reading: see
// licensing/describe.hpp. What a lab file states and nothing changes is not among them.
#pragma once

#include "labs/device.hpp"
#include "labs/network.hpp"
#include "licensing/describe.hpp"

namespace lab {

template <class Visit> void describe(Visit& visit, TcpManner& x) {
    visit("segment", x.segment);
    visit("window", x.window);
    visit("stamps", x.stamps);
}
template <class Visit> void describe(Visit& visit, Host& x) {
    visit("name", x.name);
    visit("addresses", x.addresses);
    visit("ports", x.ports);
    visit("authority", x.authority);
    visit("paths", x.paths);
    visit("trusted", x.trusted);
    visit("issuer", x.issuer);
    visit("certificate_names", x.certificate_names);
    visit("certificate_country", x.certificate_country);
    visit("tells_time", x.tells_time);
    visit("time_answers", x.time_answers);
    visit("stratum", x.stratum);
    visit("tcp", x.tcp);
    visit("pages", x.pages);
    visit("server_auth", x.server_auth);
    visit("serial", x.serial);
    visit("roots", x.roots);
}
template <class Visit> void describe(Visit& visit, CertificateAuthority& x) {
    visit("name", x.name);
    visit("subject", x.subject);
    visit("built_in", x.built_in);
    visit("revocations", x.revocations);
    visit("publishes", x.publishes);
    visit("published", x.published);
    visit("serial", x.serial);
    visit("from", x.from);
    visit("until", x.until);
}
template <class Visit> void describe(Visit& visit, Exchange& x) {
    visit("kind", x.kind);
    visit("fate", x.fate);
    visit("at", x.at);
    visit("length", x.length);
    visit("nth", x.nth);
    visit("from", x.from);
    visit("to", x.to);
    visit("port", x.port);
    visit("name", x.name);
    visit("answers", x.answers);
    visit("path", x.path);
    visit("tunnel", x.tunnel);
    visit("tls", x.tls);
    visit("far", x.far);
    visit("sequence", x.sequence);
    visit("signer", x.signer);
}
template <class Visit> void describe(Visit& visit, Wire::Memory& x) {
    visit("device", x.device);
    visit("ever", x.ever);
    visit("kept", x.kept);
}
template <class Visit> void describe(Visit& visit, PacketCapture& x) {
    visit("name", x.name);
    visit("kind", x.kind);
    visit("reason", x.reason);
    visit("interface", x.interface);
    visit("matches", x.matches);
    visit("buffer", x.buffer);
    visit("length", x.length);
    visit("circular", x.circular);
    visit("stopped", x.stopped);
    visit("since", x.since);
    visit("taken", x.taken);
}
template <class Visit> void describe(Visit& visit, LookedUp& x) {
    visit("name", x.name);
    visit("addresses", x.addresses);
    visit("at", x.at);
}
template <class Visit> void describe(Visit& visit, PoolImport& x) {
    visit("at", x.at);
    visit("good", x.good);
}
template <class Visit> void describe(Visit& visit, NameServerHost& x) {
    visit("address", x.address);
    visit("answers", x.answers);
}
template <class Visit> void describe(Visit& visit, ProxyHost& x) {
    visit("name", x.name);
    visit("addresses", x.addresses);
    visit("port", x.port);
    visit("answers", x.answers);
    visit("forbids", x.forbids);
    visit("opens_tls_as", x.opens_tls_as);
}
template <class Visit> void describe(Visit& visit, Segment& x) {
    visit("name", x.name);
    visit("network", x.network);
    visit("mask", x.mask);
    visit("gateway", x.gateway);
    visit("outside", x.outside);
}
template <class Visit> void describe(Visit& visit, Filter& x) {
    visit("host", x.host);
    visit("port", x.port);
}
template <class Visit> void describe(Visit& visit, Cable& x) {
    visit("device", x.device);
    visit("interface", x.interface);
    visit("segment", x.segment);
    visit("cut", x.cut);
}
template <class Visit> void describe(Visit& visit, Desk& x) {
    visit("device", x.device);
    visit("address", x.address);
}
template <class Visit> void describe(Visit& visit, NetworkState& x) {
    visit("hosts", x.hosts);
    visit("name_servers", x.name_servers);
    visit("proxies", x.proxies);
    visit("segments", x.segments);
    visit("cables", x.cables);
    visit("filters", x.filters);
    visit("desks", x.desks);
    visit("certificate_authorities", x.certificate_authorities);
    visit("only_proxies_reach_outside", x.only_proxies_reach_outside);
    visit("intercepting", x.intercepting);
    visit("interceptor", x.interceptor);
    visit("fastest", x.fastest);
    visit("slowest", x.slowest);
}
template <class Visit> void describe(Visit& visit, Gone& x) {
    visit("address", x.address);
    visit("interface", x.interface);
    visit("exchange", x.exchange);
    visit("serial", x.serial);
    visit("issuer", x.issuer);
    visit("proxy", x.proxy);
}
template <class Visit> void describe(Visit& visit, Sight& x) {
    visit("at", x.at);
    visit("device", x.device);
    visit("what", x.what);
}
template <class Visit> void describe(Visit& visit, Carried& x) {
    visit("device", x.device);
    visit("request", x.request);
    visit("arrives", x.arrives);
    visit("returns", x.returns);
    visit("authority", x.authority);
    visit("delivery", x.delivery);
    visit("gone", x.gone);
}
template <class Visit> void describe(Visit& visit, std::pair<std::string, std::string>& x) {
    visit("name", x.first);
    visit("word", x.second);
}
// One that waits to be committed; it has no children yet.
template <class Visit> void describe(Visit& visit, Statement& x) {
    visit("text", x.text);
    visit("identity", x.identity);
    visit("meaning", x.meaning);
    visit("constant", x.constant);
    visit("arguments", x.arguments);
    visit("opens", x.opens);
    visit("negated", x.negated);
    visit("known", x.known);
}
template <class Visit> void describe(Visit& visit, Edit& x) {
    visit("path", x.path);
    visit("statement", x.statement);
}
template <class Visit> void describe(Visit& visit, File& x) {
    visit("path", x.path);
    visit("size", x.size);
    visit("version", x.version);
    visit("written", x.written);
    visit("text", x.text);
    visit("hexadecimal", x.hexadecimal);
}
template <class Visit> void describe(Visit& visit, Member& x) {
    visit("number", x.number);
    visit("model", x.model);
    visit("serial", x.serial);
}
template <class Visit> void describe(Visit& visit, RecordedLevel& x) { visit("lines", x.lines); }
template <class Visit> void describe(Visit& visit, LicenceEvent& x) {
    visit("at", x.at);
    visit("text", x.text);
}
template <class Visit> void describe(Visit& visit, HeldEntitlement& x) {
    visit("tag", x.tag);
    visit("count", x.count);
    visit("handle", x.handle);
    visit("requested", x.requested);
    visit("complete", x.complete);
    visit("enforcement", x.enforcement);
    visit("granted", x.granted);
}
template <class Visit> void describe(Visit& visit, LicenseManager& x) {
    visit("last_handle", x.last_handle);
    visit("held", x.held);
}
template <class Visit> void describe(Visit& visit, Machine& x) {
    visit("vcpus", x.vcpus);
    visit("memory", x.memory);
}
template <class Visit> void describe(Visit& visit, LoginTally& x) {
    visit("user", x.user);
    visit("logins", x.logins);
    visit("failures", x.failures);
    visit("from", x.from);
    visit("failed", x.failed);
}
template <class Visit> void describe(Visit& visit, Chassis& x) {
    visit("platform", x.platform);
    visit("model", x.model);
    visit("udi", x.udi);
    visit("members", x.members);
    visit("supervisors", x.supervisors);
    visit("recorded_level", x.recorded_level);
    visit("agent", x.agent);
    visit("policy", x.policy);
    visit("licence_events", x.licence_events);
    visit("ever_registered", x.ever_registered);
    visit("clock_offset", x.clock_offset);
    visit("calendar_offset", x.calendar_offset);
    visit("files", x.files);
    visit("startup", x.startup);
    visit("saved", x.saved);
    visit("reloaded", x.reloaded);
    visit("triggered_defects", x.triggered_defects);
    visit("trust_pool", x.trust_pool);
    visit("pool_import", x.pool_import);
    visit("key_pair_saved", x.key_pair_saved);
    visit("keys_removed_saved", x.keys_removed_saved);
    visit("mac", x.mac);
    visit("manager", x.manager);
    visit("store_form", x.store_form);
    visit("activation_key", x.activation_key);
    visit("licences_cached", x.licences_cached);
    visit("hypervisor", x.hypervisor);
    visit("machine", x.machine);
    visit("next_machine", x.next_machine);
    visit("logins", x.logins);
    visit("day0", x.day0);
    visit("multiple", x.multiple);
}
template <class Visit> void describe(Visit& visit, LicensedFeature& x) {
    visit("id", x.id);
    visit("value", x.value);
}
template <class Visit> void describe(Visit& visit, LicensedUnit& x) {
    visit("features", x.features);
    visit("contexts_bought", x.contexts_bought);
    visit("tier", x.tier);
}
template <class Visit> void describe(Visit& visit, Turned& x) {
    visit("at", x.at);
    visit("from", x.from);
    visit("to", x.to);
    visit("why", x.why);
}
template <class Visit> void describe(Visit& visit, MateHeard& x) {
    visit("name", x.name);
    visit("phase", x.phase);
    visit("version", x.version);
    visit("serial", x.serial);
    visit("licences", x.licences);
}
template <class Visit> void describe(Visit& visit, Failover& x) {
    visit("phase", x.phase);
    visit("passive", x.passive);
    visit("since", x.since);
    visit("until", x.until);
    visit("heard_since", x.heard_since);
    visit("lost_at", x.lost_at);
    visit("mate", x.mate);
    visit("cable_lost", x.cable_lost);
    visit("missed", x.missed);
    visit("retained", x.retained);
    visit("worse_since", x.worse_since);
    visit("active_for", x.active_for);
    visit("last", x.last);
    visit("own_failure", x.own_failure);
    visit("mate_failure", x.mate_failure);
    visit("history", x.history);
}
template <class Visit> void describe(Visit& visit, Joined& x) {
    visit("at", x.at);
    visit("from", x.from);
    visit("to", x.to);
    visit("why", x.why);
}
template <class Visit> void describe(Visit& visit, Retained& x) {
    visit("of", x.of);
    visit("licences", x.licences);
}
template <class Visit> void describe(Visit& visit, Cluster& x) {
    visit("state", x.state);
    visit("since", x.since);
    visit("until", x.until);
    visit("id", x.id);
    visit("control", x.control);
    visit("lost_at", x.lost_at);
    visit("joined", x.joined);
    visit("left", x.left);
    visit("took_over", x.took_over);
    visit("retained", x.retained);
    visit("changed", x.changed);
    visit("history", x.history);
}
template <class Visit> void describe(Visit& visit, Upcoming& x) {
    visit("at", x.at);
    visit("event", x.event);
}
template <class Visit> void describe(Visit& visit, PlannedReload& x) {
    visit("at", x.at);
    visit("reason", x.reason);
    visit("by", x.by);
    visit("saves", x.saves);
    visit("quick", x.quick);
}
template <class Visit> void describe(Visit& visit, LicenceTraffic& x) {
    visit("sent", x.sent);
    visit("failed", x.failed);
    visit("last", x.last);
}
template <class Visit> void describe(Visit& visit, StartupError& x) {
    visit("message", x.message);
    visit("line", x.line);
    visit("number", x.number);
}
template <class Visit> void describe(Visit& visit, Association& x) {
    visit("host", x.host);
    visit("address", x.address);
    visit("reach", x.reach);
    visit("answered", x.answered);
    visit("stratum", x.stratum);
    visit("poll", x.poll);
    visit("next", x.next);
    visit("heard", x.heard);
}
template <class Visit> void describe(Visit& visit, ClockState& x) {
    visit("source", x.source);
    visit("synchronized", x.synchronized);
    visit("announced", x.announced);
    visit("server", x.server);
    visit("reference", x.reference);
    visit("associations", x.associations);
}
template <class Visit> void describe(Visit& visit, Match& x) {
    visit("list", x.list);
    visit("sequence", x.sequence);
    visit("packets", x.packets);
}
template <class Visit> void describe(Visit& visit, Partition& x) {
    visit("name", x.name);
    visit("number", x.number);
    visit("loaded", x.loaded);
    visit("lines", x.lines);
    visit("modified", x.space.modified);
    visit("unsaved", x.space.unsaved);
    visit("modified_by", x.space.modified_by);
    visit("matches", x.space.matches);
    visit("log", x.space.log);
    visit("log_bytes", x.space.log_bytes);
    visit("messages", x.space.messages);
    visit("console_messages", x.space.console_messages);
    visit("trap_messages", x.space.trap_messages);
    visit("startup_errors", x.space.startup_errors);
}
// The configuration is written as its text, beside this.
template <class Visit> void describe(Visit& visit, Running& x) {
    visit("up", x.up);
    visit("boots_at", x.boots_at);
    visit("booted", x.booted);
    visit("version", x.version);
    visit("image", x.image);
    visit("strong_encryption", x.strong_encryption);
    visit("had_identity", x.had_identity);
    visit("modified", x.modified);
    visit("unsaved", x.unsaved);
    visit("clock_set", x.clock_set);
    visit("levels", x.levels);
    visit("clock", x.clock);
    visit("matches", x.matches);
    visit("log", x.log);
    visit("log_bytes", x.log_bytes);
    visit("messages", x.messages);
    visit("console_messages", x.console_messages);
    visit("trap_messages", x.trap_messages);
    visit("modified_by", x.modified_by);
    visit("nag_at", x.nag_at);
    visit("startup_errors", x.startup_errors);
    visit("key_pair", x.key_pair);
    visit("keys_removed", x.keys_removed);
    visit("upcoming", x.upcoming);
    visit("traces_all", x.traces_all);
    visit("trace", x.trace);
    visit("traffic", x.traffic);
    visit("planned_reload", x.planned_reload);
    visit("requested", x.requested);
    visit("tls_proxies_cleared", x.tls_proxies_cleared);
    visit("pool_since", x.pool_since);
    visit("pool_time", x.pool_time);
    visit("captures", x.captures);
    visit("looked_up", x.looked_up);
    visit("most_connections", x.most_connections);
    visit("failover", x.failover);
    visit("cluster", x.cluster);
    visit("partitions", x.partitions);
    visit("partitions_made", x.partitions_made);
}

}  // namespace lab
