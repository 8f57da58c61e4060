// A shipped platform, ASA unless told otherwise, on its shipped lab, for the tests of what must
// hold on real data.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "labs/lab.hpp"
#include "labs/state.hpp"
#include "modes/actions.hpp"
#include "modes/session.hpp"
#include "modes/world.hpp"

namespace asa {

using Lines = std::vector<std::string>;

inline profiles::Library& library() {
    static profiles::Library all(std::string(UNDERSTUDY_SOURCE) + "/profiles");
    return all;
}

// The lab that ships with a platform; of a profile's name the part before the slash counts.
inline lab::Plan plan(const std::string& profile = "asa") {
    const auto platform = profile.empty() ? "asa" : profile.substr(0, profile.find('/'));
    return lab::load_plan(std::string(UNDERSTUDY_SOURCE) + "/labs/" + platform + ".yaml");
}

inline lab::Choices chosen(std::uint64_t seed, const std::string& profile = "",
                           const std::string& model = "") {
    lab::Choices choices;
    choices.seed = seed;
    choices.profile = profile;
    choices.model = model;
    return choices;
}

// Empty when two texts are equal, else the first line in which they are not: states are long.
inline std::string difference(const std::string& one, const std::string& other) {
    if (one == other) return {};
    const auto shorter = std::min(one.size(), other.size());
    const auto at = static_cast<std::size_t>(
        std::mismatch(one.begin(), one.begin() + static_cast<std::ptrdiff_t>(shorter),
                      other.begin())
            .first -
        one.begin());
    const auto line = at == 0 ? 0 : one.rfind('\n', at - 1) + 1;
    const auto before = line < 2 ? 0 : one.rfind('\n', line - 2) + 1;
    return one.substr(before, at + 120 - before) + "\n<<< against >>>\n" +
           other.substr(before, at + 120 - before);
}

// A lab with somebody at its first console. What is typed is answered at once: time is held.
class World {
public:
    explicit World(const lab::Choices& choices = {}, bool on = true)
        : lab_(plan(choices.profile), choices, library()),
          world_(on ? switched_on(lab_) : lab_, modes::product_actions()) {}

    lab::Lab& lab() { return lab_; }
    lab::Device& device() { return lab_.first_device(); }
    modes::World& world() { return world_; }

    modes::Session& session() {
        if (!session_) {
            session_ = std::make_unique<modes::Session>(world_, lab_.first_device().name(),
                                                        modes::Role::instructor);
            pacer_ = std::make_unique<modes::Pacer>(world_, modes::Pacer::Manner::held);
        }
        return *session_;
    }
    void leave() {
        session().hang_up();
        session_.reset();
    }

    // The text that came; a line beginning with '@' is a direction.
    std::string type(const std::string& line) {
        auto& at = session();
        std::string text;
        if (line.starts_with("@")) {
            for (const auto& said : at.direct(line)) text += "@# " + said + "\n";
        } else {
            at.enter(line);
        }
        pacer_->settle();
        return text + taken();
    }
    std::string type(const Lines& lines) {
        std::string text;
        for (const auto& line : lines) text += type(line);
        return text;
    }
    std::string taken() {
        std::string text;
        for (const auto& piece : session().take()) text += piece.text;
        return text;
    }
    std::string state() { return lab::write_state(lab_, modes::line_states(world_)); }

private:
    // Its consoles begin as those of devices that have started.
    static lab::Lab& switched_on(lab::Lab& lab) {
        lab.switch_on();
        return lab;
    }

    lab::Lab lab_;
    modes::World world_;
    std::unique_ptr<modes::Session> session_;
    std::unique_ptr<modes::Pacer> pacer_;
};

// The state but for what was typed.
inline std::string state_but_history(World& world) {
    auto lines = modes::line_states(world.world());
    for (auto& line : lines) line.history.clear();
    return lab::write_state(world.lab(), lines);
}

// Everything that the lines lead to, each named before it.
inline std::string all_text(World& world, const Lines& lines) {
    std::string text;
    for (const auto& line : lines) text += "<" + line + ">\n" + world.type(line);
    return text;
}

inline const Lines log_in{"enable", "cisco"};
inline const Lines register_unit{
    "configure terminal",  "license smart", "feature tier standard",
    "throughput level 1G", "end",           "license smart register idtoken GOOD"};
inline const Lines show_all{"show license all",
                            "show license status",
                            "show license summary",
                            "show license usage",
                            "show license features",
                            "show version",
                            "show running-config",
                            "show logging",
                            "show clock",
                            "@state"};

inline Lines joined(std::initializer_list<Lines> parts) {
    Lines all;
    for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace asa
