#include "labs/callhome.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "labs/settings.hpp"

namespace lab {
namespace {

struct Said {
    const Statement& statement;
    const Statement* parent;

    bool denied() const { return statement.negated; }
    std::string word(std::string_view name) const { return std::string(statement.argument(name)); }
};

CallhomeProfile& named(Callhome& callhome, std::string_view name) {
    auto& all = callhome.profiles;
    auto it = std::find_if(all.begin(), all.end(), [&](auto& p) { return p.name == name; });
    if (it == all.end()) it = all.insert(it, CallhomeProfile{.name = std::string(name)});
    return *it;
}

template <class Change> void on_profile(Settings& settings, const Said& said, Change change) {
    if (said.parent) change(named(settings.callhome, said.parent->argument("profile")));
}

// One more of a list, or one less; a denial without a value takes away all.
void list(std::vector<std::string>& all, const std::string& value, bool denied) {
    std::erase_if(all, [&](const auto& x) { return value.empty() || x == value; });
    if (!denied) all.push_back(value);
}

void reporting(Settings& settings, const Said& said) {
    on_profile(settings, said, [&](CallhomeProfile& profile) {
        const auto& what = said.statement.constant;
        if (what == "licensing") profile.reports_licensing = !said.denied();
        if (what == "callhome") profile.reports_callhome = !said.denied();
    });
}

void method(Settings& settings, const Said& said) {
    on_profile(settings, said, [&](CallhomeProfile& profile) {
        const auto& what = said.statement.constant;
        if (what != "email") profile.by_http = !said.denied();
        if (what != "http") profile.by_email = !said.denied();
    });
}

void mail_server(Settings& settings, const Said& said) {
    auto& all = settings.callhome.mail_servers;
    const auto address = said.word("address");
    std::erase_if(all, [&](const auto& server) { return server.address == address; });
    if (!said.denied()) all.push_back({address, std::atoi(said.word("priority").c_str())});
}

struct CallhomeRow {
    std::string_view name;
    void (*meaning)(Settings&, const Said&);
};

const std::array callhome_rows{
    CallhomeRow{"callhome.active",
                [](Settings& s, const Said& said) {
                    on_profile(s, said, [&](auto& profile) { profile.active = !said.denied(); });
                }},
    // Of a place below the profile that was made last.
    CallhomeRow{"callhome.format",
                [](Settings& s, const Said& said) {
                    on_profile(s, said, [&](auto& p) {
                        p.format = said.denied() ? "" : said.statement.constant;
                    });
                }},
    CallhomeRow{"callhome.group",
                [](Settings& s, const Said& said) {
                    auto& off = s.callhome.groups_off;
                    std::erase(off, said.statement.constant);
                    if (said.denied()) off.push_back(said.statement.constant);
                }},
    CallhomeRow{"callhome.size",
                [](Settings& s, const Said& said) {
                    on_profile(s, said, [&](auto& p) {
                        p.size_limit = said.denied() ? "" : said.word("bytes");
                    });
                }},
    CallhomeRow{"callhome.subscribe",
                [](Settings& s, const Said& said) {
                    if (said.denied()) return;
                    on_profile(s, said, [&](auto& p) {
                        p.subscriptions.push_back({said.word("group"), said.word("text")});
                    });
                }},
    CallhomeRow{"callhome.destination",
                [](Settings& s, const Said& said) {
                    auto& all = s.callhome.profiles;
                    if (all.empty() || all.back().places.empty()) return;
                    all.back().places.back().url = said.denied() ? "" : said.word("url");
                    list(all.back().urls, said.word("url"), said.denied());
                }},
    CallhomeRow{"callhome.email",
                [](Settings& s, const Said& said) {
                    on_profile(s, said,
                               [&](auto& p) { list(p.emails, said.word("email"), said.denied()); });
                }},
    CallhomeRow{"callhome.identity-check",
                [](Settings& s, const Said& said) { s.callhome.identity_check = !said.denied(); }},
    CallhomeRow{"callhome.mail-server", mail_server},
    CallhomeRow{"callhome.method", method},
    CallhomeRow{"callhome.note",
                [](Settings& s, const Said& said) {
                    const auto& arguments = said.statement.arguments;
                    if (said.denied() || arguments.empty())
                        s.callhome.notes.erase(said.statement.constant);
                    else
                        s.callhome.notes[said.statement.constant] = arguments.back().second;
                }},
    CallhomeRow{"callhome.proxy-use",
                [](Settings& s, const Said& said) {
                    s.callhome.notes["proxy"] = said.denied() ? "" : said.statement.constant;
                }},
    CallhomeRow{"callhome.reporting", reporting},
    CallhomeRow{"callhome.service",
                [](Settings& s, const Said& said) { s.callhome.service = !said.denied(); }},
    CallhomeRow{"callhome.source-interface",
                [](Settings& s, const Said& said) {
                    s.callhome.source_interface = said.denied() ? "" : said.word("interface");
                }},
    CallhomeRow{"callhome.url",
                [](Settings& s, const Said& said) {
                    on_profile(s, said,
                               [&](auto& p) { list(p.urls, said.word("url"), said.denied()); });
                }},
    CallhomeRow{"callhome.vrf",
                [](Settings& s, const Said& said) {
                    s.callhome.vrf = said.denied() ? "" : said.word("vrf");
                }},
    CallhomeRow{"mode.enter",
                [](Settings& s, const Said& said) {
                    const auto name = said.statement.argument("profile");
                    if (!said.denied() && !name.empty()) named(s.callhome, name);
                    const auto place = said.statement.argument("destination");
                    auto& all = s.callhome.profiles;
                    if (!said.denied() && !place.empty() && !all.empty()) {
                        all.back().places.push_back({std::string(place), {}});
                    }
                }},
};

const CallhomeRow* callhome_row(std::string_view meaning) {
    auto it = std::find_if(callhome_rows.begin(), callhome_rows.end(),
                           [&](const CallhomeRow& row) { return row.name == meaning; });
    return it == callhome_rows.end() ? nullptr : &*it;
}

}  // namespace

bool is_callhome_meaning(std::string_view meaning) { return callhome_row(meaning) != nullptr; }

void mean_callhome(Settings& settings, const Statement& statement, const Statement* parent) {
    if (const auto* row = callhome_row(statement.meaning))
        row->meaning(settings, {statement, parent});
}

CallhomeLack lack_of(const Callhome& callhome) {
    if (!callhome.service) return CallhomeLack::service;
    const CallhomeProfile* only = nullptr;
    int active = 0;
    for (const auto& profile : callhome.profiles) {
        if (!profile.active) continue;
        ++active;
        only = &profile;
        // Said aloud by the device: CALL_HOME_FAILED_TO_ENABLE of seed 004, scenario 4.
        if (!profile.reports_licensing && profile.name != callhome.default_profile) {
            return CallhomeLack::user_profile_reports;
        }
    }
    if (active == 0) return CallhomeLack::active_profile;
    if (active > 1) return CallhomeLack::single_profile;
    if (!only->reports_licensing) return CallhomeLack::reporting;
    if (!only->by_http) return CallhomeLack::method;
    return only->urls.empty() ? CallhomeLack::address : CallhomeLack::nothing;
}

const CallhomeProfile* licensing_profile(const Callhome& callhome) {
    if (lack_of(callhome) != CallhomeLack::nothing) return nullptr;
    const auto& all = callhome.profiles;
    return &*std::find_if(all.begin(), all.end(), [](const auto& p) { return p.active; });
}

}  // namespace lab
