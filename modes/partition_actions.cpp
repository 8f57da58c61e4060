// The units that a device in multiple mode plays: going from one to another, making and removing
// them, looking at them, and changing the mode itself.
#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "labs/reading.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"

namespace modes {
namespace {

using profiles::Facts;
using profiles::Records;
using Place = lab::Device::Place;

constexpr std::size_t interface_width = 20;  // of the column in the list of contexts
constexpr std::size_t most_lines = 4;        // of interfaces there

Reply confirm(const std::string& question, Facts facts, Then then) {
    Reply reply;
    reply.next = Ask{{question, std::move(facts)}, Input::key, std::move(then), {}};
    return reply;
}

Reply change_to(Context& c) {
    if (c.constant == "system") {
        c.line.change_to({});
        return {};
    }
    const auto name = c.argument("partition");
    const auto* partition = c.device.partition_named(name);
    const auto facts = Facts{}.set("name", name);
    if (!partition) return refuse("refused.no-partition", facts);
    if (partition->loaded.empty()) return refuse("refused.partition-unset", facts);
    c.line.change_to(name);
    return {};
}

// -- making and removing ------------------------------------------------------------------------

Reply applied(Context& c, const lab::Edit& edit) {
    const auto done = c.device.apply(edit, false);
    if (const auto& no = done.refusal) return refuse(no->message, no->facts);
    Reply reply;
    for (const auto& remark : done.remarks) reply.say.push_back({remark.message, remark.facts});
    return reply;
}

Reply enter_context(Context& c) {
    if (!c.negated()) return enter_mode(c);
    const auto name = c.argument("partition");
    const auto facts = Facts{}.set("name", name);
    if (!c.device.plays(name)) return refuse("refused.no-partition", facts);
    if (name == c.device.settings().admin) return refuse("refused.admin-needed");
    lab::Edit edit;
    edit.statement = lab::statement_of(*c.matched);
    return confirm("partition.ask-remove", facts, [edit](Context& then, const std::string& key) {
        return confirms(key) ? applied(then, edit) : Reply{};
    });
}

// All of them, and with them the line that says which one is the device's own way out.
Reply remove_all(Context& c, const std::string& key) {
    if (!confirms(key)) return {};
    Reply reply;
    const auto remove = [&](const lab::Statement& s) {
        lab::Edit edit{{}, s};
        edit.statement.negated = true;
        edit.statement.children.clear();
        auto one = applied(c, edit);
        reply.say.insert(reply.say.end(), one.say.begin(), one.say.end());
    };
    const auto admin = c.device.settings().admin;
    const auto statements = c.device.running().configuration.statements();
    const auto remove_those = [&](const std::function<bool(const lab::Statement&)>& which) {
        for (const auto& s : statements) {
            if (which(s)) remove(s);
        }
    };
    const auto name = [](const lab::Statement& s) { return s.argument("partition"); };
    remove_those([&](const auto& s) { return !name(s).empty() && name(s) != admin; });
    remove_those([](const auto& s) { return s.meaning == "partition.admin"; });
    remove_those([&](const auto& s) { return !admin.empty() && name(s) == admin; });
    return reply;
}

// `show running-config context`, `clear configure context`.
Reply contexts_section(Context& c) {
    if (typed_keyword(c, "configure")) return confirm("partition.ask-clear", {}, remove_all);
    return say("show-running", configuration_view(c.device, "context", false));
}

// -- the mode -----------------------------------------------------------------------------------

Facts mode_facts(bool multiple) { return Facts{}.set("multiple", multiple); }

Reply change_mode(Context& c, bool multiple) {
    c.device.change_mode(multiple);
    auto reply = go(Reload{});
    reply.say.push_back({multiple ? "mode.converted" : "show-mode", mode_facts(multiple)});
    return reply;
}

Reply ask_mode(Context& c) {
    const bool multiple = c.constant.starts_with("multiple");
    const bool asks = !c.constant.ends_with("noconfirm");
    const bool now = c.device.chassis().multiple;
    if (multiple && !c.device.profile().has("contexts")) return refuse("refused.no-partitions");
    if (multiple == now) return say("show-mode", mode_facts(now));
    const bool alone = c.device.failover().phase == lab::Phase::disabled &&
                       c.device.cluster().state == lab::Membership::disabled;
    if (!alone) return refuse("refused.mode-failover");
    Reply reply;
    if (!asks) {
        reply = change_mode(c, multiple);
    } else {
        reply = confirm("mode.ask-change", {}, [multiple](Context& then, const std::string& key) {
            if (!confirms(key)) return Reply{};
            if (!multiple) return change_mode(then, false);
            return confirm("mode.ask-convert", {}, [](Context& last, const std::string& yes) {
                return confirms(yes) ? change_mode(last, true) : Reply{};
            });
        });
    }
    reply.say.insert(reply.say.begin(), {"mode.warning", {}});
    return reply;
}

Reply show_mode(Context& c) { return say("show-mode", mode_facts(c.device.chassis().multiple)); }

// -- looking ------------------------------------------------------------------------------------

// In as many lines as it takes; what does not fit into the last one is cut.
std::vector<std::string> packed(const std::vector<std::string>& names) {
    std::vector<std::string> lines(1);
    for (const auto& name : names) {
        auto& line = lines.back();
        const bool fits = line.empty() || line.size() + name.size() + 1 <= interface_width;
        if (!fits && lines.size() == most_lines) {
            line.back() = '.';
            line += "..";
            return lines;
        }
        if (!fits) lines.emplace_back();
        lines.back() += name + ",";
    }
    if (!lines.back().empty()) lines.back().pop_back();
    return lines;
}

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const auto& name : names) all += (all.empty() ? " " : ", ") + name;
    return all;
}

