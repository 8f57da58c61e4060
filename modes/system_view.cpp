// Views of the system around licensing: version, log, interfaces, routes, files, configuration.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "modes/views.hpp"

namespace modes {

using profiles::Facts;
using profiles::Records;
using profiles::State;

namespace {

std::string plural(long count, const char* unit) {
    return fmt::format("{} {}{}", count, unit, count == 1 ? "" : "s");
}

using lab::mask_bits;

std::string network_of(const lab::Interface& i) { return lab::network_of(i.address, i.mask); }

}  // namespace

// 5254.0009.d178: the maker's part, then what makes this unit and port itself.
std::string mac_of(const lab::Device& device, std::size_t port) {
    if (port == 0 && !device.chassis().mac.empty()) return device.chassis().mac;
    const auto mix = licensing::Chance(0).draw(device.chassis().udi.serial, "mac", 0);
    return fmt::format("5254.{:04x}.{:04x}", mix & 0xffff, (mix >> 16 & 0xff00) | port);
}

std::string uptime_text(licensing::Span span) {
    const auto total = std::chrono::duration_cast<std::chrono::seconds>(span).count();
    const std::array<std::pair<long, const char*>, 5> parts{{{total / 31'536'000, "year"},
                                                             {total / 86'400 % 365, "day"},
                                                             {total / 3'600 % 24, "hour"},
                                                             {total / 60 % 60, "min"},
                                                             {total % 60, "sec"}}};
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        if (parts[i].first == 0) continue;
        return plural(parts[i].first, parts[i].second) + " " +
               plural(parts[i + 1].first, parts[i + 1].second);
    }
    return plural(parts.back().first, parts.back().second);
}

namespace {

// "1 week, 2 days, 3 hours, 4 minutes"; parts that are zero are left out.
std::string uptime_parts(licensing::Span span) {
    const auto total = std::chrono::duration_cast<std::chrono::minutes>(span).count();
    const std::array<std::pair<long, const char*>, 4> parts{{{total / 10'080, "week"},
                                                             {total / 1'440 % 7, "day"},
                                                             {total / 60 % 24, "hour"},
                                                             {total % 60, "minute"}}};
    std::string text;
    for (const auto& [count, unit] : parts) {
        if (count == 0) continue;
        text += (text.empty() ? "" : ", ") + plural(count, unit);
    }
    return text.empty() ? plural(0, "minute") : text;
}

}  // namespace

std::string place_text(const lab::Device& device) {
    if (device.place() == lab::Device::Place::single) return {};
    const auto* text = device.partition().empty() ? "place.system" : "place.context";
    return device.profile().has_text(text) ? device.profile().text(text) : std::string();
}

// The unit and its software, as its boot and `show version` tell of them.
Facts software_view(const lab::Device& device) {
    const auto& profile = device.profile();
    const auto& udi = device.chassis().udi;
    Facts facts;
    facts.set("version", device.running().version).set("pid", udi.pid).set("serial", udi.serial);
    facts.set("place", place_text(device));
    facts.set("padded_version", lab::padded_version(device.running().version));
    for (const auto* name :
         {"ssp_version", "device_manager_version", "compiled", "train", "software", "rommon",
          "rommon_compiled", "processor", "memory", "copyright_year", "image_family"}) {
        if (profile.has_text(name)) facts.set(name, profile.text(name));
    }
    if (profile.has_text("hardware")) facts.set("hardware", device.hardware_text());
    // A module runs on its chassis's system.
    if (const auto* host = device.host()) facts.set("ssp_version", host->running().version);
    const auto& image = device.running().image;
    facts.set("image", image).set("image_name", image.substr(image.find(':') + 1));
    Records units;
    for (const auto& unit : device.units()) {
        Facts row;
        row.set("mark", std::string(unit.role == lab::Role::active ? "*" : " "));
        row.set("number", std::int64_t{unit.number}).set("pid", unit.udi.pid);
        row.set("version", device.running().version).set("serial", unit.udi.serial);
        row.set("other", unit.role != lab::Role::active).set("mac", mac_of(unit.udi.serial));
        row.set("ports", static_cast<std::int64_t>(profile.has_list("interfaces")
                                                       ? profile.list("interfaces").size()
                                                       : 0));
        if (profile.has_text("software.id")) row.set("software_id", profile.text("software.id"));
        const bool packages = profile.has_text("packages") && image == profile.text("packages");
        row.set("mode", std::string(packages ? "INSTALL" : "BUNDLE"));
        units.push_back(row);
    }
    facts.set("units", std::move(units));
    facts.set("mac", mac_of(device, 0)).set("hostname", device.unit_settings().hostname);
    facts.set("booted_at",
              device.stamp(licensing::DeviceTime{
                  (device.running().booted + device.clock_offset()).time_since_epoch()}));
    facts.set("reloaded", device.chassis().reloaded);
    facts.set("stackable", profile.has("stackable"));
    return facts;
}

profiles::Schema software_schema() {
    return {{"version",
             "place",
             "padded_version",
             "pid",
             "serial",
             "ssp_version",
             "device_manager_version",
             "compiled",
             "hardware",
             "train",
             "software",
             "rommon",
             "rommon_compiled",
             "processor",
             "memory",
             "copyright_year",
             "image_family",
             "mac",
             "hostname",
             "booted_at",
             "reloaded",
             "stackable",
             "image",
             "image_name"},
            {{"units",
              {{"mark", "number", "pid", "serial", "version", "ports", "software_id", "mode",
                "other", "mac"},
               {}}}}};
}

Facts version_view(const lab::Device& device) {
    const auto& profile = device.profile();
    auto facts =
        profile.has_list("interfaces.hardware") ? features_view(device) : profiles::Facts{};
    const auto software = software_view(device);
    for (const auto& [name, value] : software.all()) facts.set(name, value);
    // The image that came with the unit has a place of its own; others are where they were put.
    const auto own = lab::own_image(profile);
    const auto& booted = device.running().image;
    const auto file_name = [](const std::string& path) { return path.substr(path.rfind('/') + 1); };
    facts.set("image", file_name(own) == file_name(booted) ? own : booted);
    if (device.chassis().startup && profile.has_text("config_file"))
        facts.set("config_at_boot", profile.text("config_file"));
    facts.set("hostname", device.settings().hostname);
    facts.set("uptime", uptime_text(device.uptime()));
    if (profile.has_interval("start-up")) {
        facts.set("start_up", uptime_text(profile.interval("start-up")));
    }
    if (const auto* mate = device.mate()) {
        facts.set("pair_uptime", uptime_text(std::max(device.uptime(), mate->uptime())));
    }
    facts.set("uptime_parts", uptime_parts(device.uptime()));
    add_levels(facts, device);
    if (profile.has_text("model_id")) facts.set("model_id", profile.text("model_id"));
    Records ports;
    std::size_t index = 0;
    static const std::vector<std::string> none;
    const bool listed = profile.has_list("interfaces.hardware");
    for (const auto& line :
         listed ? profile.list("interfaces.hardware") : none) {  // "Kind Name irq"
        const auto first = line.find(' ');
        const auto last = line.rfind(' ');
        Facts port;
        port.set("index", static_cast<std::int64_t>(index)).set("kind", line.substr(0, first));
        port.set("name", line.substr(first + 1, last - first - 1));
        port.set("address", mac_of(device, index)).set("irq", line.substr(last + 1));
        ports.push_back(port);
        ++index;
    }
    facts.set("interfaces", ports);
    facts.set("modified", device.running().modified.has_value());
    if (device.running().modified) {
        facts.set("modified_by", std::string("enable_15"));
        facts.set("modified_at", device.stamp(*device.running().modified));
    }
    return facts;
}

profiles::Schema version_schema() {
    auto schema = features_schema();
    for (const auto* name : {"config_at_boot", "uptime", "start_up", "pair_uptime", "uptime_parts",
                             "interfaces", "modified", "modified_by", "modified_at", "model_id"}) {
        schema.names.emplace_back(name);
    }
    const auto software = software_schema();
    for (const auto& name : software.names) schema.names.push_back(name);
    schema.lists["units"] = software.lists.at("units");
    schema.lists["interfaces"] = {{"index", "kind", "name", "address", "irq"}, {}};
    add_levels(schema);
    return schema;
}

Facts logging_view(const lab::Device& device) {
    const auto& logging = device.settings().logging;
    const auto& profile = device.profile();
    Facts facts;
    const auto on_off = [](bool on) { return State{"on_off", on ? "enabled" : "disabled"}; };
    const auto level = [&](std::optional<int> at) {
        return at ? "level " + profile.word("level", std::to_string(*at))
                  : profile.word("on_off", "disabled");
    };
    facts.set("enabled", on_off(logging.enabled)).set("timestamp", on_off(logging.timestamp));
    facts.set("console_level", level(logging.console));
    facts.set("monitor_level", level(logging.monitor)).set("trap_level", level(std::nullopt));
    auto buffered = level(logging.buffered);
    if (logging.buffered) {
        buffered += fmt::format(", {} messages logged", device.running().messages);
    }
    facts.set("buffer_level", buffered);
    facts.set("buffer_size", std::int64_t{logging.buffer_size});
    facts.set("buffer_count", std::int64_t{device.running().messages});
    facts.set("console_count", std::int64_t{device.running().console_messages});
    facts.set("trap_count", std::int64_t{device.running().trap_messages});
    Records lines;
    for (const auto& line : device.running().log) lines.push_back(Facts{}.set("line", line));
    facts.set("lines", lines);
    return facts;
}

Facts interfaces_view(const lab::Device& device) {
    Records rows;
    for (const auto& i : device.settings().interfaces) {
        if (!i.partition.empty()) continue;  // lent by the partition that it is of
        Facts row;
        row.set("name", i.hardware);
        row.set("address", i.address.empty() ? std::string("unassigned") : i.address);
        row.set("ok", std::string("YES"));
        row.set("method", std::string(i.dhcp ? "DHCP" : i.address.empty() ? "unset" : "CONFIG"));
        const auto* port = device.settings().by_hardware(lab::parent_port(i.hardware));
        const bool below = port && port != &i;  // a subinterface is up only as its port is
        row.set("status", std::string(i.shutdown                ? "administratively down"
                                      : below && port->shutdown ? "down"
                                                                : "up"));
        // A virtual port's wire is up whatever the interface is (asa.md 8, GENIE).
        const bool wired = below ? !port->shutdown : device.profile().has("asav") || !i.shutdown;
        row.set("protocol", std::string(wired ? "up" : "down"));
        rows.push_back(row);
    }
    return Facts{}.set("interfaces", rows);
}

Facts route_view(const lab::Device& device, bool management_only) {
    const auto& settings = device.settings();
    Facts facts;
    Records rows;
    const auto belongs = [&](const lab::Interface& i) {
        return !i.nameif.empty() && !i.shutdown && i.management_only == management_only;
    };
    facts.set("gateway_set", false);
    for (const auto& route : settings.routes) {
        const auto* i = settings.by_nameif(route.interface);
        if (!i || !belongs(*i)) continue;
        const bool standard = route.mask == "0.0.0.0";
        if (standard) {
            facts.set("gateway_set", true).set("gateway_address", route.gateway);
            facts.set("gateway_network", route.network);
        }
        rows.push_back(
            Facts{}
                .set("code", std::string(standard ? "S*" : "S"))
                .set("text", fmt::format("{} {} [{}/0] via {}, {}", route.network, route.mask,
                                         route.metric, route.gateway, route.interface)));
    }
    for (const auto& i : settings.interfaces) {
        if (!belongs(i) || i.address.empty()) continue;
        if (mask_bits(i.mask) < 32) {
            rows.push_back(Facts{}
                               .set("code", std::string("C"))
                               .set("text", fmt::format("{} {} is directly connected, {}",
                                                        network_of(i), i.mask, i.nameif)));
        }
        rows.push_back(Facts{}
                           .set("code", std::string("L"))
                           .set("text", fmt::format("{} 255.255.255.255 is directly connected, {}",
                                                    i.address, i.nameif)));
    }
    facts.set("routes", rows).set("management_only", management_only);
    return facts;
}

Facts boot_view(const lab::Device& device) {
    const auto joined = [](const std::vector<std::string>& images) {
        std::string variable;
        for (const auto& file : images) variable += (variable.empty() ? "" : ";") + file;
        return variable;
    };
    Facts facts;
    // The variable is what the startup text says, the current one what is running.
    facts.set("boot", joined(device.saved_boot_images()));
    facts.set("current_boot", joined(device.settings().boot_images));
    facts.set("image", device.running().image);
    facts.set("config_file", std::string()).set("current_config_file", std::string());
    return facts;
}

namespace {

// What stands in `directory` by this name; nothing where it stands elsewhere.
std::optional<std::string> name_within(const std::string& path, const std::string& directory) {
    if (!path.starts_with(directory) || path == directory) return std::nullopt;
    const auto name = path.substr(directory.size());
    const auto slash = name.find('/');
    if (slash != name.npos && slash + 1 < name.size()) return std::nullopt;
    return name;
}

std::string last_name(const std::string& path) {
    const auto slash = path.rfind('/');
    return path.substr((slash == path.npos ? path.find(':') : slash) + 1);
}

}  // namespace

Facts flash_view(const lab::Device& device, const std::string& directory) {
    const std::int64_t total = device.profile().number("flash.total");
    const auto& root = lab::flash_directory(device.profile());
    const bool nested = device.profile().has_message("file.directory-made");
    const auto& where = directory.empty() ? root : directory;
    std::int64_t used = 0;
    std::int64_t listed = 0;
    std::int64_t inode = 10;
    Records files;
    for (const auto& file : device.chassis().files) {
        used += file.size;
        auto name = nested ? name_within(file.path, where) : last_name(file.path);
        const auto number = inode++;
        if (!name) continue;
        const bool is_directory = name->ends_with('/');
        if (is_directory) name->pop_back();
        listed += file.size;
        files.push_back(Facts{}
                            .set("inode", number)
                            .set("attr", std::string(is_directory ? "drwx" : "-rw-"))
                            .set("size", std::int64_t{file.size})
                            .set("date", device.stamp(file.written))
                            .set("name", *name));
    }
    Facts facts;
    facts.set("files", files).set("count", static_cast<std::int64_t>(files.size()));
    facts.set("directory", where).set("total", total).set("total_size", listed);
    facts.set("free", total - used).set("free_percent", (total - used) * 100 / total);
    return facts;
}

Facts startup_error(const lab::Device& device, const lab::StartupError& error) {
    auto message = error.message;
    while (message.ends_with('\n')) message.pop_back();
    return Facts{}
        .set("message", message)
        .set("number", std::int64_t{error.number})
        .set("line", masked(error.line, device.profile()));
}

std::string seconds_to_save(std::int64_t bytes) {
    return fmt::format("0.{:02}0", 10 + bytes / 200 % 80);
}

// What an entry hides is the rest of the line, or where it has `*` for words the next one only.
std::string masked(const std::string& line, const profiles::Profile& profile) {
    if (profile.has_list("masked")) {
        for (const auto& secret : profile.list("masked")) {
            const auto begin = std::min(line.find_first_not_of(' '), line.size());
            const bool below = secret.starts_with(' ');
            if (below != (begin > 0)) continue;
            const auto text = std::string_view(line).substr(begin);
            const auto length = lab::beginning_like(text, std::string_view(secret).substr(below));
            if (length == 0 || length >= text.size()) continue;
            const auto end =
                secret.find('*') == secret.npos ? line.size() : line.find(' ', begin + length + 1);
            return line.substr(0, begin + length) + " *****" +
                   (end < line.size() ? line.substr(end) : "");
        }
    }
    const auto at = line.find("$sha512$");
    if (at == std::string::npos) return line;
    const auto end = line.find(' ', at);
    return line.substr(0, at) + "*****" + (end == std::string::npos ? "" : line.substr(end));
}

Facts configuration_view(const lab::Device& device, const std::string& section, bool all,
                         bool plain) {
    Facts facts;
    const auto lines =
        section.empty() ? device.configuration_lines(all) : device.section(section, all);
    Records records;
    std::int64_t bytes = 0;
    for (const auto& line : lines) {
        bytes += static_cast<std::int64_t>(line.size()) + 1;
        records.push_back(Facts{}.set("line", plain ? line : masked(line, device.profile())));
    }
    facts.set("bytes", bytes);
    if (device.profile().has_text("train_version")) {
        facts.set("train_version", device.profile().text("train_version"));
    }
    if (device.running().modified) {
        facts.set("modified_at", device.stamp(*device.running().modified));
    }
    facts.set("modified_by", device.running().modified_by);
    facts.set("empty", records.empty());
    facts.set("lines", records).set("serial", device.chassis().udi.serial);
    facts.set("version", device.running().version).set("place", place_text(device));
    if (device.profile().has_text("hardware")) {
        facts.set("hardware", device.hardware_text());
    }
    facts.set("whole", section.empty());
    auto sum = device.checksum();
    std::erase(sum, ' ');  // in a configuration it stands in one piece
    facts.set("checksum", sum);
    return facts;
}

}  // namespace modes
