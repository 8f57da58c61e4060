#include "modes/pipeline.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <functional>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "grammar/line.hpp"
#include "modes/filter.hpp"

namespace modes {
namespace {

using Lines = std::vector<std::string>;
using Words = std::vector<std::string>;

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::optional<std::size_t> number_of(std::string_view word) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
    return value;
}

// Single letters behind a dash, and the words that are none.
struct Options {
    std::string flags;
    Words rest;
    bool has(char flag) const { return flags.find(flag) != std::string::npos; }
};

Options options_of(const Words& words) {
    Options options;
    for (const auto& word : words) {
        if (word.size() > 1 && word[0] == '-' && !number_of(word.substr(1))) {
            options.flags += word.substr(1);
        } else {
            options.rest.push_back(word);
        }
    }
    return options;
}

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

// One pattern of several words, or of those that each follow -e whichever is found.
std::string pattern_of(const Options& options) {
    const auto* between = options.has('e') ? "|" : " ";
    std::string pattern;
    for (const auto& word : options.rest) pattern += (pattern.empty() ? "" : between) + word;
    return pattern;
}

// grep, egrep, include, exclude: -i any case, -v or -V those without, -c how many, -e P or Q.
Lines grep(const Lines& lines, const Words& words, bool without) {
    const auto options = options_of(words);
    const bool fold = options.has('i');
    const auto pattern = pattern_of(options);
    const bool inverted = without != (options.has('v') || options.has('V'));
    Sieve sieve(grammar::FilterKind::grep, inverted, fold ? lowered(pattern) : pattern,
                Expression::perl);
    Lines kept;
    for (const auto& line : lines) {
        if (!sieve.pass((fold ? lowered(line) : line) + "\n").empty()) kept.push_back(line);
    }
    if (options.has('c')) return {fmt::format("{}", kept.size())};
    return kept;
}

Lines include(const Lines& lines, const Words& words) { return grep(lines, words, false); }
Lines exclude(const Lines& lines, const Words& words) { return grep(lines, words, true); }

Lines begin(const Lines& lines, const Words& words) {
    const auto found = grep(lines, words, false);
    if (found.empty()) return {};
    return {std::find(lines.begin(), lines.end(), found.front()), lines.end()};
}

Lines end(const Lines& lines, const Words& words) {
    const auto found = grep(lines, words, false);
    if (found.empty()) return lines;
    const auto last = std::find(lines.begin(), lines.end(), found.front());
    return {lines.begin(), std::next(last)};
}

Lines count(const Lines& lines, const Words& words) {
    return {fmt::format("{}", words.empty() ? lines.size() : grep(lines, words, false).size())};
}

// `head 5`, `head -n 5`, `head -5`; ten lines where nobody says how many.
std::size_t how_many(const Words& words) {
    for (const auto& word : words) {
        if (const auto number = number_of(word.starts_with('-') ? word.substr(1) : word)) {
            return *number;
        }
    }
    return 10;
}

Lines head(const Lines& lines, const Words& words) {
    const auto kept = std::min(how_many(words), lines.size());
    return {lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(kept)};
}

Lines last(const Lines& lines, const Words& words) {
    const auto kept = std::min(how_many(words), lines.size());
    return {lines.end() - static_cast<std::ptrdiff_t>(kept), lines.end()};
}

Lines sort(const Lines& lines, const Words& words) {
    const auto options = options_of(words);
    auto sorted = lines;
    const auto value = [](const std::string& line) {
        const auto start = std::min(line.find_first_not_of(' '), line.size());
        long long number = 0;
        std::from_chars(line.data() + start, line.data() + line.size(), number);
        return number;
    };
    std::stable_sort(sorted.begin(), sorted.end(), [&](const auto& a, const auto& b) {
        return options.has('n') ? value(a) < value(b) : a < b;
    });
    if (options.has('u')) sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    if (options.has('r')) std::reverse(sorted.begin(), sorted.end());
    return sorted;
}

Lines uniq(const Lines& lines, const Words& words) {
    const auto options = options_of(words);
    Lines out;
    for (std::size_t at = 0; at < lines.size();) {
        std::size_t same = 1;
        while (at + same < lines.size() && lines[at + same] == lines[at]) ++same;
        const bool wanted = options.has('d') ? same > 1 : !options.has('u') || same == 1;
        if (wanted) {
            out.push_back(options.has('c') ? fmt::format("{:7} {}", same, lines[at]) : lines[at]);
        }
        at += same;
    }
    return out;
}

Lines wc(const Lines& lines, const Words& words) {
    const auto options = options_of(words);
    std::size_t characters = 0;
    std::size_t spelled = 0;
    for (const auto& line : lines) {
        characters += line.size() + 1;
        bool inside = false;
        for (const unsigned char c : line) {
            const bool blank = std::isspace(c) != 0;
            if (!blank && !inside) ++spelled;
            inside = !blank;
        }
    }
    if (options.has('l')) return {fmt::format("{}", lines.size())};
    if (options.has('w')) return {fmt::format("{}", spelled)};
    if (options.has('c')) return {fmt::format("{}", characters)};
    return {fmt::format("{:7} {:7} {:7}", lines.size(), spelled, characters)};
}

// "2", "1,3", "2-4", "3-": is the n-th wanted?
bool chosen(std::string_view list, std::size_t n) {
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        const auto part = list.substr(0, comma);
        const auto dash = part.find('-');
        const auto low = number_of(part.substr(0, dash)).value_or(1);
        const auto high =
            dash == std::string_view::npos ? low : number_of(part.substr(dash + 1)).value_or(n);
        if (n >= low && n <= high) return true;
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return false;
}

std::string cut_line(const std::string& line, std::string_view list, char between) {
    if (line.find(between) == std::string::npos) return line;
    std::string out;
    std::size_t n = 1;
    for (std::size_t at = 0; at <= line.size(); ++n) {
        const auto stop = std::min(line.find(between, at), line.size());
        if (chosen(list, n)) {
            if (!out.empty()) out += between;
            out += line.substr(at, stop - at);
        }
        at = stop + 1;
    }
    return out;
}

// cut -f LIST -d C, or -c LIST.
Lines cut(const Lines& lines, const Words& words) {
    std::string fields;
    std::string characters;
    char between = '\t';
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto& word = words[at];
        if (word.size() < 2 || word[0] != '-') continue;
        const auto value = word.size() > 2         ? word.substr(2)
                           : at + 1 < words.size() ? words[at + 1]
                                                   : std::string();
        if (word[1] == 'f') fields = value;
        if (word[1] == 'c') characters = value;
        if (word[1] == 'd' && !value.empty()) between = value[0];
    }
    Lines out;
    for (const auto& line : lines) {
        if (characters.empty()) {
            out.push_back(cut_line(line, fields, between));
            continue;
        }
        out.emplace_back();
        for (std::size_t n = 1; n <= line.size(); ++n) {
            if (chosen(characters, n)) out.back() += line[n - 1];
        }
    }
    return out;
}

