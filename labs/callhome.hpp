// What a configuration says of call-home: its profiles, and which of them may carry licence
// requests. A platform either has one profile for licensing by its name, or takes the one active
// profile that reports licensing data; what it lacks then is why there is no transport.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lab {

struct Statement;
struct Settings;

// A place that a profile sends to, where these have names.
struct CallhomePlace {
    std::string name;
    std::string url;
};

// What is sent to a profile's places: an alert group, above a severity or now and then.
struct Subscription {
    std::string group;
    std::string text;  // the rest of the line: periodic monthly, severity minor
};

struct CallhomeProfile {
    std::string name;
    std::string format;      // of the messages; empty: the platform's own
    std::string size_limit;  // in bytes, as written; empty: the platform's own
    std::vector<Subscription> subscriptions;
    bool active = false;
    bool reports_licensing = false;
    bool reports_callhome = false;
    bool by_http = false;
    bool by_email = false;
    std::vector<std::string> urls;    // in the order in which they were given
    std::vector<std::string> emails;  // addresses
    std::vector<CallhomePlace> places;
};

struct MailServer {
    std::string address;
    int priority = 0;
};

struct Callhome {
    bool service = false;
    bool identity_check = true;
    std::string default_profile;  // the maker's own; all others are the user's
    std::vector<CallhomeProfile> profiles;
    std::vector<MailServer> mail_servers;
    std::string vrf;
    std::string source_interface;
    std::vector<std::string> groups_off;  // alert groups that are switched off
    // What only a show command asks for, by the outline's constant: contact-email, phone, ...
    std::map<std::string, std::string> notes;
};

// Why licence requests have no call-home to go by, in the order in which it is looked at.
enum class CallhomeLack {
    nothing,
    service,               // not enabled
    active_profile,        // none is
    single_profile,        // several are, and all of them report
    user_profile_reports,  // an active user profile does not report licensing data
    reporting,             // the active profile does not
    method,                // not by HTTP
    address,
};

CallhomeLack lack_of(const Callhome& callhome);

// The profile that licence requests go by; null when something lacks.
const CallhomeProfile* licensing_profile(const Callhome& callhome);

// Is it a meaning of call-home's own, and what does the statement do to the settings?
bool is_callhome_meaning(std::string_view meaning);
void mean_callhome(Settings& settings, const Statement& statement, const Statement* parent);

}  // namespace lab
