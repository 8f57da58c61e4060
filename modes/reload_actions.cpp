// Going down and coming up: reload, and installing an image, which ends in one.
#include <cctype>

#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"

namespace modes {
namespace {

using profiles::Facts;

Facts stack(Context& c) { return Facts{}.set("stackable", c.device.profile().has("stackable")); }

Reply go_down(Context& c) {
    auto by = c.line.state().user;
    c.device.notify("reload",
                    Facts{}.set("by", by.empty() ? c.line.place() : by + " on " + c.line.place()));
    return go(Reload{});
}

Reply reload_now(Context& c, const std::string& key) {
    if (key != "\r" && key != "\n" && key != "y" && key != "Y") return {};
    return go_down(c);
}

Reply confirm_reload(Context& c) {
    Reply reply;
    reply.next = Ask{{"reload.ask-confirm", stack(c)}, Input::key, reload_now, {}};
    return reply;
}

Reply ask_save() {
    Reply reply;
    reply.next = Ask{
        {"reload.ask-save", {}},
        Input::line,
        [](Context& c, const std::string& answer) {
            const char typed = answer.empty() ? ' ' : static_cast<char>(std::tolower(answer[0]));
            if (typed != 'y' && typed != 'n') {
                auto again = ask_save();
                if (c.device.profile().has_message("answer.yes-no")) {
                    again.say.push_back({"answer.yes-no", {}});
                }
                return again;
            }
            auto next = confirm_reload(c);
            if (typed == 'y') {
                c.device.save();
                Facts facts;
                facts.set("checksum", c.device.checksum());
                facts.set("bytes", static_cast<std::int64_t>(c.device.chassis().startup->size()));
                facts.set("seconds", std::string("0.330"));
                next.say.push_back({"copy.done", facts});
            }
            return next;
        },
        {}};
    return reply;
}

Reply reload(Context& c) {
    if (c.constant == "noconfirm") return go_down(c);
    return c.device.unsaved() ? ask_save() : confirm_reload(c);
}

// -- install ------------------------------------------------------------------------------------

// An image comes apart into packages, which are booted unless the configuration names a file.
Reply install_now(Context& c, const std::string& path) {
    const auto* image = c.device.file(path);
    if (!image) return refuse("refused.no-file", Facts{}.set("file", path));
    const auto version = image->version;
    lab::File packages;
    packages.path = c.device.profile().text("packages");
    packages.version = version;
    packages.size = c.device.profile().number("packages.size");
    packages.written = c.device.now();
    auto& files = c.device.chassis().files;
    std::erase_if(files, [&](const lab::File& file) { return file.path == packages.path; });
    files.insert(files.begin(), packages);
    Facts facts;
    facts.set("file", path).set("version", version).set("now", c.device.stamp(c.device.now()));
    auto reply = go_down(c);
    reply.say.push_back({"install.done", facts});
    return reply;
}

Reply ask_install(const std::string& path) {
    Reply reply;
    reply.next = Ask{{"install.ask", {}},
                     Input::line,
                     [path](Context& c, const std::string& answer) {
                         const bool yes = answer.starts_with('y') || answer.starts_with('Y');
                         return yes ? install_now(c, path) : say("install.aborted");
                     },
                     {}};
    return reply;
}

Reply ask_install_save(const std::string& path) {
    Reply reply;
    reply.next = Ask{{"install.ask-save", {}},
                     Input::line,
                     [path](Context& c, const std::string& answer) {
                         const char typed =
                             answer.empty() ? ' ' : static_cast<char>(std::tolower(answer[0]));
                         if (typed == 'q') return Reply{};
                         if (typed != 'y' && typed != 'n') return ask_install_save(path);
                         if (typed == 'y') c.device.save();
                         auto next = ask_install(path);
                         if (typed == 'y') next.say.push_back({"install.saved", {}});
                         next.say.push_back({"install.adding", {}});
                         return next;
                     },
                     {}};
    return reply;
}

Reply install(Context& c) {
    const auto path = c.device.file_path(c.argument("file"));
    const auto* image = c.device.file(path);
    Facts facts;
    facts.set("file", path).set("now", c.device.stamp(c.device.now()));
    if (!image || image->version.empty()) return refuse("install.no-image", facts);
    auto reply = c.device.unsaved() ? ask_install_save(path) : ask_install(path);
    if (!c.device.unsaved()) reply.say.push_back({"install.adding", {}});
    reply.say.insert(reply.say.begin(), {"install.start", facts});
    return reply;
}

}  // namespace

std::vector<Action> reload_actions() {
    return {
        {"reload.start", {}, reload},
        {"install.run", {"file"}, install},
    };
}

}  // namespace modes
