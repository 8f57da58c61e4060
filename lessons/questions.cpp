#include "lessons/questions.hpp"

#include <fmt/format.h>

namespace lessons {
namespace {

// `key: value` behind what is there already.
void add(std::string& text, const std::string& key, const std::string& value) {
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", key, value);
}

void add(std::string& text, const std::string& key, const std::vector<std::string>& values) {
    if (!values.empty()) add(text, key, fmt::format("[{}]", fmt::join(values, ", ")));
}

void add(std::string& text, const std::string& key, const std::optional<bool>& value) {
    if (value) add(text, key, std::string(*value ? "true" : "false"));
}

}  // namespace

std::string in_words(const lab::Check& check) {
    std::string text;
    if (!check.device.empty()) add(text, "device", check.device);
    add(text, "registered", check.registered);
    if (!check.authorization.empty()) add(text, "authorization", check.authorization);
    for (const auto& [tag, count] : check.consumes) {
        add(text, "consumes " + tag, std::to_string(count));
    }
    add(text, "config", check.config);
    add(text, "no_config", check.no_config);
    add(text, "saved", check.saved);
    if (!check.show.empty()) add(text, "show", check.show);
    add(text, "has", check.has);
    add(text, "lacks", check.lacks);
    return text;
}

std::string in_words(const lab::Look& look) {
    std::string text;
    if (!look.device.empty()) add(text, "device", look.device);
    if (!look.command.empty()) add(text, "command", look.command);
    if (!look.has.empty()) add(text, "has", look.has);
    if (look.before_change) add(text, "before_change", std::string("true"));
    return text;
}

std::string in_words(const lab::Mishap& mishap) {
    std::string text;
    if (!mishap.device.empty()) add(text, "device", mishap.device);
    if (!mishap.command.empty()) add(text, "command", mishap.command);
    if (mishap.reboot) add(text, "reboot", std::string("true"));
    if (mishap.ever) add(text, "ever", "{" + in_words(*mishap.ever) + "}");
    return text;
}

std::string in_words(const lab::Objective& objective) {
    std::string text;
    const auto line = [&](const char* kind, const std::string& said) {
        text += fmt::format("{}{}: {}", text.empty() ? "" : "\n", kind, said);
    };
    for (const auto& check : objective.holds) line("holds", in_words(check));
    for (const auto& look : objective.saw) line("saw", in_words(look));
    for (const auto& mishap : objective.never) line("never", in_words(mishap));
    return text;
}

}  // namespace lessons
