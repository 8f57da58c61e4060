// What being a unit of a failover pair does to a device: whose addresses it has, what it asks
// licences for, what it takes from its mate, and what it says of it all.
#include <algorithm>
#include <array>

#include "labs/device.hpp"
#include "labs/reading.hpp"

namespace lab {

using profiles::Facts;
using profiles::State;

namespace {

constexpr std::size_t remembered_phases = 60;

Facts unit_facts(const Settings& settings) {
    const bool primary = settings.failover.primary;
    return Facts{}.set("unit", State{"failover_unit", primary ? "primary" : "secondary"});
}

bool is_licence_line(const Statement& s) {
    return s.meaning.starts_with("license.") || s.meaning.starts_with("transport.") ||
           s.meaning.starts_with("privacy.");
}

}  // namespace

void Device::take_addresses() {
    if (!running_.failover.standing_by()) return;
    for (auto& interface : settings_.interfaces) interface.address = interface.standby;
}

bool Device::requests_licences() const {
    const auto& failover = running_.failover;
    if (failover.phase == Phase::disabled) return !chassis_.licences_cached;
    return failover.active() || has_trait(*profile_, "standby-requests");
}

bool Device::encrypts_strongly() const {
    if (strong_encryption()) return true;
    if (running_.failover.phase == Phase::disabled) return false;
    if (const auto* other = mate()) return other->strong_encryption();
    const auto enabled = profile_->has_word("feature_state", "enabled")
                             ? profile_->word("feature_state", "enabled")
                             : std::string();
    const auto& known = running_.failover.mate.licences.features;
    return std::any_of(known.begin(), known.end(), [&](const LicensedFeature& feature) {
        return feature.id == "encryption_3des" && feature.value == enabled;
    });
}

std::vector<LicensedFeature> Device::pair_features() const {
    if (running_.cluster.member()) return cluster_features();
    const auto& failover = running_.failover;
    if (failover.phase == Phase::disabled || failover.mate.name.empty()) return {};
    const auto* other = mate();
    auto theirs = other ? licensed_unit(*other) : failover.mate.licences;
    if (failover.retained && !licences_answered()) theirs = *failover.retained;
    const auto bought = has_trait(*profile_, "standby-requests") ? Bought::each : Bought::once;
    return aggregate({licensed_unit(*this), theirs}, bought, *profile_);
}

// Only the active unit is configured (seed 003); after a takeover without licences enough nothing
// that needs one can be configured any more once the time of grace is over.
std::optional<DeviceRefusal> Device::pair_objection(const Statement& s) const {
    const auto& failover = running_.failover;
    if (receiving_ || reading_ || failover.phase == Phase::disabled) return std::nullopt;
    if (is_licence_line(s) && failover.standing_by()) {
        return DeviceRefusal{"refused.standby-licence", {}, {}};
    }
    const bool special = s.meaning.starts_with("license.") || s.meaning == "crypto.strong";
    const bool lapsed = failover.retained && !licences_answered() &&
                        lab_now() - failover.since > profile_->interval("takeover_grace");
    if (special && !s.negated && lapsed) return DeviceRefusal{"refused.takeover-over", {}, {}};
    return std::nullopt;
}

// -- phases -------------------------------------------------------------------------------------

void Device::turn(Phase to, TurnWhy why, std::optional<licensing::Span> length) {
    auto& f = running_.failover;
    const bool stood_by = f.standing_by();
    const bool was_active = f.active();
    const auto before = f.phase;
    if (was_active) f.active_for += lab_now() - f.since;
    const auto note = [&](Phase from, Phase into) {
        if (from == into) return;
        if (f.history.size() == remembered_phases) f.history.erase(f.history.begin());
        f.history.push_back({now(), from, into, why});
    };
    auto from = before;
    if (to == Phase::active) {
        for (auto step :
             {Phase::just_active, Phase::active_drain, Phase::applying, Phase::applied}) {
            note(std::exchange(from, step), step);
        }
    }
    note(from, to);
    f.phase = to;
    f.since = lab_now();
    f.until.reset();
    if (length) f.until = lab_now() + *length;
    if (to != Phase::disabled) f.passive = false;
    if (to != Phase::active)
        f.retained.reset();
    else if (stood_by)
        f.retained = f.mate.licences;
    if (to == Phase::failed) f.own_failure = f.history.back();
    if (!f.last || was_active != f.active()) f.last = now();
    if (mate()) chassis_.licences_cached = false;
    derive();
    derive_partitions();
    auto facts = unit_facts(settings_);
    facts.set("reason", State{"failover_reason", std::string(lab::name(why))});
    if (to == Phase::active) {
        if (before == Phase::negotiation && !mate()) announce("failover.no-mate", facts);
        announce("failover.to-active", facts);
        notify("failover.to-active", facts);
    } else if (was_active) {
        announce("failover.to-standby", facts);
        notify("failover.to-standby", facts);
    } else if (to == Phase::negotiation && before == Phase::disabled) {
        notify("failover.enabled", facts);
    }
    // Of a module the chassis's agent asks, in its stead.
    auto* agent = asking_agent();
    if (agent && to != Phase::negotiation) {
        using licensing::Standing;
        agent->stand(f.standing_by() ? Standing::by
                     : stood_by      ? Standing::taken_over
                                     : Standing::alone);
    }
    put_in_force();
}

void Device::mate_failed() {
    auto& f = running_.failover;
    f.heard_since.reset();
    f.lost_at.reset();
    f.cable_lost = false;
    f.worse_since.reset();
    if (f.mate.name.empty()) return;
    f.mate.phase = Phase::failed;
    f.mate_failure = Turned{now(), Phase::active, Phase::failed, TurnWhy::hello_lost};
    notify("failover.mate-failed", unit_facts(settings_));
}

// Both units keep what was configured, and neither has a licence by it any more: seed 003.
void Device::leave_pair() {
    auto& f = running_.failover;
    const bool stood_by = f.standing_by();
    const bool had_mate = !f.mate.name.empty();
    if (had_mate && !settings_.licences.empty()) chassis_.licences_cached = true;
    const auto history = std::move(f.history);
    const auto active_for = f.active_for;
    const auto last = f.last;
    const auto before = f.phase;
    f = {};
    f.history = history;
    f.active_for = active_for;
    f.last = last;
    f.since = lab_now();
    f.passive = stood_by;
    f.history.push_back({now(), before, Phase::disabled, TurnWhy::command});
    if (auto* agent = asking_agent()) {
        agent->stand(licensing::Standing::alone);
    }
    derive();
    derive_partitions();
    put_in_force();
}

void Device::switch_failover_off() {
    auto edit =
        edit_of(profile_->text("failover.off"), *profile_, profile_->text("mode.configuration"));
    receiving_ = true;
    apply(edit, false);
    receiving_ = false;
}

// -- replication --------------------------------------------------------------------------------

// An entry of the list is the way to a statement: its blocks with ` / ` behind each.
bool Device::stays_with_unit(const Edit& edit) const {
    const bool clusters = !settings_.cluster.group.empty();
    const std::string list = clusters ? "cluster.unit-lines" : "failover.unit-lines";
    if (!profile_->has_list(list)) return false;
    std::string way;
    for (const auto& block : edit.path) way += block + " / ";
    way += edit.statement.text;
    const auto& lines = profile_->list(list);
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& own) { return begins_with_words(way, own); });
}

