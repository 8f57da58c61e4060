// The authority's owner about usage that is reported by policy: the account's policy, files that
// are carried there and back, and the collectors on the premises.
#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "modes/stage.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

std::optional<licensing::ReportingRule> rule_at(const Words& words, std::size_t at) {
    if (at + 2 >= words.size()) return std::nullopt;
    licensing::Span spans[3];
    for (std::size_t i = 0; i < 3; ++i) {
        const auto days = stage_number(words[at + i]);
        if (!days || *days < 0) return std::nullopt;
        spans[i] = std::chrono::days{*days};
    }
    return licensing::ReportingRule{spans[0], spans[1], spans[2]};
}

}  // namespace

Lines policy_direction(licensing::Authority& authority, const Words& words) {
    static constexpr std::string_view how =
        "@authority policy none|NAME [perpetual|subscription|enforced|export FIRST EVERY "
        "CHANGE]...";
    if (words.size() < 3) return usage(std::string(how));
    if (words[2] == "none") {
        authority.set_policy(std::nullopt);
        return {"the account has no policy of its own"};
    }
    licensing::UsagePolicy policy;
    policy.name = words[2];
    for (std::size_t at = 3; at < words.size(); at += 4) {
        const auto rule = rule_at(words, at + 1);
        if (!rule) return usage(std::string(how));
        if (words[at] == "perpetual") {
            policy.perpetual = *rule;
        } else if (words[at] == "subscription") {
            policy.subscription = *rule;
        } else if (words[at] == "enforced") {
            policy.enforced = *rule;
        } else if (words[at] == "export") {
            policy.restricted = *rule;
        } else {
            return usage(std::string(how));
        }
    }
    authority.set_policy(policy);
    return {"the account's policy is " + policy.name};
}

Lines upload_direction(World& world, licensing::Authority& authority, const Words& words) {
    if (words.size() < 4) return usage("@authority upload DEVICE PATH [ACCOUNT]");
    auto* device = world.lab().device(words[2]);
    if (!device) return no("no device is named " + words[2]);
    const auto path = device->file_path(words[3]);
    const auto& files = device->chassis().files;
    const auto file = std::find_if(files.begin(), files.end(),
                                   [&](const lab::File& f) { return f.path == path; });
    if (file == files.end()) return no("there is no " + words[3] + " on " + words[2]);
    const auto answer = authority.upload(file->text, words.size() > 4 ? words[4] : "",
                                         authority.clock(world.lab().timeline().now()));
    if (!answer) return no(words[3] + " holds neither reports nor a request for trust");
    const auto name = path.substr(path.find_last_of("/:") + 1);
    device->put_file("flash:ack_" + name, *answer);
    return {fmt::format("flash:ack_{} is on {}", name, device->name())};
}

Lines collector_direction(World& world, const Words& words) {
    auto& collectors = world.lab().collectors();
    if (collectors.empty()) return no("this lab has no collector");
    if (words.size() == 2 && (words[1] == "online" || words[1] == "offline")) {
        collectors.front()->set_online(words[1] == "online", world.lab().timeline().now());
        return {fmt::format("{} is {}", collectors.front()->party(), words[1])};
    }
    if (words.size() != 1) return usage("@collector [online|offline]");
    Lines lines;
    for (const auto& collector : collectors) {
        const auto& state = collector->state();
        lines.push_back(fmt::format("{}: {}, {} reports from devices on its way",
                                    collector->party(), state.online ? "online" : "offline",
                                    state.held.size()));
    }
    return lines;
}

}  // namespace modes
