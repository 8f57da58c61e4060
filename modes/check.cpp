#include "modes/check.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "grammar/regex.hpp"
#include "labs/state.hpp"
#include "licensing/names.hpp"
#include "modes/directions.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using Wrong = std::vector<std::string>;

// Whoever asks for the device's licences: its own agent, or the one of what it lives on.
lab::Device& licensed(lab::Device& device) {
    return !device.agent() && !device.policy() && device.host() ? *device.host() : device;
}

bool registered(lab::Device& device) {
    const auto& asks = licensed(device);
    if (asks.policy()) return !asks.policy()->state().trust.empty();
    return asks.agent() &&
           asks.agent()->state().registration == licensing::Registration::registered;
}

std::string authorization(lab::Device& device) {
    const auto* agent = licensed(device).agent();
    const auto state = agent ? agent->state().authorization : licensing::Authorization::none;
    return std::string(licensing::name(state));
}

// Is it the licence of that tag, by its tag or by what any account calls it?
bool is_licence(const licensing::Authority& authority, const std::string& tag,
                const std::string& called) {
    if (tag == called) return true;
    for (const auto& account : authority.state().accounts) {
        for (const auto& licence : account.licences) {
            if (licence.tag == tag && licence.name == called) return true;
        }
    }
    return false;
}

// All that authorities count for the device: what it holds, and what is reserved for it.
int consumed(World& world, lab::Device& device, const std::string& called) {
    std::vector<std::string> serials;
    for (const auto& unit : licensed(device).units()) serials.push_back(unit.udi.serial);
    const auto its_own = [&](const licensing::Udi& udi) {
        return std::find(serials.begin(), serials.end(), udi.serial) != serials.end();
    };
    int all = 0;
    for (const auto& end : world.lab().authorities()) {
        const auto& authority = end->authority();
        for (const auto& instance : authority.state().instances) {
            if (!its_own(instance.udi)) continue;
            for (const auto& held : instance.claims) {
                if (is_licence(authority, held.tag, called)) all += held.count;
            }
        }
        for (const auto& reserved : authority.state().reservations) {
            if (!its_own(reserved.udi)) continue;
            for (const auto& claim : reserved.claims) {
                if (is_licence(authority, claim.tag, called)) all += claim.count;
            }
        }
    }
    return all;
}

std::string trimmed(const std::string& text) {
    const auto start = text.find_first_not_of(' ');
    return start == std::string::npos ? ""
                                      : text.substr(start, text.find_last_not_of(' ') - start + 1);
}

