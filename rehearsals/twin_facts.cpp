#include "rehearsals/twin_facts.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "grammar/fault.hpp"

namespace rehearsals {
namespace {

using Lines = std::vector<SourceLine>;

std::size_t indent_of(const std::string& text) { return text.find_first_not_of(" \t"); }

// From the line behind the section's head to the first that is indented no more than it.
std::pair<std::size_t, std::size_t> section(const Lines& lines, const grammar::Regex& head) {
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (!found(head, lines[at].text)) continue;
        const auto deep = indent_of(lines[at].text);
        std::size_t end = at + 1;
        while (end < lines.size() && indent_of(lines[end].text) != std::string::npos &&
               indent_of(lines[end].text) > deep) {
            ++end;
        }
        return {at + 1, end};
    }
    return {0, 0};
}

// A name or a number, as devices print it; what a line's damage left is none.
bool printable(const std::string& value) {
    return std::all_of(value.begin(), value.end(),
                       [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != 127; });
}
bool plain(const std::string& value) {
    return std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c < 127; });
}

void read_record(const Capture& capture, const FactRule& rule, std::size_t from, std::size_t to,
                 Facts& facts) {
    constexpr std::size_t farthest = 60;
    const auto& lines = capture.lines;
    for (std::size_t at = from; at < to; ++at) {
        grammar::Found match;
        if (!found(rule.pattern, lines[at].text, &match)) continue;
        Record made{{}, capture.file, lines[at].number};
        if (!plain(lines[at].text)) continue;
        for (const auto& name : rule.names) made.fields[name] = match.str(name.c_str());
        for (std::size_t below = at + 1; below < std::min(to, at + farthest); ++below) {
            if (found(rule.pattern, lines[below].text)) break;
            for (const auto& [name, pattern] : rule.fields) {
                grammar::Found value;
                if (made.fields.contains(name) || !plain(lines[below].text) ||
                    !found(pattern, lines[below].text, &value))
                    continue;
                made.fields[name] = value.str(1);
            }
        }
        facts.records[rule.fact].push_back(std::move(made));
    }
}

void read_fact(const Capture& capture, const FactRule& rule, std::size_t from, std::size_t to,
               Facts& facts) {
    for (std::size_t at = from; at < to; ++at) {
        const auto& line = capture.lines[at];
        grammar::Found match;
        if (!found(rule.pattern, line.text, &match)) continue;
        const bool named = rule.fact.ends_with("account");  // by people, in their letters
        if (named ? !printable(match.str(1)) : !plain(match.str(1))) continue;
        facts.values.emplace(rule.fact, Fact{rule.is.empty() ? match.str(1) : rule.is, capture.file,
                                             line.number, capture.rule->command});
        return;
    }
}

// A second screen of the same command must be of the same device.
void check_same(const Capture& one, const Capture& other) {
    Facts first, second;
    read_facts(one, first);
    read_facts(other, second);
    for (const char* name : {"serial", "hostname", "pid"}) {
        const auto* a = first.fact(name);
        const auto* b = second.fact(name);
        if (!a || !b || a->value == b->value) continue;
        throw grammar::Faults(
            b->file, b->line, 0,
            fmt::format("the {} here is {}, in {}:{} it is {}: two devices in one place; put each "
                        "into a folder of its own",
                        name, b->value, a->file, a->line, a->value));
    }
}

void take(Source& source, Capture capture, std::vector<Remark>& ignored) {
    for (auto& there : source.captures) {
        if (there.rule != capture.rule) continue;
        check_same(there, capture);
        // The later one is how the device was left.
        ignored.push_back({there.file, there.line,
                           fmt::format("{}: a later one is used, {}:{}", there.rule->command,
                                       capture.file, capture.line)});
        there = std::move(capture);
        return;
    }
    source.captures.push_back(std::move(capture));
}

// Which of the books a device's screens fit: that of a screen which fits no other, else that which
// most fit. A capture that fits none of the chosen stays what it was.
void choose_books(std::vector<Capture*>& screens) {
    std::set<const ScreenBook*> sure;
    std::map<const ScreenBook*, int> fits;
    for (const auto* screen : screens) {
        if (screen->fits.size() == 1) sure.insert(screen->fits.front().book);
        for (const auto& fit : screen->fits) ++fits[fit.book];
    }
    if (sure.empty() && !fits.empty()) {
        const auto most =
            std::max_element(fits.begin(), fits.end(), [](const auto& a, const auto& b) {
                return a.second < b.second ||
                       (a.second == b.second && a.first->platform > b.first->platform);
            });
        sure.insert(most->first);
    }
    for (auto* screen : screens) {
        for (const auto& fit : screen->fits) {
            if (!sure.contains(fit.book)) continue;
            screen->book = fit.book;
            screen->rule = fit.rule;
            break;
        }
    }
}

