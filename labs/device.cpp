#include "labs/device.hpp"

#include <algorithm>
#include <cassert>

#include <fmt/format.h>

#include "grammar/duration.hpp"
#include "labs/reading.hpp"
#include "licensing/names.hpp"

namespace lab {

using licensing::DeviceTime;
using licensing::Instant;
using licensing::Span;

namespace {

licensing::Retry retry_of(const profiles::Profile& profile, const std::string& name) {
    licensing::Retry retry;
    for (int step = 1;; ++step) {
        const auto key = fmt::format("{}.{}.", name, step);
        if (!profile.has_interval(key + "wait")) return retry;
        licensing::RetryStep made;
        made.wait = profile.interval(key + "wait");
        if (profile.has_interval(key + "spread")) made.spread = profile.interval(key + "spread");
        retry.push_back(made);
    }
}

// What a failed registration does, by the name of its cause: `words.registration_reaction`.
std::vector<licensing::Reacting> reactions_of(const profiles::Profile& profile) {
    using licensing::Reaction;
    static const std::vector<std::pair<std::string, Reaction>> names = {
        {"retry", Reaction::retry},
        {"fail_and_retry", Reaction::fail_and_retry},
        {"fail", Reaction::fail}};
    std::vector<licensing::Reacting> reactions;
    for (const auto& cause : licensing::causes()) {
        const std::string key(std::visit([](auto why) { return licensing::name(why); }, cause));
        if (!profile.has_word("registration_reaction", key)) continue;
        const auto word = profile.word("registration_reaction", key);
        for (const auto& [name, reaction] : names) {
            if (name == word) reactions.push_back({cause, reaction});
        }
    }
    return reactions;
}

std::vector<Span> spans_of(const profiles::Profile& profile, const std::string& list) {
    std::vector<Span> spans;
    if (!profile.has_list(list)) return spans;
    for (const auto& text : profile.list(list)) {
        const auto span = grammar::read_duration(text);
        assert(span);
        spans.push_back(*span);
    }
    return spans;
}

}  // namespace

licensing::AgentTraits traits_of(const profiles::Profile& profile, const std::string& party) {
    licensing::AgentTraits traits;
    traits.party = party;
    traits.id_renewal = profile.interval("id_renewal");
    traits.authorization_renewal = profile.interval("authorization_renewal");
    traits.expired_retry = profile.interval("expired_retry");
    traits.out_of_compliance_retry = profile.interval("out_of_compliance_retry");
    traits.takeover_retry = profile.has_interval("takeover_retry")
                                ? profile.interval("takeover_retry")
                                : traits.out_of_compliance_retry;
    traits.request_delay = profile.interval("request_delay");
    traits.settling = profile.interval("settling");
    traits.expiry_margin = profile.interval("expiry_margin");
    traits.expiry_warning = profile.interval("expiry_warning");
    traits.registration_retry = retry_of(profile, "registration_retry");
    traits.id_retry = retry_of(profile, "id_retry");
    traits.authorization_retry = retry_of(profile, "authorization_retry");
    traits.registration_reactions = reactions_of(profile);
    traits.shows_pending = profile.has("shows-registration-pending");
    traits.dates_overuse_once = profile.has("dates-overuse-once");
    traits.shows_waiting = profile.has("shows-waiting");
    traits.reply_timeout = retry_of(profile, "reply_timeout");
    traits.deregisters_alone = profile.has("deregisters-alone");
    traits.converts = profile.has("conversion");
    if (profile.has("reservation-codes-in-braces")) {
        traits.reservation_codes = licensing::CodeForm::braces;
    }
    traits.evaluation_warnings = spans_of(profile, "evaluation_warnings");
    if (profile.has_interval("evaluation_reminder")) {
        traits.evaluation_reminder = profile.interval("evaluation_reminder");
    }
    if (profile.has_interval("evaluation")) traits.evaluation = profile.interval("evaluation");
    if (profile.has_interval("clock_grace")) traits.clock_grace = profile.interval("clock_grace");
    traits.certificate_end = profile.has("certificate-ends-at-once")
                                 ? licensing::CertificateEnd::at_once
                                 : licensing::CertificateEnd::at_boot;
    return traits;
}

Device::Device(std::string name, Chassis chassis, Surroundings around)
    : name_(std::move(name)), chassis_(std::move(chassis)), around_(around) {
    take_profile(next_image());
    chassis_.key_pair_saved = chassis_.key_pair_saved || profile_->has("virtual-machine");
}

DeviceTime Device::now() const {
    return DeviceTime{(lab_now() + clock_offset()).time_since_epoch()};
}

Span Device::clock_offset() const { return host_ ? host_->clock_offset() : chassis_.clock_offset; }

profiles::Stamp Device::stamp(DeviceTime at) const {
    auto zone = zone_at(settings_, at);
    return {std::chrono::sys_time<Span>{at.time_since_epoch()}, zone.offset, std::move(zone.name)};
}

Span Device::uptime() const { return lab_now() - running_.booted; }

// -- power ------------------------------------------------------------------------------------

const File* Device::next_image() const {
    for (const auto& wanted : settings_.boot_images) {
        const auto named = profile_ ? file_path(wanted) : wanted;
        for (const auto& file : chassis_.files) {
            if (file.path == named && runs(file)) return &file;
        }
    }
    for (const auto& file : chassis_.files) {
        if (runs(file)) return &file;
    }
    return nullptr;
}

void Device::take_profile(const File* image) {
    auto version = grammar::read_version(image ? image->version : "0");
    assert(version);
    profile_ = around_.library.nearest(chassis_.platform, *version, chassis_.model);
    rules_ = rules_of(*profile_, chassis_.multiple ? "system" : "");
    if (chassis_.multiple) partition_rules_ = rules_of(*profile_, "context");
    running_.version = image ? image->version : profile_->version().text;
    running_.image = image ? image->path : "";
}

void Device::boot() {
    // The boot variable stands in the startup text, which is read before the image is chosen.
    here_.clear();
    running_ = {};
    if (chassis_.startup) {
        for (auto& line : read_configuration(*chassis_.startup, *profile_)) {
            running_.configuration.apply(line.edit, rules_);
        }
    }
    derive();
    take_machine(next_image());
    take_profile(next_image());
    running_.configuration = {};
    derive();
    running_.up = true;
    running_.booted = lab_now();
    if (profile_->has("hardware-calendar")) {
        chassis_.clock_offset = chassis_.calendar_offset;
        running_.clock.source = ClockSource::calendar;
    }
    load_keys();
    if (profile_->has("smart-agent")) {
        leave_policy();
        open_store();
        agent_.emplace(traits_of(*profile_, name_), chassis_.udi, around_.chance, chassis_.agent,
                       now());
        agent_->enable(now());
        running_.had_identity = agent_->state().identity.has_value() || agent_->reserved();
        running_.strong_encryption =
            agent_->export_allowed() ||
            (profile_->has("strong-before-registration") && !chassis_.ever_registered);
    }
    if (const auto* agent = host_ ? host_->agent() : nullptr) {
        running_.had_identity = agent->state().identity.has_value() || agent->reserved();
        running_.strong_encryption =
            agent->export_allowed() && profile_->has("encryption-by-token");
    }
    const bool first = !chassis_.startup && !chassis_.day0.empty();
    add_ports(first ? chassis_.day0 : chassis_.startup.value_or(factory_text()));
    auto messages = first ? read_day0() : read(chassis_.startup.value_or(factory_text()));
    take_levels();
    if (profile_->has("usage-policy")) {
        const auto way = start_policy(settings_.transport == Transport::smart);
        if (way) carry_way(*way);
    }
    if (settings_.failover.complete()) {
        turn(Phase::negotiation, TurnWhy::none, profile_->interval("failover.negotiation"));
    }
    if (settings_.cluster.complete()) {
        turn(Membership::election, JoinWhy::command, profile_->interval("cluster.election"));
    }
    note_boot();
    running_.modified.reset();
    running_.unsaved = false;
    if (first) save();
    tell(CameUp{std::move(messages)});
    put_in_force();
    power_modules(true);
    const auto token = std::exchange(day0_token_, {});
    if (!token.empty()) register_device(token, false);
}

void Device::go_down(bool orderly, bool quick) {
    go_to({});
    if (agent_) chassis_.agent = agent_->kept(now());
    agent_.reset();
    end_policy();
    chassis_.reloaded = orderly;
    running_.up = false;
    running_.nag_at.reset();
    running_.boots_at.reset();
    if (orderly) running_.boots_at = lab_now() + profile_->interval("boot");
    power_modules(false);
    running_.planned_reload.reset();
    tell(GoingDown{orderly, quick});
}

void Device::reload(bool quick) {
    if (running_.up) go_down(true, quick);
}

void Device::pull_plug() {
    if (running_.up) go_down(false);
    running_.boots_at.reset();
}

void Device::power_on() {
    if (host_ && !host_->up()) return;  // it comes up with its chassis
    if (!running_.up) running_.boots_at = lab_now() + profile_->interval("boot");
}

void Device::restore(Running running, const std::vector<std::string>& text) {
    running_ = std::move(running);
    std::string whole;
    for (const auto& line : text) whole += line + "\n";
    // What runs was loaded long ago; its file on flash may be another one by now.
    File image;
    image.path = running_.image;
    image.version = running_.version;
    take_profile(&image);
    running_.configuration = {};
    write_down(whole);
    const auto clock = running_.clock;
    const auto imported = running_.pool_since;
    const auto import_time = running_.pool_time;
    derive();
    running_.clock = clock;  // nothing was heard from its servers
    restore_partitions();
    running_.pool_since = imported;  // whatever was planned while only a part was there
    running_.pool_time = import_time;
    if (running_.up && profile_->has("smart-agent")) {
        agent_.emplace(licensing::Agent::restored(traits_of(*profile_, name_), chassis_.udi,
                                                  around_.chance, chassis_.agent));
    }
    restore_policy();
}

std::string full_version(profiles::Library& library, const std::string& platform,
                         const std::string& version) {
    const auto name = platform + "/" + version;
    for (const auto& known : library.names()) {
        if (known == name) return library.load(name)->version().text;
    }
    return version;
}

std::string padded_version(const std::string& version) {
    std::string padded;
    for (std::size_t at = 0; at < version.size(); ++at) {
        const auto digit = [&](std::size_t i) {
            return i < version.size() && version[i] >= '0' && version[i] <= '9';
        };
        const bool alone = digit(at) && !digit(at + 1) && !(at > 0 && digit(at - 1));
        if (alone) padded += '0';
        padded += version[at];
    }
    return padded;
}

std::string own_image(const profiles::Profile& profile, const std::string& version) {
    auto path = profile.text("image");
    constexpr std::string_view release = "{release}";
    if (const auto at = path.find(release); at != std::string::npos) {
        const auto& own = profile.version().text;
        return path.replace(at, release.size(), padded_version(version.empty() ? own : version));
    }
    constexpr std::string_view hole = "SSP";  // where an appliance's image has its system's version
    if (const auto at = path.find(hole);
        at != std::string::npos && profile.has_text("ssp_version")) {
        auto dotted = profile.text("ssp_version");
        std::erase(dotted, ')');
        std::replace(dotted.begin(), dotted.end(), '(', '.');
        path.replace(at, hole.size(), dotted);
    }
    return path;
}

std::string stored_password(const std::string& password, const profiles::Profile& profile) {
    static constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const licensing::Chance mix(5000);
    if (profile.has_message("password.stored")) {
        profiles::Facts facts;
        facts.set("salt", mix.text(password, "salt", 0, 14, letters));
        facts.set("hash", mix.text(password, "hash", 1, 43, letters));
        return profile.message("password.stored", facts);
    }
    return "$sha512$5000$" + mix.text(password, "salt", 0, 22, letters) + "==$" +
           mix.text(password, "hash", 1, 22, letters) + "==";
}

}  // namespace lab
