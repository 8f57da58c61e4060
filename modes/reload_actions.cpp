// Going down and coming up: reload, and installing an image, which ends in one.
#include <cctype>
#include <chrono>
#include <cstdio>

#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"

namespace modes {
namespace {

using profiles::Facts;

Facts stack_facts(Context& c) {
    return Facts{}.set("stackable", c.device.profile().has("stackable"));
}

// What `reload` was told besides: when, why and how.
struct ReloadOrder {
    std::optional<licensing::Span> delay;  // nothing: at once
    std::string reason;
    bool saves = false;
    bool quick = false;
    bool noconfirm = false;
};

std::string author(Context& c) {
    const auto& by = c.line.state().user;
    return by.empty() ? c.line.place() : by + " on " + c.line.place();
}

Reply carry_out(Context& c, const ReloadOrder& order) {
    if (order.delay) {
        c.device.plan_reload(
            {c.device.lab_now() + *order.delay, order.reason, author(c), order.saves, order.quick});
        return {};
    }
    if (order.saves) c.device.save();
    c.device.notify("reload", Facts{}.set("by", author(c)));
    return go(Reload{order.quick});
}

Reply confirm_reload(Context& c, const ReloadOrder& order) {
    Reply reply;
    reply.next = Ask{{"reload.ask-confirm", stack_facts(c)},
                     Input::key,
                     [order](Context& then, const std::string& key) {
                         const bool yes = key == "\r" || key == "\n" || key == "y" || key == "Y";
                         return yes ? carry_out(then, order) : Reply{};
                     },
                     {}};
    return reply;
}

Reply ask_save(const ReloadOrder& order) {
    Reply reply;
    reply.next = Ask{
        {"reload.ask-save", {}},
        Input::line,
        [order](Context& c, const std::string& answer) {
            const char typed = answer.empty() ? ' ' : static_cast<char>(std::tolower(answer[0]));
            if (typed != 'y' && typed != 'n') {
                auto again = ask_save(order);
                if (c.device.profile().has_message("answer.yes-no")) {
                    again.say.push_back({"answer.yes-no", {}});
                }
                return again;
            }
            auto next = confirm_reload(c, order);
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

// 90, or 1:30 for hours and minutes; nothing for anything else.
std::optional<std::chrono::minutes> hours_and_minutes(const std::string& typed) {
    int first = 0;
    int second = 0;
    char rest = 0;
    const int read = std::sscanf(typed.c_str(), "%4d:%4d%c", &first, &second, &rest);
    const bool whole = typed.find_first_not_of("0123456789:") == typed.npos && !typed.empty();
    if (!whole || second > 59) return std::nullopt;
    if (read == 2) return std::chrono::minutes{first * 60 + second};
    if (read == 1 && typed.find(':') == typed.npos) return std::chrono::minutes{first};
    return std::nullopt;
}

// From now to the next such time of the device's own day, or to that day's.
std::optional<licensing::Span> until(Context& c, std::chrono::minutes time) {
    using namespace std::chrono;
    const auto local = c.device.stamp(c.device.now());
    const auto now = local.utc + local.offset;
    auto day = floor<days>(now);
    if (const auto named = c.argument("day"); !named.empty()) {
        const year_month_day today{day};
        const auto month = std::chrono::month{month_number(c.argument("month"))};
        const auto wanted = std::chrono::day{static_cast<unsigned>(std::stoul(named))};
        year_month_day date{today.year(), month, wanted};
        if (date.ok() && sys_days{date} < day) date = {today.year() + years{1}, month, wanted};
        if (!date.ok()) return std::nullopt;
        day = sys_days{date};
    }
    auto moment = time_point_cast<licensing::Span>(day) + time;
    if (moment <= now && c.argument("day").empty()) moment += days{1};
    return moment > now ? std::optional<licensing::Span>(moment - now) : std::nullopt;
}

// Which of a device's configurations were changed since they were saved: its own, named by an
// empty string, and those of its partitions.
std::vector<std::string> unsaved(const lab::Device& device) {
    std::vector<std::string> names;
    if (device.unsaved()) names.emplace_back();
    for (const auto& partition : device.running().partitions) {
        if (partition.space.unsaved && !partition.loaded.empty()) names.push_back(partition.name);
    }
    return names;
}

Say save_one(Context& c, const std::string& name) {
    const lab::Device::Stay stay(c.device, name);
    return {"copy.done", saved(c.device)};
}

// One question for each; `rest` are those not yet asked about.
Reply ask_save_one(std::vector<std::string> rest, const ReloadOrder& order, Context& c) {
    if (rest.empty()) return confirm_reload(c, order);
    const auto name = rest.front();
    const auto shown = name.empty() ? c.device.profile().text("partition.own") : name;
    const auto answered = [rest, order](Context& then, const std::string& answer) {
        const char typed = answer.empty() ? ' ' : static_cast<char>(std::tolower(answer[0]));
        if (typed == 'c') return Reply{};
        std::vector<Say> said;
        auto left = rest;
        do {
            if (typed == 'y' || typed == 's') said.push_back(save_one(then, left.front()));
            if (typed == 'y' || typed == 's' || typed == 'n') left.erase(left.begin());
        } while (typed == 's' && !left.empty());
        auto next = ask_save_one(left, order, then);
        next.say.insert(next.say.begin(), said.begin(), said.end());
        return next;
    };
    Reply reply;
    reply.next =
        Ask{{"reload.ask-save.one", Facts{}.set("name", shown)}, Input::line, answered, {}};
    return reply;
}

Reply reload(Context& c) {
    ReloadOrder order;
    order.noconfirm = c.constant == "noconfirm" || typed_keyword(c, "noconfirm");
    order.saves = typed_keyword(c, "save-config");
    order.quick = typed_keyword(c, "quick");
    order.reason = c.argument("reason");
    if (const auto typed = c.argument("delay"); !typed.empty()) {
        const auto delay = hours_and_minutes(typed);
        if (!delay || *delay == delay->zero()) return refuse("error.unknown", {}, "delay");
        order.delay = *delay;
    } else if (const auto time = c.argument("time"); !time.empty()) {
        const auto of_day = hours_and_minutes(time);
        const bool is_time =
            of_day && time.find(':') != time.npos && *of_day < std::chrono::days{1};
        if (!is_time) return refuse("error.unknown", {}, "time");
        order.delay = until(c, *of_day);
        if (!order.delay) return refuse("refused.reload-past");
    }
    const auto most = c.device.profile().has_interval("reload-plan")
                          ? c.device.profile().interval("reload-plan")
                          : licensing::Span::max();
    if (order.delay && *order.delay > most) return refuse("refused.reload-far");
    if (order.noconfirm) return carry_out(c, order);
    if (c.device.chassis().multiple && !order.saves) {
        return ask_save_one(unsaved(c.device), order, c);
    }
    return c.device.unsaved() && !order.saves ? ask_save(order) : confirm_reload(c, order);
}

Reply cancel(Context& c) {
    if (!c.device.cancel_reload()) return refuse("refused.no-reload");
    c.device.announce("reload.aborted", {});
    return {};
}

Reply show_reload(Context& c) {
    const auto& plan = c.device.running().planned_reload;
    Facts facts;
    facts.set("planned", plan.has_value());
    if (plan) {
        const auto left =
            std::chrono::ceil<std::chrono::minutes>(plan->at - c.device.lab_now()).count();
        facts.set("at", c.device.stamp(c.device.now() + (plan->at - c.device.lab_now())));
        facts.set("hours", std::int64_t{left / 60}).set("minutes", std::int64_t{left % 60});
        facts.set("reason", plan->reason).set("by", plan->by);
    }
    return say("show-reload", facts);
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
    auto reply = carry_out(c, {});
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
        {"reload.cancel", {}, cancel},
        {"show.reload", {}, show_reload},
        {"install.run", {"file"}, install},
    };
}

}  // namespace modes
