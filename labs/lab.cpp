#include "labs/lab.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "labs/doors.hpp"
#include "labs/reading.hpp"

namespace lab {

using licensing::Instant;

std::optional<Instant> FarEnd::next_due() const {
    auto due = authority_.next_due();
    const auto& satellite = authority_.state().satellite;
    if (satellite && satellite->next_sync) {
        due = std::min(due.value_or(*satellite->next_sync), *satellite->next_sync);
    }
    if (!due) return std::nullopt;
    return Instant{due->time_since_epoch() - authority_.traits().offset};
}

void FarEnd::wake(Instant now) {
    const auto clock = authority_.clock(now);
    authority_.wake(clock);
    const auto& satellite = authority_.state().satellite;
    if (satellite && satellite->next_sync && *satellite->next_sync <= clock) synchronise();
}

namespace {

// A module whose model nobody states is the first that its chassis takes.
void state_modules(Plan& plan, profiles::Library& library) {
    for (auto& module : plan.devices) {
        if (module.chassis.empty() || !module.model.empty()) continue;
        for (const auto& host : plan.devices) {
            if (host.name != module.chassis) continue;
            const auto profile = library.load(host.profile, host.model);
            if (profile->has_list("modules")) module.model = profile->list("modules").front();
        }
    }
}

Plan chosen(Plan plan, const Choices& choices, profiles::Library& library) {
    if (choices.clock) plan.clock = *choices.clock;
    if (choices.seed) plan.seed = *choices.seed;
    if (!plan.devices.empty()) {
        auto& first = plan.devices.front();
        if (!choices.profile.empty()) {
            first.profile = choices.profile;
            first.version.clear();
        }
        if (!choices.model.empty()) first.model = choices.model;
    }
    state_modules(plan, library);
    return plan;
}

// The interface a lab means by "management", so that one lab serves every model.
std::string management_of(const profiles::Profile& profile) {
    return profile.has_text("management") ? profile.text("management")
                                          : profile.list("interfaces").front();
}

// Where the unit's own image stands on its flash. An interim release is named by its own number.
std::string image_path(const profiles::Profile& profile, const std::string& version) {
    auto path = own_image(profile, version);
    if (path.starts_with("boot:/")) path.replace(0, std::string("boot:/").size(), "disk0:/");
    const auto dashed = [](std::string text) {
        for (auto& c : text) {
            if (c == '.' || c == '(' || c == ')') c = '-';
        }
        while (text.ends_with('-')) text.pop_back();
        return text;
    };
    const auto own = dashed(profile.version().text);
    if (auto at = path.find(own); !version.empty() && at != std::string::npos) {
        path.replace(at, own.size(), dashed(version));
    }
    return path;
}

long number_or(const profiles::Profile& profile, const std::string& name, long otherwise) {
    return profile.has_number(name) ? profile.number(name) : otherwise;
}

// A startup that is a template serves every model and version.
std::string filled(const std::string& text, const std::string& file,
                   const profiles::Profile& profile, const DevicePlan& plan) {
    profiles::Facts facts;
    facts.set("hostname", plan.hostname.empty() ? profile.text("hostname") : plan.hostname);
    facts.set("management", management_of(profile));
    if (profile.has_text("license.level.lab")) {
        facts.set("license_level", profile.text("license.level.lab"));
    }
    if (profile.has_text("enable.password.default")) {
        facts.set("enable_password", profile.text("enable.password.default"));
    }
    return profile.fill(text, file, facts);
}

}  // namespace

Lab::Lab(Plan plan, const Choices& choices, profiles::Library& library)
    : plan_(chosen(std::move(plan), choices, library)),
      library_(library),
      chance_(plan_.seed),
      timeline_(Instant{plan_.clock.time_since_epoch()}),
      network_(plan_.network, chance_),
      pairs_(devices_, network_, timeline_),
      clusters_(devices_, network_, timeline_) {
    network_.at_authority = [this](const std::string& name, const licensing::Request& request,
                                   Instant now) {
        for (auto& collector : collectors_) {
            if (collector->party() == name) return collector->answer(request, now);
        }
        auto* found = authority(name);
        return found->answer(request, found->clock(now));
    };
    network_.at_device = [this](const std::string& name, std::uint64_t id,
                                const licensing::Delivery& delivery) {
        if (auto* found = device(name)) found->deliver(id, delivery);
    };
    network_.at_list = [this](const std::string& name, const std::string& list, int sequence) {
        if (auto* found = device(name)) found->count_match(list, sequence);
    };
    network_.at_edge = [this](const std::string& name, const Exchange& exchange) {
        if (auto* found = device(name)) found->heard(exchange);
    };
    timeline_.join(network_);
    for (const auto& authority : plan_.authorities) add_authority(authority);
    for (const auto& collector : plan_.collectors) {
        licensing::CollectorState state;
        state.online = collector.online;
        const auto& above = collector.traits.authority;
        collectors_.push_back(std::make_unique<licensing::Collector>(
            collector.traits, state,
            [this, above] { return network_.open_to(above) ? authority(above) : nullptr; }));
        timeline_.join(*collectors_.back());
    }
    for (const auto& device : plan_.devices) add_device(device);
    seat_modules();
    timeline_.join(pairs_);
    timeline_.join(clusters_);
}

// Of a tag that a more general one satisfies nothing is in stock: it is known by name.
void Lab::stock(licensing::AuthorityState& state, const profiles::Model& model, int count) {
    auto& licences = state.accounts.front().licences;
    for (const auto& row : model.entitlements) {
        const bool there = std::any_of(licences.begin(), licences.end(),
                                       [&](auto& l) { return l.tag == row.tag; });
        if (there) continue;
        const bool general = row.under.empty();
        licences.push_back({row.tag, row.name, row.description, general ? count : 0, {}});
        if (row.feature == universal_feature) licences.back().universal_for = model.pid;
        if (!general) state.hierarchy.push_back({row.tag, row.under});
    }
}

void Lab::add_authority(const AuthorityPlan& plan) {
    licensing::AuthorityTraits traits;
    traits.party = plan.name;
    traits.offset = plan.clock;
    traits.tolerance = plan.tolerance;
    auto state = plan.state;
    if (!plan.satellite_of.empty()) {
        const licensing::AuthorityTime start{(timeline_.now() + plan.clock).time_since_epoch()};
        licensing::Satellite satellite;
        satellite.certificate_ends = start + plan.certificate;
        satellite.interval = plan.sync;
        satellite.version = plan.version;
        satellite.exports_tokens = exports_tokens(plan.version);
        if (plan.sync) satellite.next_sync = start + *plan.sync;
        state.satellite = satellite;
    }
    // What the lab's hardware can ask for exists, also where nobody has bought any of it.
    for (const auto& device : plan_.devices) {
        std::vector<std::string> models{device.model};
        for (const auto& member : device.members) models.push_back(member.model);
        for (const auto& model : models) {
            stock(state, library_.load(device.profile, model)->model(), plan.stock);
        }
    }
    licensing::Authority authority(traits, chance_, std::move(state));
    for (const auto& bought : plan.bought) {
        auto licence = sold(bought.pid, bought.packs);
        if (!licence) {
            throw grammar::Faults(plan_.file, bought.line, 0, "nobody sells " + bought.pid);
        }
        licence->ends = bought.ends;
        authority.add_licence(bought.account, std::move(*licence));
    }
    for (const auto& token : plan.tokens) {
        authority.create_token(token.id, token.account, token.days, token.uses,
                               token.export_allowed.value_or(authority.exports()),
                               authority.clock(timeline_.now()));
    }
    authorities_.push_back(std::make_unique<FarEnd>(plan.name, std::move(authority)));
    authorities_.back()->synchronise = [this, name = plan.name] { synchronise(name); };
    timeline_.join(*authorities_.back());
}

// What stands beside it in the stack, or in its chassis.
void Lab::add_hardware(Chassis& chassis, const profiles::Profile& profile, const DevicePlan& plan) {
    const auto refuse = [&](const std::string& why) {
        throw grammar::Faults(plan_.file, plan.line, 0, chassis.model + " " + why);
    };
    if (static_cast<long>(plan.members.size()) + 1 > number_or(profile, "members.max", 1)) {
        refuse("does not stack so many");
    }
    if (static_cast<long>(plan.supervisors.size()) > number_or(profile, "supervisors.max", 0)) {
        refuse("has no slots for so many supervisors");
    }
    chassis.supervisors = plan.supervisors;
    int number = 1;
    for (auto member : plan.members) {
        member.number = ++number;
        if (member.model.empty()) member.model = chassis.model;
        library_.load(profile.name(), member.model);  // throws for one that is unknown
        chassis.members.push_back(std::move(member));
    }
}

namespace {

// Does the startup text name an admin partition?
bool plays_several(const std::string& startup, const profiles::Profile& profile) {
    const auto lines = read_configuration(startup, profile);
    return profile.has("contexts") && std::any_of(lines.begin(), lines.end(), [](const auto& line) {
               return line.edit.statement.meaning == "partition.admin";
           });
}

}  // namespace

void Lab::add_device(const DevicePlan& plan) {
    const auto profile = library_.load(plan.profile, plan.model);
    Chassis chassis;
    chassis.platform = profile->platform();
    chassis.model = profile->model().name;
    // What a release calls the same hardware: text `pid.MODEL`.
    const auto called = "pid." + profile->model().name;
    const auto& own_pid = profile->has_text(called) ? profile->text(called) : profile->model().pid;
    chassis.udi = {plan.pid.empty() ? own_pid : plan.pid, plan.serial};
    chassis.mac = plan.mac;
    chassis.hypervisor = plan.hypervisor;
    chassis.day0 = plan.day0;
    add_hardware(chassis, *profile, plan);
    chassis.multiple = plan.startup && plays_several(*plan.startup, *profile);
    chassis.clock_offset = chassis.calendar_offset = plan.clock;
    chassis.triggered_defects = plan.defects;
    for (const auto& id : plan.defects) {
        bool known = false;
        for (const auto& defect : profile->defects()) known = known || defect.id == id;
        if (!known) {
            throw grammar::Faults(plan_.file, plan.line, 0,
                                  fmt::format("{} does not know the defect {}", plan.profile, id));
        }
    }
    File image;
    image.path = image_path(*profile, plan.version);
    image.written =
        licensing::DeviceTime{plan_.clock.time_since_epoch() + plan.clock} - std::chrono::days{30};
    image.size = profile->number("image.size");
    image.version = plan.version.empty() ? profile->version().text : plan.version;
    const bool listed = std::any_of(plan.images.begin(), plan.images.end(),
                                    [&](const File& f) { return f.version == image.version; });
    if (!listed) chassis.files.push_back(image);
    for (auto file : plan.images) {
        file.path = flash_path(file.path, flash_directory(*profile));
        file.written = image.written;
        if (!file.version.empty()) {
            file.version = full_version(library_, profile->platform(), file.version);
        }
        chassis.files.push_back(std::move(file));
    }
    // What it runs is the first on its flash, wherever the lab lists it.
    std::stable_partition(chassis.files.begin(), chassis.files.end(),
                          [&](const File& file) { return file.version == image.version; });
    for (auto& cable : network_.state().cables) {
        if (cable.device != plan.name) continue;
        if (cable.interface == "management") cable.interface = management_of(*profile);
        auto ports = profile->list("interfaces");
        if (profile->has_list("cluster.interfaces")) {
            const auto& links = profile->list("cluster.interfaces");
            ports.insert(ports.end(), links.begin(), links.end());
        }
        if (std::find(ports.begin(), ports.end(), cable.interface) == ports.end()) {
            throw grammar::Faults(plan_.file, plan.line, 0,
                                  fmt::format("{} has no port {}", chassis.model, cable.interface));
        }
    }
    devices_.push_back(std::make_unique<Device>(
        plan.name, std::move(chassis), Surroundings{timeline_, network_, library_, chance_}));
    timeline_.join(*devices_.back());
    auto& made = *devices_.back();
    made.mate_of = [this](const Device& unit) { return pairs_.mate(unit); };
    made.edited = [this](Device& unit, const Edit& edit, bool deferred) {
        pairs_.edited(unit, edit, deferred);
        clusters_.edited(unit, edit, deferred);
    };
    made.saved = [this](Device& unit) {
        pairs_.saved(unit);
        clusters_.saved(unit);
    };
    if (plan.activation_key) made.take_activation_key(made.issued_key());
    made.members_of = [this](const Device& unit) { return clusters_.members(unit); };
    if (plan.startup && !plan.factory) {
        devices_.back()->preset(plan.startup_is_template
                                    ? filled(*plan.startup, plan_.file, *profile, plan)
                                    : *plan.startup);
    }
}

// Each module in its slot; the order of the file does not matter.
void Lab::seat_modules() {
    for (const auto& plan : plan_.devices) {
        if (plan.chassis.empty()) continue;
        const auto refuse = [&](const std::string& why) {
            throw grammar::Faults(plan_.file, plan.slot_line, plan.slot_column,
                                  plan.chassis + " " + why);
        };
        auto* host = device(plan.chassis);
        auto* module = device(plan.name);
        if (!host) refuse("is no device of this lab");
        if (host == module) refuse("cannot be its own module");
        const auto& profile = host->profile();
        if (plan.slot < 1 || plan.slot > number_or(profile, "slots", 0)) {
            refuse(fmt::format("has no slot {}", plan.slot));
        }
        if (!module->profile().has("license-manager")) {
            refuse("takes no " + module->chassis().model);
        }
        if (profile.has_list("modules")) {
            const auto& fitting = profile.list("modules");
            const auto& model = module->chassis().model;
            if (std::find(fitting.begin(), fitting.end(), model) == fitting.end()) {
                refuse("does not take " + model);
            }
        }
        for (const auto* other : host->modules()) {
            if (other->slot() == plan.slot) refuse(fmt::format("has two in slot {}", plan.slot));
        }
        module->seat(*host, plan.slot);
    }
}

// Its profile and model, and the name it goes by, are the model's above.
Device* Lab::beneath(const Device& above) {
    const auto& profile = above.profile();
    const bool looked_at = profile.has("appliance-mode") || !profile.has_text("beneath.platform");
    const std::string key = looked_at ? "beneath" : "beneath.platform";
    if (!profile.has_text(key)) return nullptr;
    const auto& what = profile.text(key);  // "fxos/2.8 fpr2100"
    DevicePlan plan;
    plan.name = above.name() + "/" + what.substr(0, what.find('/'));
    if (auto* made = device(plan.name)) return made;
    plan.profile = what.substr(0, what.find(' '));
    plan.model = what.substr(what.find(' ') + 1);
    plan.serial = above.chassis().udi.serial;
    plan.clock = above.clock_offset();
    plan.startup = profile.text("beneath.startup");
    add_device(plan);
    auto& made = *devices_.back();
    made.carry(above);
    made.boot();
    made.settle_clock();
    place_desks();
    return &made;
}

Device* Lab::device(const std::string& name) {
    for (auto& device : devices_) {
        if (device->name() == name) return device.get();
    }
    return nullptr;
}

Device& Lab::first_device() {
    auto* named = plan_.device.empty() ? nullptr : device(plan_.device);
    return named ? *named : *devices_.front();
}

licensing::Authority* Lab::authority(const std::string& name) {
    for (auto& end : authorities_) {
        if (name.empty() || end->party() == name) return &end->authority();
    }
    return nullptr;
}

bool Lab::synchronise(const std::string& name) {
    auto* satellite = authority(name);
    const auto plan = std::find_if(plan_.authorities.begin(), plan_.authorities.end(),
                                   [&](const AuthorityPlan& one) { return one.name == name; });
    if (!satellite || plan == plan_.authorities.end()) return false;
    auto* parent = plan->satellite_of.empty() ? nullptr : authority(plan->satellite_of);
    if (!parent) return false;
    const auto now = timeline_.now();
    std::optional<licensing::SyncAnswer> answer;
    if (network_.open_to(plan->satellite_of)) {
        answer =
            parent->synchronise(satellite->sync_report(satellite->clock(now)), parent->clock(now));
    }
    satellite->synchronised(answer, satellite->clock(now));
    return answer.has_value();
}

void Lab::stock_for(const profiles::Model& model) {
    for (const auto& plan : plan_.authorities) {
        auto* found = authority(plan.name);
        if (!found) continue;
        auto state = found->state();
        stock(state, model, plan.stock);
        restore_authority(plan.name, found->traits().offset, std::move(state));
    }
}

void Lab::stock_levels() {
    for (const auto& device : devices_) {
        const auto& profile = device->profile().name();
        for (const auto& model : device->levels()) {
            stock_for(library_.load(profile, model)->model());
        }
    }
}

void Lab::reseed(std::uint64_t seed) {
    chance_ = licensing::Chance(seed);
    network_.reseed(chance_);
    for (auto& device : devices_) device->reseed(chance_);
}

void Lab::restore_authority(const std::string& name, licensing::Span offset,
                            licensing::AuthorityState state) {
    for (auto& end : authorities_) {
        if (end->party() != name) continue;
        auto traits = end->authority().traits();
        traits.offset = offset;
        end->replace(licensing::Authority(traits, chance_, std::move(state)));
    }
}

void Lab::switch_on() {
    for (auto& device : devices_) {
        if (!device->host()) device->boot();
    }
    for (auto& device : devices_) {
        if (device->host()) device->boot();
    }
    for (auto& device : devices_) device->settle_clock();
    place_desks();
}

// Once given a place stays, whatever is configured later.
void Lab::place_desks() {
    for (const auto& device : devices_) {
        if (!network_.desk_of(std::string(device->name())).empty()) continue;
        const auto address = plan_.desk.empty() ? near_desk(*device, network_) : plan_.desk;
        network_.state().desks.push_back({std::string(device->name()), address});
    }
}

}  // namespace lab
