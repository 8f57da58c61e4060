// A device in multiple mode: it plays several units, its partitions, each with a configuration of
// its own. Who is at work on one has that configuration at hand in place of the device's, so that
// whatever a configuration can do, a partition's can; hardware, clock, pair and licences stay the
// device's. Its own configuration has no addresses: it uses the network by its admin partition.
#include <algorithm>
#include <charconv>

#include "labs/device.hpp"
#include "labs/features.hpp"
#include "labs/reading.hpp"

namespace lab {

using profiles::Facts;

namespace {

bool any_begins(const profiles::Profile& profile, const std::string& list, std::string_view text) {
    if (!profile.has_list(list)) return false;
    const auto& words = profile.list(list);
    return std::any_of(words.begin(), words.end(),
                       [&](const std::string& w) { return begins_with_words(text, w); });
}

Facts facts_of(const Partition& partition) {
    return Facts{}
        .set("name", partition.name)
        .set("number", static_cast<std::int64_t>(partition.number));
}

std::string text_of(const Configuration& configuration, const Rules& rules) {
    std::string all;
    for (const auto& line : configuration.lines(rules, false)) all += line + "\n";
    return all;
}

bool makes_partition(const Edit& edit) {
    return edit.path.empty() && !edit.statement.argument("partition").empty();
}

// Letters, digits and hyphens, 32 at most; two names are the device's own (public guides).
bool is_name(const std::string& name) {
    const auto part_of_name = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-' || c == '_';
    };
    return name.size() <= 32 && std::all_of(name.begin(), name.end(), part_of_name) &&
           !same_name(name, "system") && !same_name(name, "null");
}

}  // namespace

// -- whose configuration is at hand -------------------------------------------------------------

bool Device::plays(const std::string& partition) const { return partition_named(partition); }

const Partition* Device::partition_named(const std::string& name) const {
    for (const auto& partition : running_.partitions) {
        if (partition.name == name && !name.empty()) return &partition;
    }
    return nullptr;
}

void Device::go_to(const std::string& partition) {
    const auto swap = [&] {
        for (auto& one : running_.partitions) {
            if (one.name != here_) continue;
            std::swap(static_cast<Space&>(running_), one.space);
            std::swap(settings_, one.settings);
            std::swap(rules_, partition_rules_);
        }
    };
    if (partition == here_) return;
    if (!here_.empty()) {
        swap();
        const bool lends = std::exchange(here_, {}) == settings_.admin;
        if (lends && lent_stale_) derive();
    }
    if (!plays(partition)) return;
    here_ = partition;
    swap();
}

const Settings& Device::unit_settings() const {
    const auto* here = partition_named(here_);
    return here ? here->settings : settings_;  // what is at hand and what is not changed places
}

void Device::each_interface(const std::function<void(const Interface&)>& visit) const {
    if (!chassis_.multiple) {
        for (const auto& interface : settings_.interfaces) visit(interface);
        return;
    }
    for (const auto& partition : running_.partitions) {
        const auto& settings = partition.name == here_ ? settings_ : partition.settings;
        for (auto interface : settings.interfaces) {
            interface.partition = partition.name;
            visit(interface);
        }
    }
}

Device::Place Device::place() const {
    if (!chassis_.multiple) return Place::single;
    if (here_.empty()) return Place::system;
    return here_ == unit_settings().admin ? Place::admin : Place::context;
}

std::vector<std::string> Device::port_names() const {
    if (here_.empty()) {
        return profile_->has_list("interfaces") ? profile_->list("interfaces")
                                                : std::vector<std::string>{};
    }
    std::vector<std::string> names;
    for (const auto& given : allotted().interfaces) names.push_back(given.name);
    return names;
}

// What the device gives the partition at hand.
const PartitionSettings& Device::allotted() const {
    static const PartitionSettings nothing;
    const auto* own = unit_settings().partition(here_);
    return own ? *own : nothing;
}

