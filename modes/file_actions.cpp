// Files on flash, and the directories they stand in: showing, renaming, deleting them.
#include <algorithm>

#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"

namespace modes {
namespace {

using profiles::Facts;

// A directory is a file without bytes whose name ends so.
std::string as_directory(std::string path) {
    if (!path.ends_with('/')) path += '/';
    return path;
}

bool is_directory(const lab::Device& device, const std::string& path) {
    return path == lab::flash_directory(device.profile()) || device.file(path) != nullptr;
}

Reply directory(Context& c) {
    const auto typed = c.argument("directory");
    if (typed.empty() && c.constant.empty()) {
        return say("show-directory", flash_view(c.device, c.line.state().directory));
    }
    const auto path = as_directory(path_of(c, typed.empty() ? c.constant : typed));
    if (!is_directory(c.device, path)) return refuse("refused.no-directory", file_facts(path));
    return say("show-directory", flash_view(c.device, path));
}

// A text as it stands; of an image nothing can be shown.
Reply more(Context& c) {
    const auto typed = c.argument("file");
    if (typed == "system:running-config") {
        return say("show-running", configuration_view(c.device, "", false, true));
    }
    const auto* file = c.device.file(path_of(c, typed));
    if (!file) return refuse("refused.no-file", file_facts(typed));
    profiles::Records lines;
    std::string_view rest = file->text;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        lines.push_back(Facts{}.set("line", std::string(rest.substr(0, end))));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return say("more", Facts{}.set("lines", std::move(lines)));
}

// Offers the name without its directory, which stands for what was typed.
Reply ask_name(const std::string& question, const std::string& typed,
               std::function<Reply(Context&, const std::string&)> then) {
    const auto offered = typed.substr(typed.find_last_of(":/") + 1);
    auto reply = Reply{};
    reply.next = Ask{{question, file_facts(offered)},
                     Input::line,
                     [=, then = std::move(then)](Context& c, const std::string& answer) {
                         return then(c, answer.empty() || answer == offered ? typed : answer);
                     },
                     {}};
    return reply;
}

// Asks for the name again, then whether it is meant.
Reply remove(Context& c) {
    const auto path = path_of(c, c.argument("file"));
    if (c.constant == "noconfirm") {
        if (!c.device.delete_file(path)) return refuse("refused.no-file", file_facts(path));
        return {};
    }
    const bool bare = c.device.profile().has_message("copy.ask-source");
    const auto confirm = [](Context& then, const std::string& chosen) {
        if (!then.device.file(chosen) || chosen.ends_with('/')) {
            return refuse("refused.no-file", file_facts(chosen));
        }
        Reply sure;
        sure.next = Ask{{"delete.confirm", file_facts(chosen)},
                        Input::key,
                        [chosen](Context& last, const std::string& key) {
                            if (!confirms(key)) return say("delete.aborted", file_facts(chosen));
                            last.device.delete_file(chosen);
                            return Reply{};
                        },
                        {}};
        return before_question(then, std::move(sure));
    };
    if (bare) {
        return before_question(
            c, ask_name("delete.ask", path, [confirm](Context& then, const std::string& name) {
                return confirm(then, path_of(then, name));
            }));
    }
    const auto name = path.substr(path.find(':') + 1);
    Reply reply;
    reply.next = Ask{{"delete.ask", file_facts(name)},
                     Input::line,
                     [path, confirm](Context& then, const std::string& answer) {
                         return confirm(then, answer.empty() ? path : path_of(then, answer));
                     },
                     {}};
    return reply;
}

// -- directories --------------------------------------------------------------------------------

Reply working_directory(Context& c) {
    const auto& own = c.line.state().directory;
    return say("file.directory",
               file_facts(own.empty() ? lab::flash_directory(c.device.profile()) : own));
}

Reply change_directory(Context& c) {
    const auto typed = c.argument("directory");
    const auto root = lab::flash_directory(c.device.profile());
    auto& own = c.line.state().directory;
    auto path = typed.empty() ? root : as_directory(path_of(c, typed));
    if (typed == "..") {
        const auto above = own.empty() ? own.npos : own.rfind('/', own.size() - 2);
        path = above == own.npos ? root : own.substr(0, above + 1);
    }
    if (!is_directory(c.device, path)) return refuse("refused.no-directory", file_facts(path));
    own = path == root ? "" : path;
    return {};
}

Reply make_directory(Context& c) {
    const auto make = [](Context& then, const std::string& name) {
        const auto path = as_directory(path_of(then, name));
        const auto named_so = file_facts(path.substr(0, path.size() - 1));
        if (is_directory(then.device, path)) return refuse("refused.is-there", named_so);
        then.device.put_file(path, "");
        return say("file.directory-made", named_so);
    };
    const auto typed = c.argument("directory");
    if (c.constant == "noconfirm") return make(c, typed);
    return before_question(c, ask_name("directory.ask-make", typed, make));
}

// Only an empty one goes.
Reply remove_directory(Context& c) {
    const auto drop = [](Context& then, const std::string& name) {
        const auto path = as_directory(path_of(then, name));
        const auto& files = then.device.chassis().files;
        const bool full = std::any_of(files.begin(), files.end(), [&](const lab::File& file) {
            return file.path.starts_with(path) && file.path != path;
        });
        if (full) return refuse("refused.not-empty", file_facts(path));
        if (!then.device.delete_file(path)) return refuse("refused.no-directory", file_facts(path));
        return Reply{};
    };
    const auto typed = c.argument("directory");
    if (c.constant == "noconfirm") return drop(c, typed);
    return before_question(c, ask_name("directory.ask-remove", typed, drop));
}

Reply rename(Context& c) {
    const auto move = [](Context& then, const std::string& from, const std::string& to) {
        const auto source = path_of(then, from);
        const auto target = path_of(then, to);
        if (!then.device.file(source)) return refuse("refused.no-file", file_facts(source));
        if (then.device.file(target)) return refuse("refused.is-there", file_facts(target));
        for (auto& file : then.device.chassis().files) {
            if (file.path == source) file.path = target;
        }
        return Reply{};
    };
    const auto from = c.argument("source");
    const auto to = c.argument("target");
    if (c.constant == "noconfirm") return move(c, from, to);
    return before_question(
        c, ask_name("copy.ask-source", from, [to, move](Context& then, const std::string& source) {
            return before_question(
                then,
                ask_name("copy.ask-target", to, [source, move](Context& last, const auto& target) {
                    return move(last, source, target);
                }));
        }));
}

}  // namespace

profiles::Facts file_facts(const std::string& file) { return profiles::Facts{}.set("file", file); }

bool confirms(const std::string& key) {
    return key == "\r" || key == "\n" || key == "y" || key == "Y";
}

std::string path_of(Context& c, const std::string& typed) {
    const auto& own = c.line.state().directory;
    const bool relative = !typed.empty() && typed.front() != '/' && typed.find(':') == typed.npos;
    return c.device.file_path(relative ? own + typed : typed);
}

Reply before_question(Context& c, Reply question) {
    if (c.device.profile().has_message("question.before")) {
        question.say.push_back({"question.before", {}});
    }
    return question;
}

std::vector<Action> file_actions() {
    return {
        {"file.directory", {}, directory},
        {"file.more", {"file"}, more},
        {"file.delete", {"file"}, remove},
        {"file.rename", {"source", "target"}, rename},
        {"directory.show", {}, working_directory},
        {"directory.change", {}, change_directory},
        {"directory.make", {"directory"}, make_directory},
        {"directory.remove", {"directory"}, remove_directory},
    };
}

}  // namespace modes
