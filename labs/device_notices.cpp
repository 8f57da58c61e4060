// What happens without a command: worded by the profile, logged, and told to whoever listens.
#include "labs/device.hpp"
#include "licensing/names.hpp"

namespace lab {
namespace {

constexpr int informational = 6;  // what goes to a log host unless told otherwise

}  // namespace

void Device::tell(const Happening& happening) {
    if (listener) listener(*this, happening);
}

// What a device has to say of itself is logged where it uses the network: at its admin partition.
Space& Device::logging_space() {
    if (here_.empty()) {
        for (auto& partition : running_.partitions) {
            if (partition.name == settings_.admin) return partition.space;
        }
    }
    return running_;
}

void Device::log(int severity, const std::string& text) {
    const auto& logging = settings_.logging;
    if (!logging.buffered || severity > *logging.buffered) return;
    auto& space = logging_space();
    space.log.push_back(text);
    space.log_bytes += static_cast<long>(text.size()) + 1;
    ++space.messages;
    while (space.log_bytes > logging.buffer_size && space.log.size() > 1) {
        space.log_bytes -= static_cast<long>(space.log.front().size()) + 1;
        space.log.erase(space.log.begin());
    }
}

void Device::notify(const std::string& event, profiles::Facts facts) {
    if (!running_.up || !settings_.logging.enabled) return;
    const auto* notice = profile_->notice(event);
    if (!notice) return;
    // How the far end is called, and what stands between it and a reason, goes with the version.
    for (const auto* name : {"peer", "peer_mark"}) {
        if (profile_->has_text(name)) facts.set(name, profile_->text(name));
    }
    auto text = profile_->notice_text(event, facts);
    text = log_stamp() + text;
    log(notice->severity, text);
    const auto& console = settings_.logging.console;
    auto& space = logging_space();
    if (console && notice->severity <= *console) ++space.console_messages;
    if (notice->severity <= informational) ++space.trap_messages;
    tell(Notice{Notice::Kind::syslog, notice->severity, {}, text + "\n"});
}

std::string failure_text(const profiles::Profile& profile, const licensing::Failure& failure) {
    profiles::Facts facts;
    facts.set("detail", failure.detail);
    if (const auto comma = failure.detail.find(','); comma != std::string::npos) {
        // "PID,SERIAL": the authority's objection to a product it knows already.
        facts.set("product", profile.has_text("product") ? profile.text("product")
                                                         : failure.detail.substr(0, comma));
        facts.set("pid", failure.detail.substr(0, comma));
        facts.set("serial", failure.detail.substr(comma + 1));
    }
    const auto own = "failure." + std::string(licensing::name(failure));
    return profile.message(profile.has_message(own) ? own : "failure.transport", facts);
}

// What the agent did, as its trace has it: what only its makers ask for comes with `traces_all`.
void Device::trace(const licensing::Event& event, const profiles::Facts& facts) {
    constexpr std::size_t kept = 200;
    const auto name = "trace." + std::string(licensing::name(event.kind));
    const auto* notice = profile_->notice(name);
    if (!notice || (notice->severity > 6 && !running_.traces_all)) return;
    auto& all = running_.trace;
    if (all.size() == kept) all.erase(all.begin());
    all.push_back(profile_->stamp(stamp(now()), "trace") + " " +
                  profile_->notice_text(name, facts));
}

void Device::debug(const std::string& topic, const std::string& event, profiles::Facts facts) {
    if (!running_.up || (watched && !watched(*this, topic))) return;
    const auto* notice = profile_->notice(event);
    if (!notice) return;
    tell(Notice{Notice::Kind::debug, notice->severity, topic,
                profile_->notice_text(event, facts) + "\n"});
}

void Device::clear_log() {
    running_.log.clear();
    running_.log_bytes = 0;
    running_.messages = 0;
}

void Device::touched() {
    if (!profile_->has("asav") || !running_.up || running_.nag_at || licensed()) return;
    running_.nag_at = lab_now() + profile_->interval("nag");
}

}  // namespace lab