std::optional<std::string> Device::startup() const {
    if (here_.empty()) return chassis_.startup;
    const auto* own = file(file_path(allotted().url));
    return own ? std::optional(own->text) : std::nullopt;
}

std::optional<licensing::DeviceTime> Device::saved_at() const {
    if (here_.empty()) return chassis_.saved;
    const auto* own = file(file_path(allotted().url));
    return own ? std::optional(own->written) : std::nullopt;
}

// -- what may be --------------------------------------------------------------------------------

int Device::partitions_allowed() const {
    const auto common = pair_features();
    for (const auto& feature : common.empty() ? features_of(*this) : common) {
        if (feature.id != "contexts") continue;
        int number = 0;
        const auto& value = feature.value;
        std::from_chars(value.data(), value.data() + value.size(), number);
        return number;
    }
    return 0;
}

// The one by which the device uses the network needs no licence. While licences are missing there
// is no new one, and those that are there go on (seed 003).
std::optional<DeviceRefusal> Device::new_partition_objection() const {
    if (auto no = licence_bar()) return no;
    const auto held =
        std::count_if(settings_.partitions.begin(), settings_.partitions.end(),
                      [&](const PartitionSettings& p) { return p.name != settings_.admin; });
    const auto allowed = partitions_allowed();
    if (held < allowed) return std::nullopt;
    return DeviceRefusal{"refused.partition-limit", Facts{}.set("most", std::int64_t{allowed}), {}};
}

std::optional<DeviceRefusal> Device::partition_objection(const Edit& edit) const {
    const auto& s = edit.statement;
    const bool speaks = makes_partition(edit) || s.meaning.starts_with("partition.");
    if (!speaks) return std::nullopt;
    if (!chassis_.multiple) return DeviceRefusal{"refused.single-mode", {}, {}};
    if (reading_ || receiving_) return std::nullopt;
    const auto name = std::string(s.argument("partition"));
    if (s.meaning == "partition.admin") {
        const auto wanted = std::string(s.argument("admin"));
        const bool keeps = s.negated && settings_.partitions.size() > 1;
        if (keeps) return DeviceRefusal{"refused.admin-needed", {}, {}};
        if (!s.negated && !is_name(wanted)) return DeviceRefusal{"refused.partition-name", {}, {}};
        return std::nullopt;
    }
    if (makes_partition(edit) && !s.negated) {
        if (!is_name(name)) return DeviceRefusal{"refused.partition-name", {}, {}};
        if (settings_.admin.empty()) return DeviceRefusal{"refused.admin-first", {}, {}};
        return settings_.partition(name) ? std::nullopt : new_partition_objection();
    }
    if (makes_partition(edit) && !name.empty() && name == settings_.admin) {
        return DeviceRefusal{"refused.admin-needed", {}, {}};
    }
    if (s.meaning == "partition.interface" && !s.negated && edit.path.size() == 1) {
        const auto mapped = std::string(s.argument("mapped"));
        const auto* block = running_.configuration.find(edit.path);
        const auto* own = settings_.partition(block ? block->argument("partition") : "");
        const auto twice = [&](const PartitionSettings::Allocated& given) {
            return given.name == mapped && given.port != s.argument("interface");
        };
        if (own && std::any_of(own->interfaces.begin(), own->interfaces.end(), twice)) {
            return DeviceRefusal{"refused.partition-mapped", Facts{}.set("name", mapped), {}};
        }
    }
    if (s.meaning == "partition.url" && !s.negated) {
        const auto path = file_path(std::string(s.argument("url")));
        const auto* there = file(path);
        const auto directory = flash_directory(*profile_);
        const bool on_flash = path.starts_with(directory) && path.size() > directory.size();
        if (!on_flash || (there && !there->version.empty())) {
            return DeviceRefusal{"refused.partition-url", Facts{}.set("url", path), "url"};
        }
    }
    return std::nullopt;
}

