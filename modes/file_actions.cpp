// Files on flash: showing, copying, deleting them; what a device boots of them.
#include <algorithm>

#include <fmt/format.h>

#include "labs/reading.hpp"
#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"

namespace modes {
namespace {

using profiles::Facts;

Facts named(const std::string& file) { return Facts{}.set("file", file); }

Reply directory(Context& c) { return say("show-directory", flash_view(c.device)); }

// A text as it stands; of an image nothing can be shown.
Reply more(Context& c) {
    const auto typed = c.argument("file");
    const auto* file = c.device.file(c.device.file_path(typed));
    if (!file) return refuse("refused.no-file", named(typed));
    profiles::Records lines;
    std::string_view rest = file->text;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        lines.push_back(Facts{}.set("line", std::string(rest.substr(0, end))));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return say("more", Facts{}.set("lines", std::move(lines)));
}

bool confirms(const std::string& key) {
    return key == "\r" || key == "\n" || key == "y" || key == "Y";
}

// Asks for the name again, then whether it is meant.
Reply remove(Context& c) {
    const auto path = c.device.file_path(c.argument("file"));
    const auto name = path.substr(path.find(':') + 1);
    Reply reply;
    reply.next = Ask{{"delete.ask", named(name)},
                     Input::line,
                     [path](Context& then, const std::string& answer) {
                         const auto chosen = answer.empty() ? path : then.device.file_path(answer);
                         if (!then.device.file(chosen))
                             return refuse("refused.no-file", named(chosen));
                         Reply sure;
                         sure.next = Ask{{"delete.confirm", named(chosen)},
                                         Input::key,
                                         [chosen](Context& last, const std::string& key) {
                                             if (!confirms(key))
                                                 return say("delete.aborted", named(chosen));
                                             last.device.delete_file(chosen);
                                             return Reply{};
                                         },
                                         {}};
                         return sure;
                     },
                     {}};
    return reply;
}

// -- copy ---------------------------------------------------------------------------------------

std::string text_of(Context& c, const std::string& source) {
    if (source == "running-config") return c.device.startup_text();
    if (source == "startup-config") return c.device.chassis().startup.value_or("");
    const auto* file = c.device.file(c.device.file_path(source));
    return file ? file->text : "";
}

bool is_there(Context& c, const std::string& source) {
    if (source == "running-config") return true;
    if (source == "startup-config") return c.device.chassis().startup.has_value();
    return c.device.file(c.device.file_path(source)) != nullptr;
}

Facts copied(long bytes) {
    Facts facts;
    facts.set("bytes", std::int64_t{bytes});
    facts.set("seconds", fmt::format("0.{:03}", 100 + bytes / 20 % 900));
    return facts;
}

// Lines that join what runs, each by the door that typed ones come in.
Reply into_running(Context& c, const std::string& text) {
    for (const auto& line : lab::read_configuration(text, c.device.profile())) {
        c.device.apply(line.edit, false);
    }
    return say("copy.joined", copied(static_cast<long>(text.size())));
}

Reply into_file(Context& c, const std::string& source, const std::string& to) {
    const auto path = c.device.file_path(to);
    if (const auto* file = c.device.file(c.device.file_path(source))) {
        auto made = *file;
        made.path = path;
        made.written = c.device.now();
        if (c.device.put_file(path, made.text).empty()) return refuse("refused.no-file", named(to));
        for (auto& each : c.device.chassis().files) {
            if (each.path == path) each = made;
        }
        return say("copy.copied", copied(made.size));
    }
    const auto text = text_of(c, source);
    if (c.device.put_file(path, text).empty()) return refuse("refused.no-file", named(to));
    return say("copy.copied", copied(static_cast<long>(text.size())));
}

Reply copy_to(Context& c, const std::string& source, const std::string& to) {
    if (to == "running-config") return into_running(c, text_of(c, source));
    if (to != "startup-config") return into_file(c, source, to);
    if (source == "running-config") {
        c.device.save();
        return say("copy.done", copied(static_cast<long>(c.device.chassis().startup->size())));
    }
    c.device.chassis().startup = text_of(c, source);
    c.device.chassis().saved = c.device.now();
    return say("copy.done", copied(static_cast<long>(c.device.chassis().startup->size())));
}

// The constant is "from:to" where both are configurations; else what was typed.
Reply copy(Context& c) {
    const auto colon = c.constant.find(':');
    auto source = c.constant.substr(0, colon);
    auto to = colon == std::string::npos ? "" : c.constant.substr(colon + 1);
    if (source.empty()) source = c.argument("source");
    if (to.empty()) to = c.argument("target");
    if (!is_there(c, source)) return refuse("refused.no-source", named(source));
    const auto path = c.device.file_path(to);
    const bool is_directory = path.ends_with(':') || path.ends_with('/');
    auto offered = to;
    if (is_directory) {
        offered = source.substr(source.find(':') + 1);
    } else if (path.find(':') != std::string::npos && !to.ends_with("-config")) {
        offered = path.substr(path.find(':') + 1);
    }
    const bool to_file = !to.ends_with("-config");
    Reply reply;
    reply.next = Ask{{"copy.ask-target", named(offered)},
                     Input::line,
                     [source, to, to_file, offered](Context& then, const std::string& answer) {
                         const auto name = answer.empty() ? offered : answer;
                         return copy_to(then, source, to_file ? name : to);
                     },
                     {}};
    return reply;
}

}  // namespace

std::vector<Action> file_actions() {
    return {
        {"file.directory", {}, directory},
        {"file.more", {"file"}, more},
        {"file.delete", {"file"}, remove},
        {"file.copy", {}, copy},
    };
}

}  // namespace modes
