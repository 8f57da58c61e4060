// What the configuration says of terminal lines and of who may use them.
#include <algorithm>
#include <array>
#include <limits>
#include <sstream>

#include "labs/meaning.hpp"
#include "labs/settings.hpp"

namespace lab {
namespace {

// The lines that the block around a statement speaks of.
LineSettings* lines_of(Settings& settings, const Meant& meant) {
    if (!meant.parent) return nullptr;
    const auto& name = meant.parent->identity;  // line vty 0 4
    const auto kind = name.substr(std::min(name.find(' ') + 1, name.size()));
    const Meant block{*meant.parent, nullptr};
    LineSettings made;
    made.kind = kind.substr(0, kind.find(' '));
    made.first = block.number("first");
    made.last = block.number("last", made.first);
    for (auto& lines : settings.lines) {
        if (lines.kind == made.kind && lines.first == made.first && lines.last == made.last) {
            return &lines;
        }
    }
    settings.lines.push_back(made);
    return &settings.lines.back();
}

template <class Change> Meaning on_lines() {
    return [](Settings& settings, const Meant& meant) {
        if (auto* lines = lines_of(settings, meant)) Change{}(*lines, meant);
    };
}

std::optional<int> number_unless_denied(const Meant& m, std::string_view name) {
    return m.denied() ? std::nullopt : std::optional<int>(m.number(name));
}

struct SetLength {
    void operator()(LineSettings& l, const Meant& m) {
        l.length = number_unless_denied(m, "lines");
    }
};

struct SetWidth {
    void operator()(LineSettings& l, const Meant& m) { l.width = number_unless_denied(m, "width"); }
};

struct SetSynchronous {
    void operator()(LineSettings& l, const Meant& m) { l.synchronous = !m.denied(); }
};

// In minutes, and seconds more.
template <auto Span> struct SetSpan {
    void operator()(LineSettings& l, const Meant& m) {
        (l.*Span).reset();
        if (m.denied()) return;
        l.*Span = std::chrono::minutes(m.number("minutes")) +
                  std::chrono::seconds(m.number("seconds", 0));
    }
};

struct SetLogin {
    void operator()(LineSettings& l, const Meant& m) {
        using Login = LineSettings::Login;
        l.login = m.denied()                        ? Login::none
                  : m.statement.constant == "local" ? Login::local
                                                    : Login::password;
    }
};

struct SetPassword {
    void operator()(LineSettings& l, const Meant& m) {
        l.password = m.denied() ? "" : m.word("password");
    }
};

struct SetInput {
    void operator()(LineSettings& l, const Meant& m) {
        l.input.reset();
        if (m.denied()) return;
        std::istringstream words(m.word("protocols"));
        auto& input = l.input.emplace();
        for (std::string word; words >> word;) input.push_back(word);
        const bool all = std::find(input.begin(), input.end(), "all") != input.end();
        if (all) l.input.reset();
    }
};

struct SetAccess {
    void operator()(LineSettings& l, const Meant& m) {
        l.access_in = m.denied() ? "" : m.word("access-in");
    }
};

struct SetLoginList {
    void operator()(LineSettings& l, const Meant& m) {
        l.login_list = m.denied() ? "" : m.word("login-list");
    }
};

struct SetPrivilege {
    void operator()(LineSettings& l, const Meant& m) {
        l.privilege = number_unless_denied(m, "level");
    }
};

// One password for all network lines that nobody asks for a name.
void set_network_password(Settings& settings, const Meant& m) {
    if (m.denied()) return;
    LineSettings lines;
    lines.kind = "vty";
    lines.last = std::numeric_limits<int>::max();
    lines.login = LineSettings::Login::password;
    lines.password = m.word("password");
    settings.lines.push_back(lines);
}

// What stands between a banner's delimiters.
std::string banner_of(const Meant& m) {
    auto text = m.word("text");
    const std::size_t mark = text.starts_with('^') ? 2 : 1;
    if (m.denied() || text.size() < 2 * mark) return {};
    const auto end = text.find(text.substr(0, mark), mark);
    return text.substr(mark, end == std::string::npos ? end : end - mark);
}

// A text of several lines that stands in one, `\n` between them.
std::string unfolded(std::string text) {
    for (auto at = text.find("\\n"); at != std::string::npos; at = text.find("\\n", at + 1))
        text.replace(at, 2, "\n");
    return text;
}

std::optional<std::chrono::sys_days> day_of(const Meant& m) {
    const std::chrono::year_month_day day{
        std::chrono::year{m.number("year")},
        std::chrono::month{static_cast<unsigned>(month_of(m.word("month")))},
        std::chrono::day{static_cast<unsigned>(m.number("day"))}};
    return day.ok() ? std::optional<std::chrono::sys_days>(day) : std::nullopt;
}

const std::array line_rows{
    MeaningRow{"banner.begin",
               [](Settings& s, const Meant& m) {
                   const auto& kind = m.statement.constant;
                   s.banners[kind.empty() ? "motd" : kind] = banner_of(m);
               }},
    MeaningRow{"banner.line",
               [](Settings& s, const Meant& m) {
                   if (!m.denied()) s.banners[m.statement.constant] += m.word("text") + "\n";
               }},
    MeaningRow{"banner.whole",
               [](Settings& s, const Meant& m) {
                   s.banners[m.statement.constant] = m.denied() ? "" : unfolded(m.word("text"));
               }},
    MeaningRow{"enable-password",
               [](Settings& s, const Meant& m) {
                   s.enable_password = m.denied() ? "" : m.word("password");
               }},
    MeaningRow{
        "enable-password.plain",
        [](Settings& s, const Meant& m) { s.enable_plain = m.denied() ? "" : m.word("password"); }},
    MeaningRow{"line.access", on_lines<SetAccess>()},
    MeaningRow{"line.input", on_lines<SetInput>()},
    MeaningRow{"line.idle", on_lines<SetSpan<&LineSettings::idle>>()},
    MeaningRow{"line.length", on_lines<SetLength>()},
    MeaningRow{"line.login", on_lines<SetLogin>()},
    MeaningRow{"line.login-list", on_lines<SetLoginList>()},
    MeaningRow{"line.password", on_lines<SetPassword>()},
    MeaningRow{"line.password-of-all", set_network_password},
    MeaningRow{"line.privilege", on_lines<SetPrivilege>()},
    MeaningRow{"line.stay", on_lines<SetSpan<&LineSettings::stay>>()},
    MeaningRow{"line.synchronous", on_lines<SetSynchronous>()},
    MeaningRow{"line.width", on_lines<SetWidth>()},
    MeaningRow{"pager", [](Settings& s,
                           const Meant& m) { s.pager = m.denied() ? 0 : m.number("lines", 24); }},
    MeaningRow{"prompt",
               [](Settings& s, const Meant& m) {
                   s.prompt.clear();
                   std::istringstream words(m.denied() ? "" : m.word("text"));
                   for (std::string word; words >> word;) s.prompt.push_back(word);
               }},
    MeaningRow{"terminal.width",
               [](Settings& s, const Meant& m) {
                   s.width = m.denied() ? std::nullopt : std::optional<int>(m.number("width", 80));
               }},
    MeaningRow{"user",
               [](Settings& s, const Meant& m) {
                   if (!m.denied()) {
                       s.users.push_back({m.word("name"), m.word("password"), m.number("level", 2),
                                          m.statement.constant == "plain"});
                   }
               }},
    MeaningRow{"user.expires",
               [](Settings& s, const Meant& m) {
                   if (!m.denied() && !s.users.empty()) s.users.back().expires = day_of(m);
               }},
    MeaningRow{"user.status",
               [](Settings& s, const Meant& m) {
                   if (!m.denied() && !s.users.empty())
                       s.users.back().inactive = m.statement.constant == "inactive";
               }},
    MeaningRow{"user.password",
               [](Settings& s, const Meant& m) {
                   if (!m.denied() && !s.users.empty())
                       s.users.back().password = m.word("password");
               }},
};

}  // namespace

std::span<const MeaningRow> line_meanings() { return line_rows; }

}  // namespace lab
