// What happens without a command: worded by the profile, logged, and told to whoever listens.
#include "labs/device.hpp"

namespace lab {

void Device::tell(const Happening& happening) {
    if (listener) listener(*this, happening);
}

void Device::log(int severity, const std::string& text) {
    const auto& logging = settings_.logging;
    if (!logging.buffered || severity > *logging.buffered) return;
    running_.log.push_back(text);
    running_.log_bytes += static_cast<long>(text.size()) + 1;
    ++running_.messages;
    while (running_.log_bytes > logging.buffer_size && running_.log.size() > 1) {
        running_.log_bytes -= static_cast<long>(running_.log.front().size()) + 1;
        running_.log.erase(running_.log.begin());
    }
}

void Device::notify(const std::string& event, profiles::Facts facts) {
    const auto* notice = profile_->notice(event);
    if (!notice || !running_.up || !settings_.logging.enabled) return;
    auto text = profile_->notice_text(event, facts);
    if (settings_.logging.timestamp) {
        text = profile_->stamp(stamp(now()), "syslog") + ": " + text;
    }
    log(notice->severity, text);
    tell(Notice{Notice::Kind::syslog, notice->severity, {}, text + "\n"});
}

void Device::debug(const std::string& topic, const std::string& event, profiles::Facts facts) {
    if (!running_.up || !profile_->notice(event)) return;
    tell(Notice{Notice::Kind::debug, 7, topic, profile_->notice_text(event, facts) + "\n"});
}

void Device::clear_log() {
    running_.log.clear();
    running_.log_bytes = 0;
    running_.messages = 0;
}

void Device::touched() {
    const bool nags = profile_->has("asav") && profile_->notice("unlicensed.nag");
    if (!nags || !running_.up || running_.nag_at || licensed()) return;
    running_.nag_at = lab_now() + profile_->interval("nag");
}

}  // namespace lab
