// Copying: between the configurations, files on flash and hosts elsewhere. Where the platform asks
// for the names, what was typed is what it offers.
#include <algorithm>

#include <fmt/format.h>

#include "labs/reading.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"

namespace modes {
namespace {

using profiles::Facts;

bool is_configuration(const std::string& name) { return name.ends_with("-config"); }

// On a host elsewhere, of which this world has none that keeps files.
bool is_remote(const std::string& name) {
    static constexpr std::string_view schemes[] = {
        "tftp:", "ftp:", "http:", "https:", "scp:", "smb:"};
    return std::any_of(std::begin(schemes), std::end(schemes),
                       [&](std::string_view scheme) { return name.starts_with(scheme); });
}

std::string text_of(Context& c, const std::string& source) {
    if (source == "running-config") return c.device.startup_text();
    if (source == "startup-config") return c.device.startup().value_or("");
    const auto* file = c.device.file(path_of(c, source));
    return file ? file->text : "";
}

bool is_there(Context& c, const std::string& source) {
    if (source == "running-config") return true;
    if (source == "startup-config") return c.device.startup().has_value();
    return c.device.file(path_of(c, source)) != nullptr;
}

Facts copied(Context& c, const std::string& source, long bytes) {
    Facts facts;
    facts.set("bytes", std::int64_t{bytes});
    facts.set("seconds", seconds_to_save(bytes));
    if (is_configuration(source)) facts.set("checksum", c.device.checksum());
    return facts;
}

// Lines that join what runs, each by the door that typed ones come in; what is refused is told.
Reply into_running(Context& c, const std::string& source) {
    const auto text = text_of(c, source);
    profiles::Records errors;
    for (const auto& error : c.device.merge(text)) errors.push_back(startup_error(c.device, error));
    auto facts = copied(c, {}, static_cast<long>(text.size()));
    facts.set("errors", std::move(errors));
    return say("copy.joined", facts);
}

Reply into_file(Context& c, const std::string& source, const std::string& to) {
    const auto path = path_of(c, to);
    auto text = text_of(c, source);
    const auto* file = is_configuration(source) ? nullptr : c.device.file(path_of(c, source));
    auto made = file ? *file : lab::File{};
    if (c.device.put_file(path, text).empty()) return refuse("refused.no-file", file_facts(to));
    if (file) {
        made.path = path;
        made.written = c.device.now();
        for (auto& each : c.device.chassis().files) {
            if (each.path == path) each = made;
        }
    }
    const auto bytes = file ? made.size : static_cast<long>(text.size());
    return say("copy.copied", copied(c, source, bytes));
}

Reply into_startup(Context& c, const std::string& source) {
    if (source == "running-config") {
        c.device.save();
    } else {
        c.device.write_startup(text_of(c, source));
    }
    const auto bytes = static_cast<long>(c.device.startup().value_or("").size());
    return say("copy.done", copied(c, "startup-config", bytes));
}

Reply copy_to(Context& c, const std::string& source, const std::string& to) {
    for (const auto& place : {source, to}) {
        if (is_remote(place)) return refuse("refused.no-host", file_facts(place));
    }
    if (!is_there(c, source)) return refuse("refused.no-source", file_facts(source));
    if (to == "running-config") return into_running(c, source);
    if (to == "startup-config") return into_startup(c, source);
    return into_file(c, source, to);
}

// What is there already is written over only when that is meant.
Reply copy_over(Context& c, const std::string& source, const std::string& to) {
    const bool over = !is_configuration(to) && c.device.file(path_of(c, to)) != nullptr;
    if (!over || !c.device.profile().find_template("copy.ask-over")) return copy_to(c, source, to);
    Reply reply;
    reply.next = Ask{{"copy.ask-over", {}},
                     Input::key,
                     [source, to](Context& then, const std::string& key) {
                         const bool yes = key == "\r" || key == "\n" || key == "y" || key == "Y";
                         return yes ? copy_to(then, source, to) : Reply{};
                     },
                     {}};
    return reply;
}

std::string name_in(const std::string& place) { return place.substr(place.find_last_of(":/") + 1); }

// The name that the question offers: the target's own, or the source's in a bare directory.
std::string offered_target(Context& c, const std::string& source, const std::string& to) {
    if (is_configuration(to)) return to;
    const bool bare = to.ends_with(':') || to.ends_with('/');
    if (c.device.profile().has_message("copy.ask-source")) return name_in(bare ? source : to);
    const auto path = path_of(c, to);
    if (bare) return source.substr(source.find(':') + 1);
    return path.find(':') == std::string::npos ? to : path.substr(path.find(':') + 1);
}

Reply ask_target(Context& c, const std::string& source, const std::string& to) {
    const auto offered = offered_target(c, source, to);
    Reply reply;
    reply.next = Ask{{"copy.ask-target", file_facts(offered)},
                     Input::line,
                     [source, to, offered](Context& then, const std::string& answer) {
                         if (is_configuration(to)) return copy_over(then, source, to);
                         const auto name = answer.empty() ? offered : answer;
                         const auto within = to.substr(0, to.find_last_of(":/") + 1);
                         const bool whole = name.find(':') != name.npos || name.starts_with('/');
                         return copy_over(then, source, whole ? name : within + name);
                     },
                     {}};
    return before_question(c, std::move(reply));
}

// Saving asks for no second name: the startup configuration has one.
Reply ask_source(Context& c, const std::string& source, const std::string& to) {
    Reply reply;
    const auto offered = is_configuration(source) ? source : name_in(source);
    reply.next = Ask{{"copy.ask-source", file_facts(offered)},
                     Input::line,
                     [source, offered, to](Context& then, const std::string& answer) {
                         const bool same = answer.empty() || answer == offered;
                         const auto& from = same ? source : answer;
                         return to == "startup-config" ? copy_to(then, from, to)
                                                       : ask_target(then, from, to);
                     },
                     {}};
    return before_question(c, std::move(reply));
}

// The constant is "from:to" where both are configurations; else what was typed.
Reply copy(Context& c) {
    const auto colon = c.constant.find(':');
    auto source = c.constant.substr(0, colon);
    auto to = colon == std::string::npos ? "" : c.constant.substr(colon + 1);
    if (source.empty()) source = c.argument("source");
    if (to.empty()) to = c.argument("target");
    if (to.empty()) to = "running-config";
    if (typed_keyword(c, "/noconfirm")) return copy_to(c, source, to);
    if (c.device.profile().has_message("copy.ask-source")) return ask_source(c, source, to);
    if (!is_there(c, source)) return refuse("refused.no-source", file_facts(source));
    return ask_target(c, source, to);
}

// What was saved, or stands elsewhere, joins what runs, without a question.
Reply join(Context& c) {
    const auto source = c.constant == "memory" ? "startup-config" : c.argument("source");
    return copy_to(c, source, "running-config");
}

Reply copy_out(Context& c) { return copy_to(c, "running-config", c.argument("target")); }

}  // namespace

bool typed_keyword(const Context& c, std::string_view keyword) {
    if (!c.matched) return false;
    const auto steps = c.matched->path.steps();
    return std::any_of(steps.begin(), steps.end(),
                       [&](const auto& step) { return step.branch->keyword == keyword; });
}

std::vector<Action> copy_actions() {
    return {
        {"file.copy", {}, copy},
        {"file.join", {}, join},
        {"file.send", {"target"}, copy_out},
    };
}

}  // namespace modes
