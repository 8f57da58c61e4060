// The configuration as a whole: showing, saving, erasing it.
#include <algorithm>

#include "modes/actions.hpp"
#include "modes/line.hpp"
#include "modes/views.hpp"
#include "modes/world.hpp"

namespace modes {
namespace {

using profiles::Facts;

Reply show_running(Context& c) {
    auto section = c.argument("section");
    bool all = false;
    if (c.constant == "all")
        all = true;
    else if (!c.constant.empty())
        section = c.constant;
    if (auto interface = c.argument("interface"); !interface.empty()) {
        section += " " + hardware_name(c.device, interface).value_or(interface);
    }
    return say("show-running", configuration_view(c.device, section, all));
}

// The startup lines that were not taken at the last boot, and why.
Reply show_startup_errors(Context& c) {
    profiles::Records errors;
    for (const auto& error : c.device.running().startup_errors) {
        errors.push_back(startup_error(c.device, error));
    }
    return say("show-startup-errors", Facts{}.set("errors", std::move(errors)));
}

Reply show_startup(Context& c) {
    if (c.constant == "errors") return show_startup_errors(c);
    const auto startup = c.device.startup();
    if (!startup) return say("show-startup", Facts{}.set("empty", true));
    auto facts = configuration_view(c.device, "", false);
    facts.set("empty", false).set("bytes", static_cast<std::int64_t>(startup->size()));
    if (const auto at = c.device.saved_at()) {
        facts.set("saved_at", c.device.stamp(*at));
        facts.set("saved_by", c.device.profile().text("user.enabled"));
    }
    profiles::Records lines;
    std::string_view rest = *startup;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        lines.push_back(
            Facts{}.set("line", masked(std::string(rest.substr(0, end)), c.device.profile())));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
    facts.set("lines", lines);
    return say("show-startup", facts);
}

Reply erase_confirmed(Context& c, const std::string& typed) {
    // Enter confirms, and so does y; anything else leaves the file as it is.
    if (typed != "\r" && typed != "\n" && typed != "y" && typed != "Y") return {};
    c.device.erase();
    c.device.notify("erased");
    return say("write.erase.done");
}

Reply write(Context& c) {
    if (c.constant == "terminal") {
        return say("show-running", configuration_view(c.device, "", false));
    }
    if (c.constant == "erase") {
        Reply reply;
        reply.next = Ask{{"write.erase.ask", {}}, Input::key, erase_confirmed, {}};
        return reply;
    }
    if (c.constant == "standby") {
        const bool done = c.world.lab().pairs().resynchronise(c.device);
        return done ? Reply{} : refuse("refused.failover-order");
    }
    return say("write.memory", saved(c.device));
}

// Every statement that begins with these words goes, and so does what is shown with them although
// it stands in blocks of another name. Some come back as the unit had them.
Reply clear_all(Context& c, const std::string& words) {
    // Units that are together part before what holds them together is gone.
    if (words == "cluster" && c.device.settings().cluster.complete()) {
        c.device.switch_cluster_off();
        c.device.leave_cluster(lab::JoinWhy::left);
    }
    const auto& profile = c.device.profile();
    if (profile.has_list("restored")) {
        const auto& own = profile.list("restored");
        if (std::find(own.begin(), own.end(), words) != own.end()) {
            c.device.restore_section(words);
            return {};
        }
    }
    std::vector<lab::Edit> gone;
    const auto denial = [](const lab::Statement& s, std::vector<std::string> path) {
        lab::Edit edit{std::move(path), {}};
        edit.statement.text = edit.statement.identity = s.identity;
        edit.statement.negated = true;
        return edit;
    };
    for (const auto& s : c.device.running().configuration.statements()) {
        if (lab::begins_with_words(s.text, words)) gone.push_back(denial(s, {}));
        const auto apart = c.device.rules().apart.find(s.opens);
        if (apart == c.device.rules().apart.end()) continue;
        for (const auto& child : s.children) {
            const bool named =
                std::find(apart->second.begin(), apart->second.end(), words) != apart->second.end();
            if (named && lab::begins_with_words(child.text, words)) {
                gone.push_back(denial(child, {s.identity}));
            }
        }
    }
    for (const auto& edit : gone) {
        const auto applied = c.device.apply(edit, false);
        if (const auto& no = applied.refusal) return refuse(no->message, no->facts);
    }
    return {};
}

Reply clear(Context& c) { return clear_all(c, c.constant); }

// A section of the configuration, by the words that name it: those behind `running-config` show
// it, those behind `configure` clear it.
Reply section(Context& c) {
    std::string words;
    bool all = false;
    const auto steps = c.matched->path.steps();
    bool named = false;
    for (const auto& step : steps) {
        const auto& keyword = step.branch->keyword;
        const auto& argument = step.branch->argument;
        if (named && keyword == "all") {
            all = true;
        } else if (named) {
            auto word = keyword.empty() ? std::string(step.word) : keyword;
            if (argument && argument->kind == grammar::ArgKind::interface) {
                word = hardware_name(c.device, word).value_or(word);
            }
            words += (words.empty() ? "" : " ") + word;
        }
        named = named || keyword == "running-config" || keyword == "configure";
    }
    if (typed_keyword(c, "configure")) return clear_all(c, words);
    return say("show-running", configuration_view(c.device, words, all));
}

}  // namespace

Facts saved(lab::Device& device) {
    device.save();
    const auto bytes = static_cast<std::int64_t>(device.startup_text().size());
    Facts facts;
    facts.set("checksum", device.checksum()).set("bytes", bytes);
    facts.set("seconds", seconds_to_save(bytes));
    return facts;
}

std::vector<Action> configuration_actions() {
    return {
        {"config.clear", {}, clear},        {"config.section", {}, section},
        {"show.running", {}, show_running}, {"show.startup", {}, show_startup},
        {"config.write", {}, write},
    };
}

}  // namespace modes
