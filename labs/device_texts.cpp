// The configuration as texts: what a unit came with, what it read, what it saved.
#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "labs/device.hpp"
#include "labs/reading.hpp"
#include "labs/roots.hpp"

namespace lab {

// What a unit has before anybody configured it.
std::string Device::factory_text() const {
    if (!profile_->find_template("factory")) return {};
    auto facts = root_lines(*profile_);
    facts.set("hostname", profile_->text("hostname"));
    facts.set("auto_import", profile_->has("auto-import"));
    const auto text = profile_->render("factory", facts);
    return chassis_.multiple ? own_part(text) : text;
}

// Takes lines as they are: nobody asks whether the device would accept them now.
void Device::write_down(const std::string& text) {
    for (auto& line : read_configuration(text, *profile_)) {
        auto edit = line.edit;
        if (spell_out(edit)) edit = line.edit;  // it was taken once
        if (!edit.statement.negated) as_shown(edit.statement);
        running_.configuration.apply(edit, rules_);
    }
}

// A lab states what its owner typed; the unit has that on top of what it came with.
void Device::preset(const std::string& text) {
    running_.configuration = {};
    add_ports(text);
    write_down(factory_text());
    write_down(text);
    chassis_.startup = startup_text();
    chassis_.saved = now();
    running_.configuration = {};
}

// The hardware's ports are in every configuration, in the hardware's order; one that the startup
// text does not speak of is shut down.
void Device::add_ports(const std::string& startup) {
    if (!profile_->find_template("port")) return;
    std::set<std::string> spoken_of;
    for (const auto& line : read_configuration(startup, *profile_)) {
        if (line.edit.path.empty()) spoken_of.insert(line.edit.statement.identity);
    }
    for (const auto& name : port_names()) {
        profiles::Facts facts;
        facts.set("name", name).set("shutdown", false);
        const auto port = read_configuration(profile_->render("port", facts), *profile_);
        const bool spoken = spoken_of.contains(port.front().edit.statement.identity);
        if (!spoken && here_.empty()) facts.set("shutdown", true);
        for (const auto& line : read_configuration(profile_->render("port", facts), *profile_)) {
            running_.configuration.apply(line.edit, rules_);
        }
    }
}

// A line that no outline has: where the platform refuses it, what it says to it.
std::optional<StartupError> Device::unread(const ReadLine& line) const {
    const bool refuses = profile_->find_template("startup.unknown-line") != nullptr;
    if (line.edit.statement.known || !refuses) return std::nullopt;
    const auto begin = std::min(line.raw.find_first_not_of(' '), line.raw.size());
    profiles::Facts facts;
    facts.set("line", line.raw).set("number", std::int64_t{line.number});
    facts.set("caret", std::string(begin, ' ') + "^");
    return StartupError{profile_->render("startup.unknown-line", facts), line.raw, line.number};
}

// Reads a whole text, as boot does: what is refused is reported with its line and left out.
std::vector<std::string> Device::read(const std::string& text) {
    std::vector<std::string> messages;
    const auto report = [&](StartupError error) {
        messages.push_back(error.message);
        running_.startup_errors.push_back(std::move(error));
    };
    const bool within = std::exchange(reading_, true);
    for (const auto& line : read_configuration(text, *profile_)) {
        if (auto error = unread(line)) {
            report(std::move(*error));
            continue;
        }
        if (auto no = objection(line.edit)) {
            auto facts = no->facts;
            facts.set("line", line.raw).set("number", std::int64_t{line.number});
            report({profile_->render(no->message, facts), line.raw, line.number});
            continue;
        }
        apply(line.edit, true);
        const auto& meaning = line.edit.statement.meaning;
        // Later lines may depend on what this one means: an add-on on its tier.
        if (meaning.starts_with("license.") || meaning.starts_with("if.")) derive();
    }
    reading_ = within;
    derive();
    tell_authoritative();
    for (const auto& remark : follow_partitions()) {
        messages.push_back(profile_->render(remark.message, remark.facts));
    }
    return messages;
}

std::vector<StartupError> Device::merge(const std::string& text) {
    std::vector<StartupError> errors;
    for (const auto& line : read_configuration(text, *profile_)) {
        if (auto error = unread(line)) {
            errors.push_back(std::move(*error));
        } else if (auto no = apply(line.edit, false).refusal) {
            auto facts = no->facts;
            facts.set("line", line.raw).set("number", std::int64_t{line.number});
            facts.set("caret", std::string("^"));
            errors.push_back({profile_->render(no->message, facts), line.raw, line.number});
        }
    }
    return errors;
}

std::vector<std::string> Device::configuration_lines(bool all) const {
    return running_.configuration.lines(rules_, all);
}

std::vector<std::string> Device::section(const std::string& words, bool all) const {
    return running_.configuration.section(words, rules_, all);
}

std::string Device::startup_text() const {
    std::string text;
    for (const auto& line : configuration_lines(false)) text += line + "\n";
    return text;
}

void Device::write_startup(const std::string& text) {
    if (here_.empty()) {
        chassis_.startup = text;
        chassis_.saved = now();
    } else {
        put_file(allotted().url, text);
    }
}

void Device::save() {
    write_startup(startup_text());
    running_.unsaved = false;
    if (here_.empty()) keep_keys();
    if (saved) saved(*this);
}

// What nobody can take away stays: from some release on the password to enable must be there.
std::optional<DeviceRefusal> Device::clear_configuration() {
    auto remark = tls_proxy_remark();  // of what is licensed still
    if (settings_.failover.on) switch_failover_off();
    const auto kept = running_.configuration.find({"enable password"});
    const auto password = kept ? std::optional(*kept) : std::nullopt;
    running_.configuration = {};
    add_ports({});
    write_down(factory_text());
    if (password) running_.configuration.apply({{}, *password}, rules_);
    running_.modified = now();
    running_.unsaved = running_.tls_proxies_cleared = true;
    derive();
    put_in_force();
    return remark;
}

// The trust between the agent and its authority goes too, and with it strong encryption (seed
// 003); a reservation is the hardware's, as the erased configuration shows (seed 003).
void Device::restore_factory() {
    clear_configuration();
    if (!agent_ || agent_->reserved()) return;
    licensing::AgentState fresh;
    fresh.last_request = agent_->state().last_request;
    fresh.evaluation_used = agent_->state().evaluation_used;
    chassis_.agent = fresh;
    chassis_.ever_registered = false;
    agent_.emplace(licensing::Agent::restored(traits_of(*profile_, name_), chassis_.udi,
                                              around_.chance, fresh));
    agent_->enable(now());
    running_.had_identity = false;
    running_.strong_encryption = profile_->has("strong-before-registration");
    put_in_force();
}

// Others that only begin so stay: whether reports are sent is no part of how.
void Device::restore_section(const std::string& words) {
    auto others = running_.configuration.statements();
    std::erase_if(others, [&](const Statement& s) {
        return s.identity == words || !begins_with_words(s.identity, words);
    });
    Statement gone;
    gone.text = gone.identity = words;
    gone.negated = true;
    running_.configuration.apply({{}, gone}, rules_);
    for (const auto& other : others) running_.configuration.apply({{}, other}, rules_);
    for (const auto& line : read_configuration(factory_text(), *profile_)) {
        const auto& top =
            line.edit.path.empty() ? line.edit.statement.identity : line.edit.path.front();
        if (top == words) running_.configuration.apply(line.edit, rules_);
    }
    running_.modified = now();
    running_.unsaved = true;
    derive();
}

void Device::erase() { chassis_.startup.reset(); }

std::string Device::checksum() const {
    std::string sum;
    for (std::uint64_t part = 0; part < 2; ++part) {
        // Chance's mixing is a hash of its names; the text is the name here.
        const auto bits = licensing::Chance(part).draw(startup_text(), "checksum", part);
        sum += fmt::format("{}{:08x} {:08x}", part ? " " : "", bits >> 32, bits & 0xffffffffU);
    }
    return sum;
}

}  // namespace lab