std::string host_of(const Capture& capture) {
    Facts facts;
    read_facts(capture, facts);
    return facts.value("hostname");
}

}  // namespace

std::string Record::field(const std::string& name) const {
    const auto at = fields.find(name);
    return at == fields.end() ? "" : at->second;
}

const Fact* Facts::fact(const std::string& name) const {
    const auto at = values.find(name);
    return at == values.end() ? nullptr : &at->second;
}

std::string Facts::value(const std::string& name) const {
    const auto* there = fact(name);
    return there ? there->value : "";
}

bool Facts::is(const std::string& name, const std::string& wanted) const {
    return value(name) == wanted;
}

std::optional<grammar::Moment> Facts::moment(const std::string& name) const {
    return moment_in(value(name));
}

void read_facts(const Capture& capture, Facts& facts) {
    const auto rules = capture.book->facts.find(capture.rule->facts);
    if (rules == capture.book->facts.end()) return;
    std::set<std::string> told;  // by another screen
    for (const auto& [kind, records] : facts.records) told.insert(kind);
    for (const auto& rule : rules->second) {
        if (rule.record ? told.contains(rule.fact) : facts.values.contains(rule.fact)) continue;
        auto [from, to] = std::pair<std::size_t, std::size_t>(0, capture.lines.size());
        if (rule.below) std::tie(from, to) = section(capture.lines, *rule.below);
        if (rule.record)
            read_record(capture, rule, from, to, facts);
        else
            read_fact(capture, rule, from, to, facts);
    }
}

const Capture* Source::capture(const std::string& command) const {
    const auto at = std::find_if(captures.begin(), captures.end(), [&](const auto& capture) {
        return capture.rule->command == command;
    });
    return at == captures.end() ? nullptr : &*at;
}

std::vector<Source> sources_of(Collection& collection) {
    std::vector<Source> sources;
    std::vector<Capture> nameless;
    const auto place = [&](Capture capture) {
        for (auto& source : sources) {
            if (source.book == capture.book && source.folder == capture.folder &&
                source.host == capture.host) {
                return take(source, std::move(capture), collection.ignored);
            }
        }
        sources.push_back({capture.book, capture.folder, capture.host, {}, {}});
        sources.back().captures.push_back(std::move(capture));
    };
    std::map<std::pair<std::string, std::string>, std::vector<Capture*>> together;
    for (auto& capture : collection.captures) {
        if (capture.host.empty()) capture.host = host_of(capture);
        together[{capture.folder, capture.host}].push_back(&capture);
    }
    for (auto& [where, screens] : together) {
        // What no name stands on belongs to the folder's devices.
        if (where.second.empty()) {
            std::vector<Capture*> folder;
            for (auto& capture : collection.captures) {
                if (capture.folder == where.first) folder.push_back(&capture);
            }
            choose_books(folder);
        } else {
            choose_books(screens);
        }
    }
    for (auto& capture : collection.captures) {
        if (capture.host.empty())
            nameless.push_back(capture);
        else
            place(capture);
    }
    for (auto& capture : nameless) {
        std::vector<Source*> owners;
        for (auto& source : sources) {
            if (source.book == capture.book && source.folder == capture.folder) {
                owners.push_back(&source);
            }
        }
        if (owners.size() > 1) {
            collection.ignored.push_back({capture.file, capture.line,
                                          capture.rule->command + ": of which device? Several are "
                                                                  "in this folder"});
            continue;
        }
        if (!owners.empty()) capture.host = owners.front()->host;
        place(capture);
    }
    for (auto& source : sources) {
        auto& captures = source.captures;
        std::stable_sort(captures.begin(), captures.end(), [](const auto& a, const auto& b) {
            return a.rule < b.rule;  // both of one book's list
        });
        for (const auto& capture : captures) read_facts(capture, source.facts);
    }
    return sources;
}

}  // namespace rehearsals
