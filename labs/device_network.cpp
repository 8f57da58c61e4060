// What the device makes of lines about its network: names of interfaces in full, numbers of
// access list entries, what goes with an interface's routing table; and what it refuses of them.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "labs/device.hpp"
#include "labs/reading.hpp"

namespace lab {
namespace {

void replace(std::string& text, const std::string& from, const std::string& to) {
    const auto at = (" " + text + " ").find(" " + from + " ");
    if (at != std::string::npos) text.replace(at, from.size(), to);
}

int sequence_of(const std::string& text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

DeviceRefusal refusal(std::string message, std::string argument = {}) {
    return {std::move(message), {}, std::move(argument)};
}

}  // namespace

// As it is stored, whatever was typed: old spellings in the new one, interfaces in full.
std::optional<DeviceRefusal> Device::spell_out(Edit& edit) const {
    auto& s = edit.statement;
    if (profile_->has_list("stored-as")) {
        for (const auto& pair : profile_->list("stored-as")) {  // "old words = new words"
            const auto middle = pair.find(" = ");
            const auto old = pair.substr(0, middle);
            if (!begins_with_words(s.text, old)) continue;
            const auto stored = pair.substr(middle + 3);
            s.text.replace(0, old.size(), stored);
            if (begins_with_words(s.identity, old)) s.identity.replace(0, old.size(), stored);
        }
    }
    if (s.meaning.starts_with("acl.")) return number_entry(edit);
    if (s.meaning == "if.access-group") s.identity = "ip access-group " + s.constant;
    const bool by_hardware = profile_->has("interfaces-by-hardware") ||
                             is_failover_meaning(s.meaning) || s.meaning == "partition.interface";
    if (!by_hardware || s.meaning == "mode.enter") return std::nullopt;
    for (auto& [name, word] : s.arguments) {
        if (name != "interface") continue;
        const auto full = hardware_name(word);
        if (!full) return refusal("error.unknown", name);
        replace(s.text, word, *full);
        replace(s.identity, word, *full);
        word = *full;
    }
    return std::nullopt;
}

// The block of a list that is called by its number.
Statement Device::list_numbered(const std::string& word) const {
    const int number = sequence_of(word);
    const bool standard = number < 100 || (number >= 1300 && number < 2000);
    profiles::Facts facts;
    facts.set("kind", std::string(standard ? "standard" : "extended"));
    facts.set("number", std::int64_t{number});
    return edit_of(profile_->message("line.access-list", facts), *profile_,
                   profile_->text("mode.configuration"))
        .statement;
}

// `access-list 101 permit ...` stands in the list of that name; an entry without a number gets
// the next one, ten further on.
std::optional<DeviceRefusal> Device::number_entry(Edit& edit) const {
    auto& s = edit.statement;
    if (s.meaning == "acl.numbered") {
        auto list = list_numbered(std::string(s.argument("number")));
        const bool whole = s.negated && s.argument("rule").empty();
        if (whole) {
            list.negated = true;
            edit.statement = list;
            return std::nullopt;
        }
        if (s.argument("rule").empty()) return refusal("error.incomplete");
        const auto blank = s.text.find(' ', s.text.find(' ') + 1);
        s.text.erase(0, blank + 1);
        edit.path = {list.identity};
    }
    const auto* block = running_.configuration.find(edit.path);
    const bool extended =
        edit.path.empty() || edit.path.back().find(" extended ") != std::string::npos;
    const int typed = sequence_of(s.text);
    const auto rule = typed > 0 ? s.text.substr(std::min(s.text.find(' '), s.text.size())) : s.text;
    const auto entry = read_access_entry(rule, extended);
    s.meaning = "acl.entry";
    int next = 10;
    if (block) {
        for (const auto& child : block->children) {
            const int own = sequence_of(child.text);
            if (entry && child.text.substr(child.text.find(' ') + 1) == entry->text && typed == 0) {
                s.text = child.text;  // it is there
                s.identity = child.identity;
                return std::nullopt;
            }
            next = std::max(next, own / 10 * 10 + 10);
        }
    }
    if (!entry) {
        if (s.negated && typed > 0) return s.identity = std::to_string(typed), std::nullopt;
        return refusal("error.unknown", "rule");
    }
    s.identity = std::to_string(typed > 0 ? typed : next);
    s.text = s.identity + " " + entry->text;
    return std::nullopt;
}

std::optional<DeviceRefusal> Device::network_objection(const Edit& edit) const {
    const auto& s = edit.statement;
    const auto vrf = std::string(s.argument("vrf"));
    const bool defines = s.meaning == "mode.enter";
    const auto known = [&](const std::string& name) {
        return std::any_of(settings_.vrfs.begin(), settings_.vrfs.end(),
                           [&](const Vrf& v) { return v.name == name; });
    };
    const bool speaks = s.meaning == "if.vrf" || s.meaning == "route";
    if (speaks && !defines && !s.negated && !vrf.empty() && !known(vrf)) {
        return DeviceRefusal{"refused.no-vrf", profiles::Facts{}.set("name", vrf), {}};
    }
    const auto network = address_number(s.argument("network"));
    const auto mask = address_number(s.argument("mask"));
    if (s.meaning == "route" && !s.negated && network && mask && (*network & ~*mask) != 0 &&
        profile_->has_message("refused.mask")) {
        return refusal("refused.mask");
    }
    return std::nullopt;
}

// An interface that changes its routing table loses its address, and the device says so.
std::optional<DeviceRefusal> Device::change_table(const Edit& edit) {
    const auto& s = edit.statement;
    const auto* parent = running_.configuration.find(edit.path);
    if (s.meaning != "if.vrf" || !parent) return std::nullopt;
    const auto* interface = settings_.by_hardware(parent->argument("interface"));
    const auto vrf = std::string(s.argument("vrf"));
    if (!interface || interface->address.empty() || (!s.negated && interface->vrf == vrf)) {
        return std::nullopt;
    }
    // Booting reads the table before the address; only who types it the other way loses one.
    profiles::Facts facts;
    facts.set("interface", interface->hardware).set("enabling", !s.negated);
    facts.set("name", s.negated ? interface->vrf : vrf);
    for (const auto& child : parent->children) {
        if (child.meaning != "if.address" || child.negated) continue;
        Edit gone{edit.path, child};
        gone.statement.negated = true;
        gone.statement.children.clear();
        running_.configuration.apply(gone, rules_);
        return DeviceRefusal{"if.table-changed", facts, {}};
    }
    return std::nullopt;
}

std::optional<std::string> Device::hardware_name(const std::string& typed) const {
    auto name = lab::hardware_name(settings_, typed);
    const auto dot = typed.find('.');
    if (name || dot == std::string::npos || !profile_->has_number("subinterface.max")) return name;
    const auto most = profile_->number("subinterface.max");
    long number = 0;
    const auto* end = typed.data() + typed.size();
    const auto read = std::from_chars(typed.data() + dot + 1, end, number);
    auto port = lab::hardware_name(settings_, typed.substr(0, dot));
    if (!port || read.ptr != end || number < 1 || number > most) return std::nullopt;
    return fmt::format("{}.{}", *port, number);
}

// -- counters -----------------------------------------------------------------------------------

void Device::count_match(const std::string& list, int sequence) {
    if (sequence == 0) return;
    for (auto& match : running_.matches) {
        if (match.list != list || match.sequence != sequence) continue;
        ++match.packets;
        return;
    }
    running_.matches.push_back({list, sequence, 1});
}

void Device::clear_matches(const std::string& list) {
    std::erase_if(running_.matches,
                  [&](const Match& match) { return list.empty() || match.list == list; });
}

long Device::matches(const std::string& list, int sequence) const {
    for (const auto& match : running_.matches) {
        if (match.list == list && match.sequence == sequence) return match.packets;
    }
    return 0;
}

}  // namespace lab
