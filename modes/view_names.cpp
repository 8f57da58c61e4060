// The names every view offers, by the template or message that is told them.
#include <fmt/format.h>

#include "licensing/names.hpp"
#include "modes/accounts.hpp"
#include "modes/algorithms.hpp"
#include "modes/frame_view.hpp"
#include "modes/packet_view.hpp"
#include "modes/policy_view.hpp"
#include "modes/views.hpp"
#include "modes/visitor.hpp"
#include "modes/workspace.hpp"

namespace modes {

using profiles::Schema;

namespace {

Schema names(std::vector<std::string> names) { return {std::move(names), {}}; }

Schema listing(std::vector<std::string> own, const std::string& list,
               std::vector<std::string> of_records) {
    Schema schema{std::move(own), {}};
    schema.lists[list] = names(std::move(of_records));
    return schema;
}

Schema help_schema() {
    Schema section = listing({"title", "width"}, "choices", {"word", "text"});
    Schema schema;
    schema.names.emplace_back("bare");
    schema.lists["sections"] = section;
    schema.lists["rows"] = names({"row"});
    return schema;
}

// The shells beside a device's own, and captures.
void add_shell_names(std::map<std::string, Schema>& all) {
    all.merge(frame_schemas());
    all.merge(packet_schemas());
    all["capture.begin"] = names({"port"});
    all["capture.bad-filter"] = names({"port", "filter", "why"});
    all["capture.line"] = names({"line"});
    all["capture.end"] = names({"count", "several"});
    all["show-workspace"] = workspace_schema();
    all["shell.directory"] = names({"file"});
    all["shell.ping.head"] = names({"name", "address", "source", "port"});
    all["shell.ping.reply"] = names({"address", "sequence", "time"});
    all["shell.ping.unknown"] = names({"name"});
    all["shell.ping.tail"] = names(
        {"name", "sent", "back", "lost", "time", "any", "least", "average", "most", "deviation"});
    for (const auto* shell : {"fxos", "local-mgmt"}) {
        all[std::string("enter.") + shell] = names({"networked"});
        for (const auto* fault : {"unknown", "ambiguous", "incomplete"}) {
            all[fmt::format("error.{}.{}", fault, shell)] = names({"caret", "word", "line"});
        }
    }
    all["connection.begin"] = names({"number"});
    all["beneath.end"] = all["beneath.none"] = all["beneath.attaching"] = {};
    all["beneath.begin"] = names({"admin", "reads_only"});
    all["application.not-running"] = all["application.connecting"] = names({"name"});
    all["copy.unreachable"] = all["copy.unknown-host"] = names({"host", "scheme"});
    for (const auto* kind : {"chassis", "fprm", "module"}) {
        all[std::string("tech.name.") + kind] = names({"now", "hostname", "number"});
    }
    all["tech.begin"] = all["tech.end"] = names({"file", "deprecated"});
    all["show-mgmt-port"] = names({"port", "address", "mask", "mac"});
}

}  // namespace

std::map<std::string, Schema> views() {
    std::map<std::string, Schema> all = policy_schemas();
    for (const auto* part :
         {"all", "status", "summary", "usage", "udi", "tech", "reservation", "conversion",
          "entitlement", "version", "cert", "pool", "registration"}) {
        all[std::string("show-license-") + part] = license_schema();
    }
    all["reservation-info"] = license_schema();
    all["show-license-features"] = features_schema();
    all["show-activation-key"] = features_schema();
    all["show-version"] = version_schema();
    all["show-vm"] = all["show-memory"] = all["show-cpu"] = machine_schema();
    all["hardware.core"] = all["hardware.cores"] = names({"memory", "cores"});
    all["refused.reservation-unsupported"] = names({"where"});
    all["refused.day0"] = names({"line"});
    const auto configuration =
        listing({"serial", "hardware", "version", "empty", "whole", "checksum", "saved_at",
                 "saved_by", "bytes", "modified_at", "modified_by", "train_version", "place"},
                "lines", {"line"});
    all["show-running"] = all["show-startup"] = configuration;
    all["show-startup-errors"] = listing({}, "errors", {"message", "number", "line"});
    all["show-clock"] = all["show-clock-detail"] = names({"now", "source", "mark"});
    all["show-calendar"] = names({"now"});
    all["show-ip-route"] = listing({"vrf", "gateway_set", "gateway"}, "lines", {"line"});
    all["show-ip-interface-brief"] =
        listing({}, "interfaces", {"name", "address", "method", "status", "protocol"});
    for (const auto* text :
         {"show-ports", "show-ports-ip", "show-ports-description", "show-ports-status"}) {
        all[text] = port_details_schema();
    }
    for (const auto* text : {"cdp", "cdp-neighbors", "cdp-neighbors-detail", "lldp",
                             "lldp-neighbors", "ipv6-interface"}) {
        all[std::string("show-") + text] = names({"router"});
    }
    all["show-memory-pools"] =
        listing({}, "pools", {"name", "head", "total", "used", "free", "lowest", "largest"});
    all["show-vlan"] = all["show-vlan-brief"] = listing({"ports"}, "more", {"line"});
    all["show-configuration"] = listing({}, "lines", {"line"});
    for (const auto* text :
         {"app-instance", "app-instance-detail", "slot", "slot-detail", "logical-device",
          "logical-device-detail", "chassis", "chassis-detail", "chassis-inventory",
          "fabric-interconnect", "fabric-interconnect-detail", "fxos-version", "system-firmware",
          "package", "firmware-monitor"}) {
        all[std::string("show-") + text] = chassis_schema();
    }
    all["where"] = listing({"mode"}, "scopes", {"scope"});
    all["show-access-lists"] = listing({}, "lines", {"line"});
    all["show-vrf"] = listing({}, "vrfs", {"name", "rd", "protocols", "interface"});
    all["show-hosts"] = listing({"domain", "servers"}, "hosts", {"name", "address"});
    all["show-ntp-status"] =
        names({"synchronized", "stratum", "server", "uptime", "stamp", "at", "poll", "ago"});
    all["show-ntp-associations"] = listing({}, "servers", {"line"});
    all["net.translating"] = all["net.translated"] = names({"name", "servers"});
    for (const auto* text :
         {"telnet.trying", "telnet.closed", "telnet.refused", "telnet.no-route", "telnet.silent"}) {
        all[text] = names({"name", "address", "port", "by_name", "other_port"});
    }
    all["telnet.line"] = names({"text"});
    all["refused.no-vrf"] = all["refused.no-table"] = all["refused.vrf-source"] = names({"name"});
    all["if.table-changed"] = names({"interface", "name", "enabling"});
    all["line.access-list"] = names({"kind", "number"});
    all["clock.updated"] = names({"before", "after"});
    all["show-history"] = listing({}, "lines", {"line"});
    all["show-curpriv"] = names({"user", "level", "mode"});
    all["show-logging"] =
        listing({"enabled", "timestamp", "monitor_level", "buffer_level", "console_level",
                 "trap_level", "buffer_size", "buffer_count", "console_count", "trap_count"},
                "lines", {"line"});
    all["show-interfaces"] =
        listing({}, "interfaces", {"name", "address", "ok", "method", "status", "protocol"});
    all["show-route"] =
        listing({"gateway_set", "gateway_address", "gateway_network", "management_only"}, "routes",
                {"code", "text"});
    all["show-boot"] =
        names({"boot", "current_boot", "config_file", "current_config_file", "image"});
    all["show-flash"] =
        listing({"directory", "total", "free", "free_percent", "count", "total_size"}, "files",
                {"inode", "attr", "size", "date", "name"});
    all["show-hostname"] = names({"hostname"});
    for (const auto* text : {"", "-state", "-history", "-interface", "-monitor"}) {
        all[std::string("show-failover") + text] = failover_schema();
    }
    all["cluster.exec-unit"] = names({"unit", "local"});
    for (const auto* text :
         {"to-active", "to-standby", "no-mate", "mate-active", "receiving", "received", "sending",
          "sent", "versions", "reload-asked", "other-chassis", "other-version", "cleared"}) {
        all[std::string("failover.") + text] =
            names({"unit", "reason", "ours", "mates", "interface"});
    }
    all["configure.standby"] = {};
    all["show-cluster-info"] = all["show-cluster-history"] = cluster_schema();
    for (const auto* text :
         {"removed", "receiving", "received", "turned", "rejected", "refused", "disabled"}) {
        all[std::string("cluster.") + text] =
            names({"unit", "from", "to", "checksum", "changed", "control", "reason"});
    }
    all.merge(partition_schemas());
    all.merge(visitor_schemas());
    all.merge(account_schemas());
    all.merge(ssh_schemas());
    all.merge(named_port_schemas());
    all["show-pager"] = names({"lines"});
    all["show-terminal"] = names({"width", "monitor", "length", "history", "console"});
    all["show-directory"] = all["show-flash"];
    all["more"] = listing({}, "lines", {"line"});
    all["name.translating"] = names({"name", "servers"});
    all["login.greeting"] = names({"banner", "login_banner", "asks"});
    all["login.exec"] = names({"banner"});
    all["login.failed"] = all["login.changed"] = {};
    all["login.must-change"] = names({"user"});
    all["login.new-password"] = names({"user", "password"});
    all["login.user.ask"] = names({"hostname"});
    all["banner.enter"] = names({"mark"});
    all["filter.count"] = names({"count"});
    all["error.expression"] = names({"pattern"});
    for (const auto* text : {"error.file", "refused.no-file", "refused.no-source", "delete.ask",
                             "delete.confirm", "delete.aborted", "copy.ask-target"}) {
        all[text] = names({"file"});
    }
    for (const auto* text : {"copy.ask-source", "refused.no-host", "refused.is-there",
                             "refused.not-empty", "refused.no-directory", "file.directory",
                             "file.directory-made", "directory.ask-make", "directory.ask-remove"}) {
        all[text] = names({"file"});
    }
    all["copy.copied"] = names({"bytes", "seconds", "checksum"});
    all["copy.joined"] = all["show-startup-errors"];
    all["copy.joined"].names = {"bytes", "seconds"};
    all["show-file-systems"] = all["show-flash"];
    all["startup.unknown-line"] = names({"line", "number", "caret"});
    all["reload.warning"] = names({"left", "reason"});
    all["reload.aborted"] = all["copy.ask-over"] = {};
    all["show-reload"] = names({"planned", "at", "hours", "minutes", "reason", "by"});
    all["password.stored"] = names({"salt", "hash"});
    for (const auto* text : {"install.start", "install.no-image", "install.done"}) {
        all[text] = names({"file", "version", "now"});
    }
    all["install.adding"] = all["install.saved"] = all["setup.begin"] = all["console.idle"] =
        all["login.no-password"] = all["login.invalid"] = all["login.bad-passwords"] =
            all["write.erase.done"] = {};
    all["reload.ask-confirm"] = names({"stackable"});
    all["show-debug"] = listing({}, "debugs", {"line"});
    all["callhome.sending"] = names({"url", "what"});
    all["callhome.sent"] = all["callhome.not-sent"] = {};
    all["show-conn"] =
        listing({"count", "most", "all"}, "connections",
                {"address", "port", "source", "source_port", "bytes", "open", "idle", "interface"});
    all["show-dns-hosts"] = listing({}, "names", {"name", "age", "address"});
    all["show-dns-hosts"].lists["names"].lists["others"] = names({"address"});
    for (const auto* text : {"show-xlate", "show-asp-drop", "show-dns", "show-call-home-events"})
        all[text] = {};
    for (const auto* part :
         {"", "-licensing", "-detail", "-profile", "-alert-group", "-mail-server", "-events"}) {
        all[std::string("show-call-home") + part] = callhome_schema();
    }
    all["show-call-home-statistics"] = all["show-call-home-licensing-statistics"] =
        names({"sent", "failed", "last"});
    all["show-trace"] = listing({}, "lines", {"line"});
    all["show-pki-pool-policy"] =
        names({"count", "imports", "url", "time", "checks", "result", "last", "next"});
    all["pki.pool-about"] = names({"bytes", "url"});
    all["pki.pool-imported"] = names({"attempted", "installed", "duplicates", "expired"});
    all["pki.pool-exported"] = names({"file"});
    for (const auto* text : {"pki.pool-clearing", "pki.continue"}) all[text] = {};
    for (const auto* text : {"refused.no-root", "refused.no-capture"}) all[text] = names({"name"});
    all["refused.no-bundle"] = names({"url"});
    all["capture.copied"] = names({"count"});
    for (const auto* part : {"trustpoints", "trustpoints-status", "certificates", "pool"}) {
        all[std::string("show-pki-") + part] = pki_schema();
    }
    all["show-key-mypubkey"] = pki_schema();
    all["show-name-servers"] = listing({}, "servers", {"address"});
    all["show-time-servers"] = listing({}, "servers", {"name", "status"});
    all["show-timezone"] = names({"zone"});
    for (const auto* part :
         {"show-callhome-expand", "show-callhome-detail", "show-callhome-destination"}) {
        all[part] = listing({"proxied", "proxy_url", "proxy_port"}, "destinations",
                            {"name", "by_tls", "url"});
    }
    auto& trustpoints = all["show-trustpoint"];
    trustpoints = listing({}, "trustpoints", {"name", "first", "status"});
    trustpoints.lists["trustpoints"].lists["lines"] = names({"line"});
    all["refused.too-many"] = names({"kind", "most"});
    all["line.certchain"] = names({"chain"});
    all["line.timezone"] = names({"name"});
    for (const auto* asked : {"zone.continent", "zone.country", "zone.region"}) {
        all[asked] = listing({}, "answers", {"number", "name"});
    }
    all["zone.confirm"] = names({"country", "region", "name"});
    all["pki.paste-prompt"] = {};
    all["line.ssh-key"] = all["line.ssh-key.typed"] = names({"type", "base64", "sha256", "md5"});
    all["ssh-key.prompt"] = names({"hostname"});
    for (const auto* text : {"ssh-key.ask", "ssh-key.taken", "refused.ssh-key"}) all[text] = {};
    all["pki.attributes"] = names({"md5", "sha1"});
    for (const auto* text :
         {"line.chain", "line.trustpoint", "line.certificate", "refused.no-profile",
          "refused.no-trustpoint", "refused.authenticated"}) {
        all[text] = names({"name", "serial"});
    }
    for (const auto* text :
         {"key.generating", "pki.paste", "pki.accepted", "pki.pool-paste", "pki.drop-ask"}) {
        all[text] = {};
    }
    all["failure.renewal.objection"] = names({"reason"});
    all["show-inventory"] = all["show-switch"] = inventory_schema();
    all["show-license-eventlog"] = listing({}, "events", {"at", "text"});
    all["reservation.requested"] = all["reservation.returned"] = listing({}, "codes", {"code"});
    all["show-license-resvcode"] = listing({}, "codes", {"kind", "code"});
    all["reservation.installed"] = names({"code"});
    for (const auto* text : {"reservation.return-ask", "license.eula"}) all[text] = {};
    for (int i = 0; i <= static_cast<int>(licensing::EventKind::state_changed); ++i) {
        const auto kind = licensing::name(static_cast<licensing::EventKind>(i));
        all["event." + std::string(kind)] = names({"detail", "reason"});
    }
    for (const auto* name :
         {"ready", "enabled", "export", "begin", "chassis", "role", "reading", "read"}) {
        all[std::string("event.boot.") + name] = names({"pid", "serial", "allowed"});
    }
    all["tech.heading"] = names({"title"});
    all["event.usage"] = names({"count", "tag"});
    all["event.member"] = names({"slot", "what", "word"});
    all["help"] = help_schema();
    add_shell_names(all);
    for (const auto* text :
         {"error.unknown", "error.ambiguous", "error.incomplete", "error.hostname"}) {
        all[text] = names({"caret", "word", "line"});
    }
    all["factory"] = listing({"hostname", "auto_import"}, "roots", {"name"});
    all["factory"].lists["chain_lines"] = names({"line"});
    all["login.banner"] = names({"hostname", "user"});
    all["login.arrived"] =
        names({"hostname", "user", "count", "today", "failures", "last", "from"});
    all["reload.boot"] = software_schema();
    for (const auto* name : {"checksum", "has_startup", "changed"}) {
        all["reload.boot"].names.emplace_back(name);
    }
    all["reload.boot"].lists["messages"] = names({"text"});
    all["reload.boot"].lists["roots"] = names({"name"});
    for (const auto* text :
         {"license.level-later", "enable.first", "enable.saved-note", "configure.first-notice",
          "reporting.yes", "reporting.no", "reporting.later"}) {
        all[text] = {};
    }
    all["logoff"] = all["logoff.network"] = names({"hostname"});
    all["reload.shutdown"] = names({"prompt", "quick"});
    all["write.memory"] = all["copy.done"] = names({"checksum", "bytes", "seconds"});
    all["ping.head"] = names({"count", "bytes", "address", "timeout", "source"});
    all["ping.tail"] = names({"percent", "good", "count", "any", "min", "max", "avg"});
    all["debug.enabled"] = all["debug.disabled"] = names({"name", "level"});
    all["refused.inspect"] = names({"name"});
    all["refused.vlans"] = all["refused.tls-proxies"] = names({"most"});
    all["tls-proxy.lower"] = names({"limit", "licensed"});
    all["show-tls-proxy"] = names({"limit"});
    all["factory-default"] = names({"management", "address", "mask", "network"});
    all["factory-default.line"] = names({"line"});
    for (const auto* text : {"factory-default.begin", "factory-default.end", "key.made",
                             "key.there", "shell-key.dropping"}) {
        all[text] = {};
    }
    all["shell-key.made"] = names({"name", "bits"});
    all["refused.pair-address"] = names({"address", "mask"});
    all["refused.name-taken"] = names({"name", "interface"});
    all["boot.unfound"] = names({"file"});
    all["if.security-default"] = names({"name", "level"});
    for (const auto* why :
         {"token_not_valid", "already_registered", "date_beyond_tolerance", "try_again",
          "signature_mismatch", "failure_status", "product_registered"}) {
        all[std::string("failure.") + why] = names({"detail", "product", "pid", "serial"});
    }
    all["setup.summary"] = all["setup-configuration"] =
        names({"now", "mode", "password", "recovery", "hostname", "secret", "vty", "year", "month",
               "day", "time", "address", "mask", "host", "domain", "manager", "management"});
    all["port"] = names({"name", "shutdown"});
    all["reload.ask-save.one"] = names({"name"});
    all["line.enable-password"] = names({"password"});
    all["line.enable-password.stored"] = names({"stored"});
    all["line.password-of-all"] = names({"stored"});
    all["login.invalid-password"] = {};
    all["line.user"] = names({"name", "stored", "level", "plain"});
    all["line.security-level"] = names({"name", "level"});
    all["setup.must-secret"] = all["setup.saved"] = {};
    all["setup.secret-script"] = all["setup.secret-line"] = names({"secret"});
    for (const auto* asked : {"year", "month", "day", "time", "hostname"}) {
        all[std::string("setup.") + asked] = names({"now", "hostname"});
    }
    return all;
}

}  // namespace modes
