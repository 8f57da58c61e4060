// What happened before the screens were collected: the licensing screens name instants, and each of
// them asks for an act that brings it about. The acts' own lines are the platform's data.
#include <algorithm>

#include <fmt/format.h>

#include "grammar/fault.hpp"
#include "labs/lab.hpp"
#include "rehearsals/twin_draft.hpp"
#include "rehearsals/twin_player.hpp"
#include "rehearsals/twin_yaml.hpp"

namespace rehearsals {
namespace {

using grammar::Moment;
using grammar::Span;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

std::string filled(std::string line, const std::string& hole, const std::string& with) {
    for (auto at = line.find(hole); at != std::string::npos; at = line.find(hole)) {
        line.replace(at, hole.size(), with);
    }
    return line;
}

class Historian {
public:
    explicit Historian(Draft& draft) : draft_(draft) {}

    void plan() {
        draft_.ends = collected_at();
        auto begins = draft_.ends;
        for (std::size_t at = 0; at < draft_.devices.size(); ++at) {
            device_ = at;
            begins = std::min(begins, plan_device());
        }
        draft_.begins = std::chrono::floor<seconds>(begins);
        set_authority_clock();
        std::stable_sort(draft_.acts.begin(), draft_.acts.end(),
                         [](const auto& a, const auto& b) { return a.at < b.at; });
    }

private:
    const Facts& facts() const { return draft_.devices[device_].source.facts; }
    const ScreenBook& book() const { return *draft_.devices[device_].source.book; }

    // The clock of the first device that has one, by its zone: the twin's own says which that is.
    Moment collected_at() {
        for (auto& device : draft_.devices) {
            const auto shown = device.source.facts.moment("clock");
            if (!shown) continue;
            draft_.understood(*device.source.facts.fact("clock"), "the clock");
            draft_.begins = std::chrono::floor<seconds>(*shown);
            Player player(plan_of(draft_), draft_.library);
            const auto offset = player.lab().device(device.plan.name)->settings().zone_offset;
            return *shown - offset;
        }
        std::optional<Moment> last;
        for (const auto& device : draft_.devices) {
            for (const char* name :
                 {"communicated_at", "failed_at", "authorized_at", "renewed_at", "registered_at",
                  "refused_at", "trusted_at", "pushed_at", "acknowledged_at"}) {
                const auto at = device.source.facts.moment(name);
                if (at && (!last || *at > *last)) last = at;
            }
        }
        static const auto any = *grammar::read_moment("2026-01-12T13:00:00Z");
        const auto at = last ? *last + minutes{5} : any;
        draft_.assumed("no clock was collected: the screens are of " + grammar::to_string(at));
        return at;
    }

    void act(Moment at, const std::string& name, const std::string& aims = {}) {
        const auto lines = book().acts.find(name);
        if (lines != book().acts.end()) act(at, lines->second, aims);
    }

    void act(Moment at, std::vector<std::string> lines, const std::string& aims = {},
             const std::string& token = {}) {
        if (lines.empty()) return;
        for (auto& line : lines) {
            line = filled(std::move(line), "{token}", token);
            line = filled(std::move(line), "{device}", draft_.devices[device_].plan.name);
            line = filled(std::move(line), "{host}", receiver());
        }
        draft_.acts.push_back({at, device_, std::move(lines), aims});
    }

    std::string receiver() {
        auto& known = receivers_[device_];
        if (!known.empty()) return known;
        auto draft = draft_;
        draft.begins = draft.ends;
        lab::Lab lab(plan_of(draft), {}, draft_.library);
        lab.switch_on();
        const auto* device = lab.device(draft_.devices[device_].plan.name);
        const auto url = lab::read_url(device->settings().transport_url());
        return known = url ? url->host : "tools.cisco.com";
    }

    // Where this device's part of the history begins.
    Moment plan_device() {
        const auto& f = facts();
        auto begins = draft_.ends - hours{1};
        const auto uptime = span_in(f.value("uptime"));
        if (uptime) begins = draft_.ends - *uptime;
        const auto booted = begins;
        if (const auto* fact = f.fact("uptime")) draft_.understood(*fact, "up " + fact->value);
        if (const auto first = first_contact()) begins = std::min(begins, *first - seconds{20});
        if (const auto started = evaluation_began()) begins = std::min(begins, *started);
        // Hours are the finest that some say.
        if (uptime && booted > begins + hours{1}) {
            act(booted - seconds{1}, book().save);
            act(booted, "reload", "uptime");
        }
        if (f.is("policy", "enabled") || f.fact("trusted_at"))
            plan_trust();
        else if (f.is("registration", "registered"))
            plan_registration();
        else if (f.is("registration", "trying"))
            plan_refusal();
        else if (f.is("registration", "reserved") || f.fact("reservation"))
            draft_.assumed("the reservation is not played: its codes are of the real account");
        return begins;
    }