struct Ports {
    std::vector<std::string> real, mapped;
};

Ports ports_of(const lab::PartitionSettings& partition) {
    Ports ports;
    for (const auto& given : partition.interfaces) {
        ports.real.push_back(given.port);
        ports.mapped.push_back(given.name);
    }
    return ports;
}

// Who is at work on a partition sees that one only.
std::vector<lab::PartitionSettings> seen(Context& c, const std::string& name) {
    auto all = c.device.unit_settings().partitions;
    const auto& here = c.device.partition();
    std::erase_if(all, [&](const lab::PartitionSettings& p) {
        return (!here.empty() && p.name != here) || (!name.empty() && p.name != name);
    });
    return all;
}

Records rows(Context& c, const std::vector<lab::PartitionSettings>& partitions) {
    Records rows;
    for (const auto& one : partitions) {
        const bool admin = one.name == c.device.unit_settings().admin;
        const auto lines = packed(ports_of(one).real);
        Records rest;
        for (std::size_t i = 1; i < lines.size(); ++i)
            rest.push_back(Facts{}.set("line", lines[i]));
        Facts row;
        row.set("mark", std::string(admin ? "*" : " ")).set("name", one.name);
        row.set("interfaces", lines.front()).set("rest", rest);
        rows.push_back(row.set("url", one.url));
    }
    return rows;
}

Records details(Context& c, const std::vector<lab::PartitionSettings>& partitions) {
    Records rows;
    for (const auto& one : partitions) {
        const auto* running = c.device.partition_named(one.name);
        const auto ports = ports_of(one);
        Facts row;
        row.set("name", one.name).set("url", one.url);
        row.set("real", joined(ports.real)).set("mapped", joined(ports.mapped));
        row.set("admin", one.name == c.device.unit_settings().admin);
        rows.push_back(row.set("number", std::int64_t{running ? running->number : 0}));
    }
    return rows;
}

Reply show_contexts(Context& c) {
    const auto name = c.argument("partition");
    const auto partitions = seen(c, name);
    const bool system = c.device.partition().empty();
    Facts facts;
    facts.set("count", static_cast<std::int64_t>(partitions.size()));
    if (!name.empty() && partitions.empty()) {
        return refuse("refused.no-partition", facts.set("name", name));
    }
    if (c.constant == "count") return say("show-context-count", facts);
    const bool detail = c.constant == "detail";
    facts.set("partitions", detail ? details(c, partitions) : rows(c, partitions));
    facts.set("whole", name.empty() && system);
    std::vector<std::string> ports;
    for (const auto& i : c.device.unit_settings().interfaces) {
        if (i.partition.empty()) ports.push_back(i.hardware);
    }
    facts.set("ports", joined(ports));
    return say(detail ? "show-context-detail" : "show-context", facts);
}

// -- saving all of them -------------------------------------------------------------------------

Reply write_all(Context& c) {
    std::vector<std::string> names{""};
    for (const auto& one : c.device.unit_settings().partitions) {
        if (!one.url.empty()) names.push_back(one.name);
    }
    Records saves;
    for (std::size_t done = 0; done < names.size(); ++done) {
        const lab::Device::Stay stay(c.device, names[done]);
        auto facts = saved(c.device);
        const auto name = names[done].empty() ? std::string("system") : names[done];
        facts.set("name", name).set("done", fmt::format("{:03}", done));
        saves.push_back(facts.set("total", fmt::format("{:03}", names.size() - 1)));
    }
    return say("write-all", Facts{}.set("saves", saves));
}

}  // namespace

std::map<std::string, profiles::Schema> partition_schemas() {
    using profiles::Schema;
    const Schema row{{"mark", "name", "interfaces", "url", "real", "mapped", "admin", "number"},
                     {{"rest", {{"line"}, {}}}}};
    const Schema shown{{"count", "name", "whole", "ports"}, {{"partitions", row}}};
    const Schema names{{"name", "number", "url", "most", "text", "multiple"}, {}};
    const Schema one_save{{"name", "done", "total", "checksum", "bytes", "seconds"}, {}};
    std::map<std::string, Schema> all;
    for (const auto* text : {"show-context", "show-context-count", "show-context-detail"}) {
        all[text] = shown;
    }
    for (const auto* text :
         {"show-mode", "mode.converted", "mode.warning", "mode.ask-change", "mode.ask-convert",
          "partition.made", "partition.removed", "partition.no-file", "partition.message",
          "partition.ask-remove", "partition.ask-clear", "refused.no-partition",
          "refused.partition-unset", "refused.partition-limit", "refused.partition-url",
          "refused.partition-mapped", "line.partition"}) {
        all[text] = names;
    }
    all["partition-factory"] = {{"hostname"}, {}};
    all["partition-admin"] = {{"url"}, {{"ports", {{"name"}, {}}}}};
    all["write-all"] = {{}, {{"saves", one_save}}};
    return all;
}

std::vector<Action> partition_actions() {
    return {
        {"config.write-all", {}, write_all},
        {"mode.change", {}, ask_mode},
        {"partition.section", {}, contexts_section},
        {"partition.enter", {"partition"}, enter_context},
        {"partition.go", {}, change_to},
        {"partition.show", {}, show_contexts},
        {"show.mode", {}, show_mode},
    };
}

}  // namespace modes