// Lines that this kind of configuration does not have: a route in the device's own.
std::optional<DeviceRefusal> Device::place_objection(const Edit& edit) const {
    if (!chassis_.multiple || !reading_) return std::nullopt;
    const auto* list = here_.empty()             ? "absent.system"
                       : place() == Place::admin ? "absent.admin"
                                                 : "absent.context";
    if (!any_begins(*profile_, list, edit.statement.text)) return std::nullopt;
    return DeviceRefusal{"refused.place", {}, {}};
}

// -- what becomes of them -----------------------------------------------------------------------

void Device::derive_partitions() {
    for (const auto& partition : running_.partitions) {
        const Stay stay(*this, partition.name);
        derive();
    }
}

// Ports that were taken away go with what was said of them; new ones come as hardware does.
void Device::fit_ports(const PartitionSettings& wanted) {
    std::vector<Statement> gone;
    for (const auto& s : running_.configuration.statements()) {
        const auto port = s.opens.empty() ? std::string_view{} : s.argument("interface");
        const bool given = std::any_of(wanted.interfaces.begin(), wanted.interfaces.end(),
                                       [&](const auto& one) { return one.name == port; });
        if (!port.empty() && !given) gone.push_back(s);
    }
    for (auto& block : gone) {
        for (const auto& child : block.children) {
            if (child.meaning == "if.nameif")
                follow_nameif(std::string(child.argument("name")), {});
        }
        block.negated = true;
        running_.configuration.apply({{}, block}, rules_);
    }
    add_ports({});
    derive();
}

// Its configuration as its file has it; without one it begins as a unit out of the box.
std::vector<DeviceRefusal> Device::load_partition(const PartitionSettings& wanted) {
    std::vector<DeviceRefusal> remarks;
    const Stay stay(*this, wanted.name);
    const auto kept = startup();
    running_.configuration = {};
    derive();
    add_ports(kept.value_or(std::string()));
    if (kept) {
        for (auto message : read(*kept)) {
            while (message.ends_with('\n')) message.pop_back();
            remarks.push_back({"partition.message", Facts{}.set("text", message), {}});
        }
    } else {
        const auto facts = Facts{}.set("hostname", wanted.name);
        write_down(profile_->render("partition-factory", facts));
        remarks.push_back({"partition.no-file", Facts{}.set("url", wanted.url), {}});
    }
    derive();
    running_.modified.reset();
    running_.unsaved = !kept;
    return remarks;
}

std::vector<DeviceRefusal> Device::follow_partitions() {
    std::vector<DeviceRefusal> remarks;
    if (!chassis_.multiple || !here_.empty() || reading_) return remarks;
    if (!settings_.admin.empty() && !settings_.partition(settings_.admin)) {
        const auto line = profile_->message("line.partition", Facts{}.set("name", settings_.admin));
        const auto& root = profile_->text("mode.configuration");
        running_.configuration.apply(edit_of(line, *profile_, root), rules_);
        derive();
    }
    auto& all = running_.partitions;
    std::erase_if(all, [&](const Partition& partition) {
        const bool gone = !settings_.partition(partition.name);
        if (gone) remarks.push_back({"partition.removed", facts_of(partition), {}});
        return gone;
    });
    const auto wanted = settings_.partitions;
    for (const auto& one : wanted) {
        if (plays(one.name)) continue;
        auto& made = all.emplace_back();
        made.name = one.name;
        made.number = ++running_.partitions_made;
        remarks.push_back({"partition.made", facts_of(made), {}});
    }
    for (const auto& one : wanted) {
        auto& partition = *std::find_if(all.begin(), all.end(),
                                        [&](const Partition& p) { return p.name == one.name; });
        if (std::exchange(partition.loaded, one.url) != one.url && !one.url.empty()) {
            for (auto& remark : load_partition(one)) remarks.push_back(std::move(remark));
            continue;
        }
        const Stay stay(*this, one.name);
        fit_ports(one);
    }
    if (lent_stale_) derive();
    return remarks;
}