    std::optional<Moment> first_contact() const {
        for (const char* name : {"registered_at", "trusted_at", "refused_at"}) {
            if (const auto at = facts().moment(name)) return at;
        }
        return std::nullopt;
    }

    std::optional<Moment> evaluation_began() {
        constexpr auto whole = days{90};  // of every agent (seeds 003, 004)
        if (facts().is("authorization", "evaluation_expired")) {
            const auto ended = facts().moment("authorized_at");
            return (ended ? *ended : draft_.ends) - whole;
        }
        const auto left = span_in(facts().value("evaluation_left"));
        if (!left || *left > whole) return std::nullopt;
        draft_.understood(*facts().fact("evaluation_left"), "what is left of the evaluation");
        return draft_.ends - (whole - *left);
    }

    void plan_registration() {
        const auto& f = facts();
        auto at = f.moment("registered_at");
        if (const auto* fact = f.fact("registered_at")) {
            draft_.understood(*fact, "registered on " + fact->value);
        } else {
            draft_.assumed("when it was registered was not collected: an hour before");
            at = draft_.ends - hours{1};
        }
        registered_ = *at;
        act(*at, with_token("register"), "registered_at", token_for(!f.is("export", "refused")));
        if (const auto renewed = f.moment("renewed_at")) {
            act(*renewed, "renew_identity", "renewed_at");
        }
        plan_authorization();
    }

    // One of the first authority's tokens, with or without the right to export if there is such.
    std::string token_for(bool exports) {
        const auto plan = plan_of(draft_);
        if (plan.authorities.empty() || plan.authorities.front().tokens.empty()) return "GOOD";
        const auto& tokens = plan.authorities.front().tokens;
        for (const auto& token : tokens) {
            if (token.export_allowed.value_or(true) == exports) return token.id;
        }
        return tokens.front().id;
    }

    std::vector<std::string> with_token(const std::string& name) const {
        const auto lines = book().acts.find(name);
        return lines == book().acts.end() ? std::vector<std::string>{} : lines->second;
    }

    void plan_authorization() {
        const auto& f = facts();
        if (const auto* state = f.fact("authorization")) {
            draft_.understood(*state, "authorization " + state->value);
        }
        auto good = f.moment("communicated_at");
        const auto since = f.moment("authorized_at");
        if (f.is("authorization", "out_of_compliance")) take_stock(since.value_or(registered_));
        if (f.is("authorization", "expired") && since) good = *since - days{90};
        if (f.is("authorization", "authorized") && !good) good = since;
        if (good && *good > registered_ + minutes{2}) {
            act(*good, "renew_authorization",
                f.is("authorization", "expired")      ? ""
                : f.is("authorization", "authorized") ? "authorized_at"
                                                      : "communicated_at");
        }
        const auto failed = f.moment("failed_at");
        if (!failed) {
            break_as_said(good.value_or(registered_));
            return;
        }
        draft_.understood(*f.fact("failed_at"), "its last attempt failed");
        // It is broken between the last that went well and the first that failed.
        auto broken =
            std::max(good.value_or(since.value_or(registered_)), registered_) + minutes{2};
        broken = std::min(broken, *failed - minutes{1});
        break_way(broken, f.fact("failure"));
        act(*failed, "renew_authorization", "failed_at");
    }

    // Nobody has as many as are asked for.
    void take_stock(Moment when) {
        constexpr const char* all = "9999";
        std::vector<std::string> lines;
        for (const auto& [kind, records] : facts().records) {
            if (kind != "licence" && kind != "licence_row") continue;
            for (const auto& licence : records) {
                if (licence.field("status").find("COMPLIANCE") == std::string::npos &&
                    licence.field("status").find("ompliance") == std::string::npos) {
                    continue;
                }
                const auto tag = tag_of(licence);
                if (tag.empty()) continue;
                const auto line = fmt::format("@authority licence remove {} {}", tag, all);
                if (std::find(lines.begin(), lines.end(), line) == lines.end())
                    lines.push_back(line);
                draft_.twin.understood.push_back(
                    {licence.file, licence.line, "out of compliance: " + licence.field("tag")});
            }
        }
        if (lines.empty()) return;
        draft_.assumed("the account has none of what is out of compliance");
        const bool at_once = when < registered_ + minutes{2};
        act(at_once ? registered_ - minutes{1} : when - seconds{30}, lines);
        if (!at_once) act(when, "renew_authorization", "authorized_at");
    }

