// Which of our profiles and models plays a device, and what stands on its flash.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "grammar/fault.hpp"
#include "rehearsals/twin_draft.hpp"

namespace rehearsals {
namespace {

std::size_t common(const std::string& a, const std::string& b) {
    const auto [at, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    return static_cast<std::size_t>(at - a.begin());
}

std::string text_or(const profiles::Profile& profile, const std::string& name) {
    return profile.has_text(name) ? profile.text(name) : "";
}

// How well a model stands in: its product ID counts first, then what its hardware is called.
struct Likeness {
    bool same = false;
    std::size_t pid = 0, hardware = 0;
    auto operator<=>(const Likeness&) const = default;
};

Likeness likeness(const Facts& facts, const profiles::Profile& profile) {
    Likeness made;
    const auto look = [&](const std::string& wanted, const std::string& ours) {
        if (wanted.empty() || ours.empty()) return;
        made.same = made.same || wanted == ours;
        made.pid = std::max(made.pid, common(wanted, ours));
    };
    look(facts.value("pid"), profile.model().pid);
    look(facts.value("chassis_pid"), text_or(profile, "chassis_pid"));
    // F9K-C9300-SUP-K9 is a 9300 too.
    static const grammar::Regex family("\\d{4}");
    const auto pid = facts.value("pid");
    grammar::Found number;
    if (found(family, pid, &number) &&
        profile.model().name.find(number.str()) != std::string::npos) {
        made.pid = std::max(made.pid, number.str().size());
    }
    made.hardware = common(facts.value("hardware"), text_or(profile, "hardware"));
    return made;
}

std::set<std::string> models_of(profiles::Library& library, const std::string& platform) {
    std::set<std::string> models;
    for (const auto& name : library.names()) {
        if (!name.starts_with(platform + "/")) continue;
        for (const auto& model : library.models(name)) models.insert(model);
    }
    return models;
}

grammar::Version version_of(Draft& draft, DraftDevice& device) {
    const auto& facts = device.source.facts;
    const auto& platform = device.source.book->platform;
    for (const char* name : {"version", "train"}) {
        const auto* fact = facts.fact(name);
        if (!fact) continue;
        const auto read = grammar::read_version(fact->value);
        if (!read) {
            throw grammar::Faults(fact->file, fact->line, 0, "not a version: " + fact->value);
        }
        draft.understood(*fact, "version " + fact->value);
        return *read;
    }
    const auto newest = draft.library.load(platform)->version();
    draft.assumed("no version was collected: the newest that is known, " + newest.text);
    return newest;
}

// `among`: the only ones that there can be; empty: all.
void choose_model(Draft& draft, DraftDevice& device, const grammar::Version& version,
                  const std::vector<std::string>& among = {}) {
    const auto& facts = device.source.facts;
    const auto& platform = device.source.book->platform;
    auto& library = draft.library;
    Likeness best;
    std::string chosen;
    for (const auto& model : models_of(library, platform)) {
        if (!library.runs(platform, version, model)) continue;
        if (!among.empty() && std::find(among.begin(), among.end(), model) == among.end()) continue;
        const auto profile = library.nearest(platform, version, model);
        const auto like = likeness(facts, *profile);
        if (!chosen.empty() && like <= best) continue;
        best = like;
        chosen = model;
    }
    const auto* pid = facts.fact("pid");
    if (!pid) pid = facts.fact("hardware");
    if (chosen.empty()) {
        const auto* said = facts.fact("version");
        throw grammar::Faults(
            said ? said->file : "", said ? said->line : 0, 0,
            fmt::format("no profile of {} is as old as {}", platform, version.text));
    }
    constexpr std::size_t kin = 4;  // C930..., FPR-...: letters that a family shares
    if (pid && !best.same && best.pid < kin && best.hardware < kin) {
        throw grammar::Faults(
            pid->file, pid->line, 0,
            fmt::format("no model of {} is known that is like {}", platform, pid->value));
    }
    if (!pid && best == Likeness{}) {
        chosen = library.load(library.nearest(platform, version, chosen)->name())->model().name;
        draft.assumed(fmt::format("no model was collected: {}", chosen));
    } else if (pid && !best.same && best.hardware < facts.value("hardware").size()) {
        draft.assumed(fmt::format("{} is played by its kin, {}", pid->value, chosen), pid->file,
                      pid->line);
    } else if (pid) {
        draft.understood(*pid, fmt::format("{}: model {}", pid->value, chosen));
    }
    device.plan.model = chosen;
    const auto profile = library.nearest(platform, version, chosen);
    device.plan.profile = profile->name();
    if (facts.fact("version") && profile->version() != version) {
        device.plan.version = version.text;
        draft.assumed(fmt::format("version {} is played by the nearest that is known, {}",
                                  version.text, profile->name()));
    }
    if (pid && !best.same && facts.fact("pid") && best.pid >= kin) device.plan.pid = pid->value;
}

void take_serial(Draft& draft, DraftDevice& device) {
    const auto* serial = device.source.facts.fact("serial");
    if (serial) {
        device.plan.serial = serial->value;
        draft.understood(*serial, "serial number " + serial->value);
    } else {
        device.plan.serial = fmt::format("TWIN{:07}", draft.devices.size());
        draft.assumed("no serial number was collected: " + device.plan.serial);
    }
    if (const auto* mac = device.source.facts.fact("mac")) device.plan.mac = mac->value;
}

void take_members(Draft& draft, DraftDevice& device) {
    const auto records = device.source.facts.records;
    const auto others = records.find("other");
    if (others == records.end()) return;
    for (const auto& other : others->second) {
        const auto serial = other.field("serial");
        if (serial.empty() || serial == device.plan.serial) continue;
        Facts facts;
        facts.values["pid"] = {other.field("pid"), other.file, other.line, {}};
        lab::Member member;
        member.serial = serial;
        for (const auto& model : draft.library.models(device.plan.profile)) {
            const auto profile = draft.library.load(device.plan.profile, model);
            if (likeness(facts, *profile).same) member.model = model;
        }
        draft.twin.understood.push_back(
            {other.file, other.line, "a member of its stack, " + serial});
        device.plan.members.push_back(std::move(member));
    }
}

// Other software on flash can be booted; what else stands there cannot be known.
void take_files(Draft& draft, DraftDevice& device) {
    const auto records = device.source.facts.records;
    const auto files = records.find("file");
    if (files == records.end()) return;
    for (const auto& file : files->second) {
        const auto name = file.field("name");
        std::string version;
        for (const auto& rule : device.source.book->images) {
            if (!found(rule.pattern, name)) continue;
            version = rule.pattern.replaced(name, rule.version);
            break;
        }
        if (version.empty() || !grammar::read_version(version)) {
            draft.twin.ignored.push_back(
                {file.file, file.line, "a file whose content is not known"});
            continue;
        }
        lab::File image;
        image.path = name;
        image.version = version;
        image.size = std::atol(file.field("size").c_str());
        draft.twin.understood.push_back({file.file, file.line, "an image of " + version});
        device.plan.images.push_back(std::move(image));
    }
}

void take_startup(Draft& draft, DraftDevice& device) {
    const Capture* from = nullptr;
    for (const auto& capture : device.source.captures) {
        if (capture.rule->configuration) from = &capture;
    }
    if (!from) {
        const auto own = lab::load_plan(draft.labs + "/" + device.source.book->platform + ".yaml");
        for (const auto& other : own.devices) {
            if (!other.profile.starts_with(device.source.book->platform)) continue;
            device.plan.startup = other.startup;
            device.plan.startup_is_template = other.startup_is_template;
            device.plan.hostname = device.source.facts.value("hostname");
        }
        draft.assumed("no configuration was collected: that of the platform's own lab");
        return;
    }
    if (from->rule->ends && !found(*from->rule->ends, from->lines.back().text)) {
        draft.assumed("the configuration is taken as it is, though its end is missing", from->file,
                      from->lines.back().number);
    }
    std::string text;
    for (const auto& line : from->lines) {
        const auto& dropped = device.source.book->dropped;
        const bool drop = std::any_of(dropped.begin(), dropped.end(), [&](const auto& pattern) {
            return found(pattern, line.text);
        });
        text += drop ? "!\n" : line.text + "\n";  // so that its lines keep their numbers
    }
    device.plan.startup = std::move(text);
    device.startup_file = device.plan.name + "-startup.txt";
    draft.twin.understood.push_back({from->file, from->line,
                                     fmt::format("{}: {} lines are the startup configuration",
                                                 from->rule->command, from->lines.size())});
}

// By its own name; where two have the same, by their folders.
std::string name_for(const Draft& draft, const Source& source) {
    const auto taken = [&](const std::string& wanted) {
        return wanted.empty() ||
               std::any_of(draft.devices.begin(), draft.devices.end(),
                           [&](const auto& other) { return other.plan.name == wanted; });
    };
    const auto plain = [](std::string name) {
        for (auto& c : name) {
            if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_') c = '-';
        }
        return name;
    };
    auto name = plain(source.facts.value("hostname"));
    for (const auto& other : {source.host, source.folder, source.book->platform}) {
        if (taken(name)) name = plain(other);
    }
    const auto stem = name;
    for (int number = 2; taken(name); ++number) name = fmt::format("{}-{}", stem, number);
    return name;
}

bool takes(const profiles::Profile& profile, const std::string& module) {
    if (!profile.has_list("modules")) return false;
    const auto& modules = profile.list("modules");
    return module.empty() || std::find(modules.begin(), modules.end(), module) != modules.end();
}

// The chassis of a module that was not collected: its own software says which version it has.
DraftDevice made_up_host(Draft& draft, const DraftDevice& module,
                         const std::vector<ScreenBook>& books) {
    for (const auto& book : books) {
        for (const auto& model : models_of(draft.library, book.platform)) {
            const auto newest = draft.library.load(book.platform);
            if (!draft.library.runs(book.platform, newest->version(), model)) continue;
            if (!takes(*draft.library.nearest(book.platform, newest->version(), model),
                       module.plan.model)) {
                continue;
            }
            DraftDevice host;
            host.source.book = &book;
            host.plan.name = module.plan.name + "-chassis";
            auto& values = host.source.facts.values;
            const auto& facts = module.source.facts;
            if (const auto* version = facts.fact("host_version")) values["version"] = *version;
            if (const auto* state = facts.fact("host_registration"))
                values["registration"] = *state;
            const auto version = version_of(draft, host);
            const auto old = draft.library.runs(book.platform, version, model);
            const auto profile =
                draft.library.nearest(book.platform, old ? version : newest->version(), model);
            host.plan.profile = profile->name();
            host.plan.model = model;
            if (old && profile->version() != version) host.plan.version = version.text;
            take_serial(draft, host);
            take_startup(draft, host);
            draft.assumed(
                fmt::format("nothing of the chassis of {} was collected: a {} with the "
                            "configuration of the platform's own lab",
                            module.plan.name, model));
            return host;
        }
    }
    throw grammar::Faults(module.source.captures.front().file, 0, 0,
                          "no chassis is known that takes a " + module.plan.model);
}

// A module has its place in a chassis, which comes before it in the lab.
void seat_modules(Draft& draft, const std::vector<ScreenBook>& books) {
    std::vector<DraftDevice> hosts;
    std::map<std::string, int> taken;  // slots
    for (std::size_t at = 0; at < draft.devices.size(); ++at) {
        auto& module = draft.devices[at];
        const auto profile = draft.library.load(module.plan.profile, module.plan.model);
        if (!profile->has("hosted")) continue;
        const DraftDevice* host = nullptr;
        for (const auto* list : {&draft.devices, &hosts}) {
            for (const auto& other : *list) {
                const auto theirs = draft.library.load(other.plan.profile, other.plan.model);
                if (takes(*theirs, "") && !host) host = &other;
            }
        }
        if (!host) {
            hosts.push_back(made_up_host(draft, module, books));
            host = &hosts.back();
        }
        const auto theirs = draft.library.load(host->plan.profile, host->plan.model);
        if (!takes(*theirs, module.plan.model)) {
            std::erase_if(draft.twin.understood, [&](const Remark& remark) {
                return remark.text.ends_with(": model " + module.plan.model);
            });
            choose_model(draft, module, profile->version(), theirs->list("modules"));
        }
        module.plan.chassis = host->plan.name;
        module.plan.slot = ++taken[host->plan.name];
    }
    for (auto& host : hosts) draft.devices.insert(draft.devices.begin(), std::move(host));
    std::stable_sort(draft.devices.begin(), draft.devices.end(), [](const auto& a, const auto& b) {
        return a.plan.chassis.empty() > b.plan.chassis.empty();
    });
}

}  // namespace

void Draft::understood(const Fact& fact, std::string text) {
    twin.understood.push_back({fact.file, fact.line, fact.command + ": " + std::move(text)});
}

void Draft::assumed(std::string text, const std::string& file, int line) {
    twin.assumed.push_back({file, line, std::move(text)});
}

void choose_software(Draft& draft, const std::vector<ScreenBook>& books) {
    std::vector<DraftDevice> devices;
    devices.swap(draft.devices);
    for (auto& device : devices) {
        device.plan.name = name_for(draft, device.source);
        const auto version = version_of(draft, device);
        choose_model(draft, device, version);
        take_serial(draft, device);
        take_members(draft, device);
        take_files(draft, device);
        take_startup(draft, device);
        draft.devices.push_back(std::move(device));
    }
    seat_modules(draft, books);
}

}  // namespace rehearsals