// Of a whole text the lines that stay with each unit, in their blocks, or all others.
std::string Device::unit_part(const std::vector<std::string>& lines, bool own) const {
    std::string text;
    std::vector<std::pair<std::size_t, std::string>> blocks;  // not yet written, if they stay not
    Edit edit;
    for (const auto& line : lines) {
        const auto indent = std::min(line.find_first_not_of(' '), line.size());
        while (!blocks.empty() && blocks.back().first >= indent) {
            blocks.pop_back();
            edit.path.pop_back();
        }
        edit.statement.text = line.substr(indent);
        if (stays_with_unit(edit) == own) {
            for (auto& [depth, block] : blocks) {
                if (own && !block.empty()) text += std::exchange(block, {}) + "\n";
            }
            text += line + "\n";
        }
        const bool written = stays_with_unit(edit) == own;
        blocks.emplace_back(indent, written ? std::string() : line);
        edit.path.push_back(edit.statement.text);
    }
    return text;
}

std::vector<std::string> Device::receive(const std::vector<std::string>& lines) {
    const auto text = unit_part(lines, false) + unit_part(configuration_lines(false), true);
    running_.configuration = {};
    receiving_ = true;
    const auto errors = running_.startup_errors;
    auto messages = read(text);
    running_.startup_errors = errors;
    receiving_ = false;
    running_.modified = now();
    running_.unsaved = true;
    put_in_force();
    return messages;
}

void Device::replicate(const Edit& edit, bool deferred) {
    receiving_ = true;
    apply(edit, deferred);
    receiving_ = false;
}

// A port that hellos or states go by carries nothing else; the device remarks what that cost.
std::optional<DeviceRefusal> Device::dedicate(const Edit& edit) {
    const auto& s = edit.statement;
    const bool link = s.meaning == "failover.link";
    const auto hardware = std::string(s.argument("interface"));
    if ((s.meaning != "failover.lan" && !link) || s.negated || hardware.empty() || reading_) {
        return std::nullopt;
    }
    const auto& blocks = running_.configuration.statements();
    const auto block = std::find_if(blocks.begin(), blocks.end(), [&](const Statement& one) {
        return !one.opens.empty() && one.argument("interface") == hardware;
    });
    if (block == blocks.end()) return std::nullopt;
    const auto& other = link ? settings_.failover.interface : settings_.failover.state_interface;
    const auto* what = other == hardware ? "failover.both"
                       : link            ? "failover.state"
                                         : "failover.lan";
    auto note = edit_of(profile_->text(what), *profile_, block->opens);
    auto bare = *block;
    const auto lost = std::erase_if(bare.children, [](const Statement& child) {
        return child.meaning != "if.shutdown" && child.meaning != "if.description" &&
               !child.negated;
    });
    Edit gone{{}, *block};
    gone.statement.negated = true;
    note.path = {bare.identity};
    running_.configuration.apply(gone, rules_);
    running_.configuration.apply({{}, bare}, rules_);
    running_.configuration.apply(note, rules_);
    if (lost == 0 || other == hardware) return std::nullopt;
    return DeviceRefusal{"failover.cleared", Facts{}.set("interface", hardware), {}};
}

// -- the console --------------------------------------------------------------------------------

void Device::announce_text(const std::string& text) {
    if (running_.up) tell(Notice{Notice::Kind::console, 0, {}, text});
}

void Device::announce(const std::string& text, const profiles::Facts& facts) {
    if (profile_->find_template(text)) announce_text(profile_->render(text, facts));
}

}  // namespace lab