std::size_t indent_of(const std::string& line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

// "above > below" is the line below, in the block of the one above.
bool has_line(const std::vector<std::string>& lines, const std::string& wanted) {
    std::vector<std::string> path;
    std::size_t at = 0;
    for (auto next = wanted.find(" > "); next != std::string::npos; next = wanted.find(" > ", at)) {
        path.push_back(trimmed(wanted.substr(at, next - at)));
        at = next + 3;
    }
    path.push_back(trimmed(wanted.substr(at)));
    std::vector<std::pair<std::size_t, std::string>> above;  // where each line stands
    for (const auto& line : lines) {
        const auto indent = indent_of(line);
        while (!above.empty() && above.back().first >= indent) above.pop_back();
        above.emplace_back(indent, trimmed(line));
        if (above.size() < path.size()) continue;
        const auto same = [&](const auto& stands, const auto& named) {
            return stands.second == named;
        };
        if (std::equal(above.end() - static_cast<std::ptrdiff_t>(path.size()), above.end(),
                       path.begin(), path.end(), same)) {
            return true;
        }
    }
    return false;
}

void judge_configuration(lab::Device& device, const lab::Check& check, Wrong& wrong) {
    if (check.config.empty() && check.no_config.empty()) return;
    const lab::Device::Stay stay(device, {});
    const auto lines = device.configuration_lines(false);
    for (const auto& line : check.config) {
        // What is the default is configured, though nobody sees it.
        if (has_line(lines, line) || has_line(device.configuration_lines(true), line)) continue;
        wrong.push_back(fmt::format("{} does not have the line `{}`", device.name(), line));
    }
    for (const auto& line : check.no_config) {
        if (!has_line(lines, line)) continue;
        wrong.push_back(fmt::format("{} has the line `{}`", device.name(), line));
    }
}

void judge_licensing(World& world, lab::Device& device, const lab::Check& check, Wrong& wrong) {
    const auto& name = device.name();
    if (check.registered && *check.registered != registered(device)) {
        wrong.push_back(fmt::format("{} is {}registered", name, *check.registered ? "not " : ""));
    }
    if (!check.authorization.empty() && authorization(device) != check.authorization) {
        wrong.push_back(fmt::format("{}: authorization is {}, not {}", name, authorization(device),
                                    check.authorization));
    }
    for (const auto& [licence, count] : check.consumes) {
        const auto counted = consumed(world, device, licence);
        if (counted == count) continue;
        wrong.push_back(fmt::format("the authority counts {} of {} for {}, not {}", counted,
                                    licence, name, count));
    }
}

bool is_saved(lab::Device& device) {
    const lab::Device::Stay stay(device, {});
    if (!device.unsaved() && device.startup()) return true;
    // Undone is as good as saved; but no text has the keys of an identity.
    if (device.profile().has("licensing-key-pair") && device.has_key_pair()) return false;
    return device.startup() && *device.startup() == device.startup_text();
}

void judge_screen(World& world, const lab::Device& device, const lab::Check& check, Wrong& wrong) {
    if (check.show.empty()) return;
    const auto text = shown_by(world, device.name(), check.show);
    for (const auto& pattern : check.has) {
        if (found_in(text, pattern)) continue;
        wrong.push_back(
            fmt::format("{}: `{}` does not show `{}`", device.name(), check.show, pattern));
    }
    for (const auto& pattern : check.lacks) {
        if (!found_in(text, pattern)) continue;
        wrong.push_back(fmt::format("{}: `{}` shows `{}`", device.name(), check.show, pattern));
    }
}

std::vector<std::string> commands_in(const std::string& text) {
    std::vector<std::string> commands;
    std::size_t at = 0;
    while (at <= text.size()) {
        auto end = std::min(text.find('\n', at), text.size());
        auto next = end + 1;
        if (const auto bar = text.find(" ; ", at); bar < end) {
            end = bar;
            next = bar + 3;
        }
        if (auto command = trimmed(text.substr(at, end - at)); !command.empty()) {
            commands.push_back(std::move(command));
        }
        at = next;
    }
    return commands;
}

// Somebody who may do everything, and is asked nothing first.
void enter_privileged(Line& line) {
    line.start(false);
    line.state().frames = {{line.device().profile().text("mode.privileged"), {}}};
}

}  // namespace

bool found_in(const std::string& text, const std::string& pattern) {
    try {
        return grammar::Regex(pattern).finds_in_lines(text);
    } catch (const std::exception& error) {
        throw std::invalid_argument(pattern + ": " + error.what());
    }
}

std::string shown_by(World& world, const std::string& device, const std::string& commands) {
    auto& lab = world.lab();
    lab::Lab copy(lab.plan(), {}, lab.library());
    lab::read_state(copy, lab::write_state(lab, {}), "a copy of the lab");
    World there(copy, world.actions());
    auto* line = there.line(device, "con 0");
    if (!line) return {};
    enter_privileged(*line);
    Session session(there, device, Role::instructor);
    Pacer pacer(there, Pacer::Manner::held);
    session.take();
    std::string text;
    for (const auto& command : commands_in(commands)) {
        if (command.starts_with('@')) {
            for (const auto& answer : obey(there, command)) text += answer + "\n";
            continue;
        }
        session.enter(command);
        pacer.settle();
        if (session.wants().kind == Wants::Kind::gone) break;
        // One that asks back, or does not end by itself, has shown what it shows.
        if (session.wants().kind != Wants::Kind::command) session.interrupt();
        for (const auto& piece : session.take()) {
            if (piece.kind == Piece::Kind::text) text += piece.text;
        }
    }
    return text;
}

std::vector<std::string> judge(World& world, const lab::Check& check) {
    auto* device =
        check.device.empty() ? &world.lab().first_device() : world.lab().device(check.device);
    if (!device) return {"no device is named " + check.device};
    Wrong wrong;
    judge_licensing(world, *device, check, wrong);
    judge_configuration(*device, check, wrong);
    if (check.saved && *check.saved != is_saved(*device)) {
        wrong.push_back(fmt::format("{}: what runs is {}what a boot would read", device->name(),
                                    *check.saved ? "not " : ""));
    }
    judge_screen(world, *device, check, wrong);
    return wrong;
}

}  // namespace modes
