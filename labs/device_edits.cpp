// What becomes of an edit: what the device makes of it, refuses, remarks and writes down.
#include <algorithm>

#include "labs/device.hpp"
#include "labs/reading.hpp"
#include "labs/shared_lines.hpp"
#include "labs/user_keys.hpp"

namespace lab {

void Device::derive() {
    SettingsBase base;
    base.interfaces = port_names();
    if (profile_->has_text("hostname")) base.hostname = profile_->text("hostname");
    if (!here_.empty()) base.hostname = here_;
    if (profile_->has_text("transport.smart.url")) {
        base.smart_url = profile_->text("transport.smart.url");
    }
    if (profile_->has_text("transport.callhome.url")) {
        base.callhome_url = profile_->text("transport.callhome.url");
    }
    if (profile_->has_text("callhome.profile")) {
        base.callhome_profile = profile_->text("callhome.profile");
    }
    if (profile_->has_text("callhome.default")) {
        base.callhome_default = profile_->text("callhome.default");
    }
    base.by_hardware = profile_->has("interfaces-by-hardware");
    base.identity_check = profile_->has("server-identity-check");
    if (profile_->has_text("transport.cslu.url")) {
        base.collector_url = profile_->text("transport.cslu.url");
    }
    settings_ = settings_of(running_.configuration, rules_, base);
    if (!here_.empty()) {
        share(settings_, unit_settings());
        for (auto& interface : settings_.interfaces) {
            for (const auto& given : allotted().interfaces) {
                if (given.name == interface.hardware) interface.port = given.port;
            }
            const auto* port = unit_settings().by_hardware(port_of(interface));
            interface.shutdown = interface.shutdown || (port && port->shutdown);
        }
        lent_stale_ = true;
    } else if (const auto* admin = partition_named(settings_.admin)) {
        lend(settings_, admin->settings);
        lent_stale_ = false;
    }
    take_addresses();
    derive_trust();
    if (!running_.up || !here_.empty()) return;
    follow_time_servers();
    plan_pool_import();
}

// What a denial that stops short would take away.
std::string Device::meaning_below(const Edit& edit) const {
    const auto* parent = running_.configuration.find(edit.path);
    const auto& level = parent ? parent->children : running_.configuration.statements();
    for (const auto& statement : level) {
        if (begins_with_words(statement.identity, edit.statement.identity)) {
            return statement.meaning;
        }
    }
    return {};
}

// Does the denial take away what nobody can, or a block around it?
bool Device::permanent(const Edit& edit) const {
    std::string way;
    for (const auto& block : edit.path) way += block + " / ";
    way += edit.statement.identity;
    return std::any_of(rules_.permanent.begin(), rules_.permanent.end(),
                       [&](const std::string& kept) { return begins_with_words(kept, way); });
}

// Is it something in a block of which only other things can be set? What stands there already may
// be said again.
bool Device::fixed(const Edit& edit) const {
    if (reading_ || edit.path.empty() || !profile_->has_list("only-settable")) return false;
    std::string way;
    for (const auto& block : edit.path) way += block + " / ";
    bool closed = false;
    for (const auto& settable : profile_->list("only-settable")) {
        if (!settable.starts_with(way)) continue;
        const auto only = settable.substr(way.size());
        if (only.find(" / ") != std::string::npos) continue;  // that of a block further in
        closed = true;
        if (begins_with_words(edit.statement.identity, only)) return false;
    }
    const auto* block = running_.configuration.find(edit.path);
    return closed && block &&
           std::none_of(block->children.begin(), block->children.end(),
                        [&](const Statement& s) { return s.line() == edit.statement.line(); });
}

// A name belongs to one interface.
std::optional<DeviceRefusal> Device::taken(const Edit& edit) const {
    const auto name = std::string(edit.statement.argument("name"));
    const auto* parent = running_.configuration.find(edit.path);
    const auto* owner = settings_.by_nameif(name);
    if (!owner || !parent || parent->argument("interface") == owner->hardware) return std::nullopt;
    profiles::Facts facts;
    facts.set("name", name).set("interface", owner->hardware);
    return DeviceRefusal{"refused.name-taken", facts, {}};
}

// What is added to a tier needs it, and goes before it.
std::optional<DeviceRefusal> Device::licence_objection(const Statement& s) const {
    const auto asks = [&](const std::function<bool(const std::string&)>& which) {
        return std::any_of(settings_.licences.begin(), settings_.licences.end(),
                           [&](const Statement& line) { return which(line.meaning); });
    };
    const auto adds = [](const std::string& meaning) {
        return meaning == "license.context" || meaning == "license.carrier" ||
               meaning == "license.strong-encryption";
    };
    if (s.meaning == "license.tier" && s.negated && asks(adds)) {
        return DeviceRefusal{"refused.addons-first", {}, {}};
    }
    if (!adds(s.meaning) || s.negated) return std::nullopt;
    if (!asks([](const std::string& meaning) { return meaning == "license.tier"; })) {
        return DeviceRefusal{"refused.tier-first", {}, {}};
    }
    // One that was asked for and not granted is as good as none (seed 003); what stands in the
    // startup text was granted once.
    const bool denied = !reading_ && tier_denied() && !profile_->has("unaffected-by-overuse");
    if (denied) return DeviceRefusal{"refused.tier-invalid", {}, {}};
    return std::nullopt;
}

std::optional<DeviceRefusal> Device::objection(const Edit& edit) const {
    auto s = edit.statement;
    if (s.negated && s.meaning.empty()) s.meaning = meaning_below(edit);
    const auto refusal = [](std::string message) {
        return DeviceRefusal{std::move(message), {}, {}};
    };
    const bool strong = s.meaning == "crypto.strong" || s.constant == "strong-key";
    if (strong && !s.negated && !encrypts_strongly()) {
        return refusal("refused.crypto-entitlement");
    }
    if (auto no = pair_objection(s)) return no;
    if (auto no = cluster_objection(edit)) return no;
    if (auto no = reservation_objection(edit)) return no;
    if (auto no = place_objection(edit)) return no;
    if (auto no = partition_objection(edit)) return no;
    if (auto no = licence_objection(s)) return no;
    if (auto no = permit_objection(edit)) return no;
    if (s.negated && permanent(edit)) return refusal("refused.permanent");
    const auto network = address_number(s.argument("address"));
    const auto mask = address_number(s.argument("mask"));
    if (is_admission(s.meaning) && network && mask && (*network & ~*mask) != 0) {
        profiles::Facts facts;
        facts.set("address", std::string(s.argument("address")));
        return DeviceRefusal{
            "refused.pair-address", facts.set("mask", std::string(s.argument("mask"))), {}};
    }
    if (fixed(edit)) return refusal("refused.fixed");
    if (s.meaning == "ssh.key" && !s.negated && !is_key(s)) return refusal("refused.ssh-key");
    const auto nameif = std::string(s.argument("interface"));
    const bool names_one = s.meaning == "route" || s.meaning == "dns.lookup" ||
                           s.meaning == "dns.server" || is_admission(s.meaning);
    if (names_one && !s.negated && !nameif.empty() && !settings_.by_nameif(nameif)) {
        return DeviceRefusal{"refused.unknown-nameif", {}, "interface"};
    }
    if (s.meaning == "if.nameif" && !s.negated) return taken(edit);
    return std::nullopt;
}

// A named interface has a security level; one that was not given is 100 for `inside` and 0 for
// every other name, and the device says so (asa.md 8, LAB97).
std::optional<DeviceRefusal> Device::secure(const Edit& edit) {
    const auto& s = edit.statement;
    const auto* parent = running_.configuration.find(edit.path);
    if (s.meaning != "if.nameif" || s.negated || !parent) return std::nullopt;
    if (!profile_->has_message("line.security-level"))
        return std::nullopt;  // not on every platform
    for (const auto& child : parent->children) {
        if (child.meaning == "if.security" && !child.negated) return std::nullopt;
    }
    const auto name = std::string(s.argument("name"));
    const std::string level = name == "inside" ? "100" : "0";
    profiles::Facts facts;
    facts.set("name", name).set("level", level);
    auto added = edit_of(profile_->message("line.security-level", facts), *profile_, parent->opens);
    added.path = edit.path;
    running_.configuration.apply(added, rules_);
    return DeviceRefusal{"if.security-default", facts, {}};
}

// What comes stored already, or is kept as typed, stays so.
std::string Device::stored_form(const Statement& s, const std::string& typed) const {
    const bool as_typed = s.constant == "plain" || typed.starts_with('$');
    return as_typed ? typed : stored_password(typed, *profile_);
}

namespace {

// Of a key only its hash is kept.
void store_key(Statement& s, const profiles::Profile& profile) {
    const auto key = read_public_key(s.argument("key"));
    if (!key) return;
    const auto digits = sha256_of(*key);
    std::string hash;
    for (std::size_t at = 0; at < digits.size(); at += 2)
        hash += (at > 0 ? ":" : "") + digits.substr(at, 2);
    s.text = profile.message("line.ssh-key", profiles::Facts{}.set("sha256", hash));
    s.arguments = {{"key", hash}};
    s.constant = "sha256";
}

}  // namespace

// As the device writes it down: a password is stored, a level has its name, a route its metric.
void Device::as_shown(Statement& s) const {
    if (s.meaning == "enable-password") {
        const auto typed = std::string(s.argument("password"));
        const auto stored = stored_form(s, typed);
        s.arguments = {{"password", stored}};
        s.text = profile_->message("line.enable-password.stored",
                                   profiles::Facts{}.set("stored", stored));
    } else if (s.meaning == "user") {
        const auto typed = std::string(s.argument("password"));
        const auto stored = stored_form(s, typed);
        profiles::Facts facts;
        facts.set("name", std::string(s.argument("name"))).set("stored", stored);
        facts.set("plain", s.constant == "plain");
        if (const auto level = s.argument("level"); !level.empty()) {
            facts.set("level", std::string(level));
        }
        s.text = profile_->render("line.user", facts);
        while (s.text.ends_with('\n')) s.text.pop_back();
        for (auto& [name, word] : s.arguments) {
            if (name == "password") word = stored;
        }
    } else if (s.meaning == "line.password-of-all") {
        const auto stored = stored_form(s, std::string(s.argument("password")));
        s.arguments = {{"password", stored}};
        s.text = profile_->message("line.password-of-all", profiles::Facts{}.set("stored", stored));
    } else if (s.meaning == "user.password") {
        const auto typed = std::string(s.argument("password"));
        const auto stored = stored_form(s, typed);
        s.arguments = {{"password", stored}};
        s.text.replace(s.text.size() - typed.size(), typed.size(), stored);
    } else if (s.meaning == "ssh.key" && s.constant.empty() &&
               profile_->has_message("line.ssh-key")) {
        store_key(s, *profile_);
    } else if (s.meaning == "prompt") {
        s.text += " ";  // each of its pieces is followed by one (asa.md 4.3)
    } else if (s.meaning == "route" && s.argument("metric").empty() &&
               profile_->has("route-metric-shown")) {
        s.text += " 1";
    } else if (const auto level = s.argument("level");
               s.meaning.starts_with("logging.") && level.size() == 1) {
        s.text.replace(s.text.size() - 1, 1, profile_->word("level", std::string(level)));
    }
}

// Lines that speak of an interface by its name go with the name, or take the new one.
void Device::follow_nameif(const std::string& before, const std::string& after) {
    if (before.empty() || before == after || !profile_->has_list("follows-nameif")) return;
    const auto& followers = profile_->list("follows-nameif");
    auto affected = running_.configuration.statements();
    std::erase_if(affected, [&](const Statement& s) {
        const bool speaks =
            s.text.ends_with(" " + before) || s.text.find(" " + before + " ") != std::string::npos;
        return !speaks || std::none_of(followers.begin(), followers.end(), [&](const auto& words) {
            return begins_with_words(s.text, words);
        });
    });
    for (auto& statement : affected) {
        auto gone = statement;
        gone.negated = true;
        running_.configuration.apply({{}, gone}, rules_);
        if (after.empty()) continue;
        for (auto* text : {&statement.text, &statement.identity}) {
            const auto at = text->find(" " + before);
            if (at != std::string::npos) text->replace(at + 1, before.size(), after);
        }
        for (auto& [name, word] : statement.arguments) {
            if (word == before) word = after;
        }
        running_.configuration.apply({{}, statement}, rules_);
    }
}

// An edit of a block that is a range goes to each block that the range is made of.
std::optional<Applied> Device::apply_to_range(const Edit& wanted, bool deferred) {
    const bool opens = wanted.path.empty();
    if (rules_.ranged.empty() || (opens && wanted.statement.negated)) return std::nullopt;
    Statement block;
    if (opens) block = wanted.statement;
    if (!opens) block.identity = wanted.path.front();
    const auto before = running_.configuration.statements().size();
    const auto parts = running_.configuration.cover(block, rules_);
    if (parts.empty()) return std::nullopt;
    if (running_.configuration.statements().size() != before) {
        running_.modified = now();
        running_.unsaved = true;
        derive();
    }
    if (opens) return Applied{};
    if (parts.size() == 1 && parts.front() == wanted.path.front()) return std::nullopt;
    Applied all;
    for (const auto& part : parts) {
        auto edit = wanted;
        edit.path.front() = part;
        auto applied = apply(edit, deferred);
        if (applied.refusal) return applied;
        all.remarks = std::move(applied.remarks);  // each says the same
    }
    return all;
}

Applied Device::apply(const Edit& wanted, bool deferred) {
    if (auto done = apply_to_range(wanted, deferred)) return *done;
    Applied applied;
    auto edit = wanted;
    applied.refusal = spell_out(edit);
    if (!applied.refusal) applied.refusal = objection(edit);
    if (!applied.refusal) applied.refusal = network_objection(edit);
    if (applied.refusal) return applied;
    join_line(edit, running_.configuration);
    auto made = edit;
    if (wanted.statement.meaning == "acl.numbered" && !edit.statement.negated) {
        const auto list = list_numbered(std::string(wanted.statement.argument("number")));
        running_.configuration.apply({{}, list}, rules_);
    }
    if (auto remark = change_table(edit)) applied.remarks.push_back(*remark);
    if (!made.statement.negated) as_shown(made.statement);
    const auto meaning_of_gone = made.statement.negated ? meaning_below(made) : std::string();
    std::string named;
    if (const auto* parent = running_.configuration.find(edit.path)) {
        for (const auto& child : parent->children) {
            if (child.meaning == "if.nameif") named = child.argument("name");
        }
    }
    const bool callhome = settings_.callhome.service;
    if (running_.configuration.apply(made, rules_)) {
        displace(made);
        if (auto remark = dedicate(made)) applied.remarks.push_back(*remark);
        if (made.statement.meaning == "if.nameif" || meaning_of_gone == "if.nameif") {
            follow_nameif(
                named, made.statement.negated ? "" : std::string(made.statement.argument("name")));
        }
        if (auto remark = secure(made)) applied.remarks.push_back(*remark);
        if (made.statement.meaning == "trustpool.auto-import" && made.statement.negated &&
            made.statement.constant.empty()) {
            applied.remarks.push_back({"warn.auto-import", {}, {}});
        }
        if (made.statement.meaning == "boot.system" && !made.statement.negated &&
            profile_->has_message("boot.unfound") &&
            !has_file(std::string(made.statement.argument("file")))) {
            profiles::Facts facts;
            facts.set("file", std::string(made.statement.argument("file")));
            applied.remarks.push_back({"boot.unfound", facts, {}});
        }
        if (made.statement.meaning == "tls-proxy.limit") running_.tls_proxies_cleared = false;
        if (made.statement.meaning == "aaa.console" && settings_.users.empty() && !reading_ &&
            !made.statement.negated && made.statement.constant == "LOCAL") {
            applied.remarks.push_back({"warn.no-users", {}, {}});
        }
        if (made.statement.meaning == "license.level" &&
            profile_->find_template("license.level-later")) {
            applied.remarks.push_back({"license.level-later", {}, {}});
        }
        running_.modified = now();
        running_.unsaved = true;
        if (!reading_) {  // a whole text is taken in before its meaning is
            derive();
            if (settings_.licences.empty()) chassis_.licences_cached = false;
            if (callhome != settings_.callhome.service) {
                notify(callhome ? "callhome.stopped" : "callhome.started");
            }
            tell_authoritative();
        }
    }
    for (auto& remark : follow_partitions()) applied.remarks.push_back(std::move(remark));
    const bool at_once = !reading_ && profile_->has("requests-at-once");
    if (!deferred || at_once) put_in_force();
    if (edited && !reading_ && !receiving_) edited(*this, wanted, deferred);
    return applied;
}

Applied Device::commit(const std::vector<Edit>& edits) {
    const auto configuration = running_.configuration;
    const auto modified = running_.modified;
    const bool unsaved = running_.unsaved;
    Applied all;
    const auto take_back = [&](Applied refused) {
        running_.configuration = configuration;
        running_.modified = modified;
        running_.unsaved = unsaved;
        derive();
        return refused;
    };
    for (const auto& edit : edits) {
        auto applied = apply(edit, true);
        if (applied.refusal) return take_back(std::move(applied));
        all.remarks.insert(all.remarks.end(), applied.remarks.begin(), applied.remarks.end());
    }
    if (auto no = overfull(edits)) return take_back({std::move(no), {}});
    put_in_force();
    return all;
}

bool Device::has_file(const std::string& path) const {
    return std::any_of(chassis_.files.begin(), chassis_.files.end(),
                       [&](const File& file) { return file.path == path; });
}

std::vector<std::string> Device::saved_boot_images() const {
    std::vector<std::string> images;
    for (const auto& line : read_configuration(chassis_.startup.value_or(""), *profile_)) {
        const auto& s = line.edit.statement;
        if (s.meaning == "boot.system") images.emplace_back(s.argument("file"));
    }
    return images;
}

void Device::put_in_force() {
    if (!here_.empty()) return;  // partitions ask for no licences
    follow_partitions();         // for who changed the whole configuration at once
    report_usage();
    if (settings_.licences.empty()) chassis_.licences_cached = false;
    if (!knows_part()) return;
    // A unit that does not know its part yet neither asks nor gives back.
    const auto phase = running_.failover.phase;
    if (settings_.failover.complete() && phase <= Phase::negotiation) return;
    if (profile_->has("license-manager")) request_entitlements();
    if (!agent_) return;
    agent_->set_reservation(settings_.reservation, now());
    auto wanted = claims();
    if (wanted != agent_->state().wanted) note_usage(wanted);
    agent_->want(std::move(wanted), now());
    collect();
}

}  // namespace lab