// -- pairs and clusters -------------------------------------------------------------------------

void Device::take_partitions(Device& from) {
    for (const auto& partition : from.running().partitions) {
        if (!plays(partition.name)) continue;
        const Stay there(from, partition.name);
        const Stay here(*this, partition.name);
        std::string text;
        for (const auto& line : from.configuration_lines(false)) text += line + "\n";
        running_.configuration = {};
        receiving_ = true;
        add_ports(text);
        read(text);
        receiving_ = false;
        running_.modified = now();
        running_.unsaved = true;
    }
}

// -- saving -------------------------------------------------------------------------------------

Running Device::kept() const {
    auto running = running_;
    for (auto& partition : running.partitions) {
        partition.lines = partition.space.configuration.lines(partition_rules_, false);
    }
    return running;
}

void Device::restore_partitions() {
    for (auto& partition : running_.partitions) {
        std::string text;
        for (const auto& line : partition.lines) text += line + "\n";
        partition.lines.clear();
        const Stay stay(*this, partition.name);
        derive();
        write_down(text);
        derive();
    }
    if (!running_.partitions.empty()) derive();
}

// -- from one mode to the other -----------------------------------------------------------------

struct Device::Converted {
    Configuration device, admin;
};

// Ports, pair, cluster and licences stay the device's; what has to do with networks and with who
// may come in becomes the admin partition's; some lines both have.
Device::Converted Device::converted(const std::vector<Statement>& statements) const {
    Converted made;
    const auto system = rules_of(*profile_, "system");
    const auto context = rules_of(*profile_, "context");
    for (const auto& s : statements) {
        const bool port = !s.opens.empty() && !s.argument("interface").empty();
        if (!port) {
            const bool both = any_begins(*profile_, "partition.both", s.text);
            const bool own = any_begins(*profile_, "partition.device", s.text);
            if (both || own) made.device.apply({{}, s}, system);
            if (both || !own) made.admin.apply({{}, s}, context);
            continue;
        }
        auto device = s;
        auto admin = s;
        const auto of_port = [&](const Statement& child) {
            return any_begins(*profile_, "partition.port", child.text);
        };
        std::erase_if(device.children, [&](const Statement& child) { return !of_port(child); });
        std::erase_if(admin.children, of_port);
        made.device.apply({{}, device}, system);
        const bool used = std::any_of(admin.children.begin(), admin.children.end(),
                                      [](const Statement& child) { return !child.negated; });
        if (used) made.admin.apply({{}, admin}, context);
    }
    return made;
}

std::string Device::own_part(const std::string& text) const {
    Configuration whole;
    for (const auto& line : read_configuration(text, *profile_)) whole.apply(line.edit, rules_);
    return text_of(converted(whole.statements()).device, rules_of(*profile_, "system"));
}

void Device::change_mode(bool multiple) {
    if (multiple) {
        put_file(profile_->text("partition.old"), startup_text());
        const auto made = converted(running_.configuration.statements());
        const auto admin = text_of(made.admin, rules_of(*profile_, "context"));
        put_file(profile_->text("partition.admin-file"), admin);
        auto own = made.device;
        profiles::Records ports;
        for (const auto& s : made.admin.statements()) {
            if (s.opens.empty() || s.argument("interface").empty()) continue;
            ports.push_back(Facts{}.set("name", std::string(s.argument("interface"))));
        }
        auto facts = Facts{}.set("ports", ports);
        facts.set("url", file_path(profile_->text("partition.admin-file")));
        const auto system = rules_of(*profile_, "system");
        const auto lines = profile_->render("partition-admin", facts);
        for (const auto& line : read_configuration(lines, *profile_)) own.apply(line.edit, system);
        chassis_.startup = text_of(own, system);
        chassis_.saved = now();
        keep_keys();
    }
    chassis_.multiple = multiple;
}

}  // namespace lab