    // By the tag or the name that the screen shows.
    std::string tag_of(const Record& licence) {
        const auto& plan = draft_.devices[device_].plan;
        const auto profile = draft_.library.load(plan.profile, plan.model);
        for (const auto& row : profile->model().entitlements) {
            for (const auto& shown : {row.tag, row.name, row.description}) {
                if (shown.empty()) continue;
                if (shown == licence.field("tag") || shown == licence.field("name")) return row.tag;
            }
        }
        draft_.twin.ignored.push_back(
            {licence.file, licence.line, "a licence that the model does not ask for here"});
        return {};
    }

    void break_way(Moment when, const Fact* reason) {
        if (break_as_said(when)) return;
        const std::string words = reason ? reason->value : "any";
        for (const auto& cause : book().causes) {
            if (!found(cause.reason, words)) continue;
            draft_.assumed(fmt::format("why it fails: {} ({})", cause.means, words),
                           reason ? reason->file : "", reason ? reason->line : 0);
            return act(when, cause.acts);
        }
    }

    // What the network file says is in the way has come there after all went well.
    bool break_as_said(Moment when) {
        if (draft_.network_file.empty() || broken_) return broken_;
        const auto plan = plan_of(draft_);
        std::vector<std::string> lines;
        for (const auto& filter : plan.network.filters) {
            lines.push_back("@network block " + filter.host +
                            (filter.port ? fmt::format(":{}", filter.port) : ""));
        }
        for (const auto& server : plan.network.name_servers) {
            if (!server.answers) lines.push_back("@network dns " + server.address + " down");
        }
        for (const auto& proxy : plan.network.proxies) {
            if (!proxy.answers) lines.push_back("@network proxy down");
        }
        if (lines.empty()) return false;
        open_at_first();
        act(when + minutes{2}, lines);
        return broken_ = true;
    }

    // In the lab as it begins nothing of it is there yet.
    void open_at_first() {
        for (auto& [key, text] : draft_.world) {
            if (key != "network") continue;
            auto network = YAML::Load(text);
            network.remove("blocked");
            for (const char* list : {"name_servers", "proxies"}) {
                for (auto one : network[list]) one.remove("answers");
            }
            text = flow(network);
        }
    }

    // It has never reached the authority, or was refused.
    void plan_refusal() {
        const auto& f = facts();
        auto at = f.moment("refused_at");
        const auto* reason = f.fact("refusal");
        if (const auto* fact = f.fact("refused_at")) {
            draft_.understood(*fact, "its registration failed on " + fact->value);
        } else {
            at = draft_.ends - minutes{10};
            draft_.assumed("when it was to be registered was not collected: ten minutes before");
        }
        auto token = token_for(true);
        if (draft_.network_file.empty()) {
            for (const auto& cause : book().causes) {
                if (!reason || !found(cause.reason, reason->value)) continue;
                draft_.assumed(fmt::format("why it fails: {} ({})", cause.means, reason->value),
                               reason->file, reason->line);
                act(*at - minutes{1}, cause.acts);
                if (!cause.token.empty()) token = cause.token;
                break;
            }
        }
        act(*at, with_token("register"), "refused_at", token);
    }

    void plan_trust() {
        const auto& f = facts();
        if (const auto at = f.moment("trusted_at")) {
            draft_.understood(*f.fact("trusted_at"), "trusted since " + f.value("trusted_at"));
            act(*at, with_token("trust"), "trusted_at", token_for(true));
        }
        if (const auto pushed = f.moment("pushed_at")) {
            draft_.understood(*f.fact("pushed_at"), "its last report");
            act(*pushed, "report", "pushed_at");
        }
    }

    // A certificate lives a year by the authority's clock, an instant of the device's is beside it.
    void set_authority_clock() {
        if (!draft_.network_file.empty()) return;
        for (const auto& device : draft_.devices) {
            const auto& f = device.source.facts;
            const auto ends = f.moment("expires_at");
            const auto given =
                f.moment("renewed_at") ? f.moment("renewed_at") : f.moment("registered_at");
            if (!ends || !given) continue;
            const auto offset = std::chrono::round<minutes>(*ends - days{365} - *given);
            if (std::chrono::abs(offset) > hours{24}) continue;
            for (auto& [key, text] : draft_.world) {
                if (key != "authorities") continue;
                auto authorities = YAML::Load(text);
                auto first = authorities[0];
                const bool behind = offset < offset.zero();
                first["clock"] =
                    (behind ? "-" : "") + grammar::to_string(std::chrono::abs(Span{offset}));
                text = flow(authorities);
            }
            draft_.understood(
                *f.fact("expires_at"),
                fmt::format("the authority's clock is {} minutes off", offset.count()));
            return;
        }
    }

    Draft& draft_;
    std::size_t device_ = 0;
    Moment registered_{};
    bool broken_ = false;
    std::map<std::size_t, std::string> receivers_;
};

}  // namespace

void plan_history(Draft& draft) { Historian(draft).plan(); }

}  // namespace rehearsals