// "a-z" in full.
std::string spread(const std::string& set) {
    std::string out;
    for (std::size_t at = 0; at < set.size(); ++at) {
        if (at + 2 < set.size() && set[at + 1] == '-' && set[at] <= set[at + 2]) {
            for (int c = set[at]; c <= set[at + 2]; ++c) out += static_cast<char>(c);
            at += 2;
        } else {
            out += set[at];
        }
    }
    return out;
}

Lines tr(const Lines& lines, const Words& words) {
    const auto options = options_of(words);
    if (options.rest.empty()) return lines;
    const auto from = spread(options.rest[0]);
    const auto to = options.rest.size() > 1 ? spread(options.rest[1]) : std::string();
    Lines out;
    for (const auto& line : lines) {
        out.emplace_back();
        for (const char c : line) {
            const auto at = from.find(c);
            if (at == std::string::npos) {
                out.back() += c;
            } else if (!options.has('d') && !to.empty()) {
                out.back() += to[std::min(at, to.size() - 1)];
            }
        }
    }
    return out;
}

Lines all(const Lines& lines, const Words&) { return lines; }

using Filter = std::function<Lines(const Lines&, const Words&)>;
const std::map<std::string, Filter>& filters() {
    static const std::map<std::string, Filter> table{
        {"begin", begin},     {"count", count},     {"cut", cut},      {"egrep", include},
        {"end", end},         {"exclude", exclude}, {"grep", include}, {"head", head},
        {"include", include}, {"last", last},       {"less", all},     {"no-more", all},
        {"sort", sort},       {"tr", tr},           {"uniq", uniq},    {"wc", wc}};
    return table;
}

bool wants_pattern(const std::string& name) {
    return name == "begin" || name == "egrep" || name == "end" || name == "exclude" ||
           name == "grep" || name == "include" || name == "cut" || name == "tr";
}

// The next bar that is not quoted, from `at`.
std::size_t next_bar(std::string_view line, std::size_t at) {
    bool quoted = false;
    for (; at < line.size(); ++at) {
        if (line[at] == '"') quoted = !quoted;
        if (line[at] == '|' && !quoted) return at;
    }
    return std::string_view::npos;
}

Words quoted_words(std::string_view text) {
    Words words;
    bool quoted = false;
    bool inside = false;
    for (const char c : text) {
        if (c == '"') {
            quoted = !quoted;
            if (!inside) words.emplace_back();
            inside = true;
        } else if (c == ' ' && !quoted) {
            inside = false;
        } else {
            if (!inside) words.emplace_back();
            inside = true;
            words.back() += c;
        }
    }
    return words;
}

}  // namespace

std::string Pipeline::run(std::string text) const {
    auto lines = lines_of(text);
    for (const auto& stage : stages) lines = filters().at(stage.name)(lines, stage.words);
    std::string out;
    for (const auto& line : lines) out += line + "\n";
    return out;
}

bool Pipeline::unpaged() const {
    return std::any_of(stages.begin(), stages.end(),
                       [](const PipeStage& stage) { return stage.name == "no-more"; });
}

std::variant<Piped, BadPipe> read_pipeline(std::string_view line,
                                           const std::vector<std::string>& names) {
    Piped piped;
    auto bar = next_bar(line, 0);
    piped.command = line.substr(0, bar);
    while (bar != std::string_view::npos) {
        const auto next = next_bar(line, bar + 1);
        const auto length = next == std::string_view::npos ? next : next - bar - 1;
        auto words = quoted_words(line.substr(bar + 1, length));
        const auto column = std::min(line.find_first_not_of(' ', bar + 1), line.size());
        const int at = static_cast<int>(column);
        if (words.empty()) return BadPipe{BadPipe::Why::incomplete, at};
        Words fitting;
        for (const auto& name : names) {
            if (name == words.front()) fitting = {name};
            if (name == words.front()) break;
            if (name.starts_with(words.front())) fitting.push_back(name);
        }
        if (fitting.empty()) return BadPipe{BadPipe::Why::unknown, at};
        if (fitting.size() > 1) return BadPipe{BadPipe::Why::ambiguous, at};
        words.erase(words.begin());
        if (words.empty() && wants_pattern(fitting.front())) {
            return BadPipe{BadPipe::Why::incomplete, at};
        }
        piped.pipeline.stages.push_back({fitting.front(), std::move(words)});
        bar = next;
    }
    return piped;
}

}  // namespace modes
