#include "transcripts/transcript.hpp"

#include <algorithm>
#include <array>
#include <boost/fusion/include/adapt_struct.hpp>
#include <boost/spirit/home/x3.hpp>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "grammar/fault.hpp"
#include "profiles/text_file.hpp"

namespace transcripts {
namespace {

// `@word rest`: one blank between, so that a pattern may begin with blanks.
struct AtLine {
    std::string word;
    std::string rest;

    int rest_column() const { return static_cast<int>(word.size()) + 3; }
};

}  // namespace
}  // namespace transcripts

BOOST_FUSION_ADAPT_STRUCT(transcripts::AtLine, word, rest)

namespace transcripts {
namespace {

namespace x3 = boost::spirit::x3;

const x3::rule<class at_line_rule, AtLine> at_line = "a line of ours";
const auto at_line_def = '@' >> *(x3::char_ - ' ') >> -(x3::omit[x3::char_(' ')] >> *x3::char_);
BOOST_SPIRIT_DEFINE(at_line)

const auto seed_number = x3::uint_parser<std::uint64_t>{};

AtLine read_at_line(std::string_view line) {
    AtLine read;
    x3::parse(line.begin(), line.end(), at_line, read);
    return read;
}

constexpr std::array<std::string_view, 4> expectation_words{"any", "re", "glob", "secret"};
// Directions that may come before the first screen. @clock and @device mean the front's there.
constexpr std::array<std::string_view, 6> opening_words{"advance", "authority", "grade",
                                                        "help",    "network",   "state"};

bool among(const auto& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string trimmed(std::string text) {
    text.erase(text.find_last_not_of(" \t") + 1);
    text.erase(0, text.find_first_not_of(" \t"));
    return text;
}

class Reader {
public:
    explicit Reader(const std::string& file) { read_.file = file; }

    Transcript read(std::string_view text);

private:
    void fault(int column, std::string what) {
        faults_.push_back({read_.file, number_, column, std::move(what)});
    }
    void line(const std::string& line);
    void front(const AtLine& at);
    void value(const std::string& word, const std::string& value, int column);
    void body(const std::string& line, const AtLine& at);
    void pattern(const AtLine& at);
    void add(Step::Kind kind, std::string text) {
        read_.steps.push_back({kind, std::move(text), number_, 1, {}});
    }
    void check_whole();

    Transcript read_;
    std::vector<grammar::Fault> faults_;
    bool in_front_ = true;
    int number_ = 0;
};

Transcript Reader::read(std::string_view text) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        read_.lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number_;
        line(read_.lines.back());
    }
    check_whole();
    if (!faults_.empty()) throw grammar::Faults(std::move(faults_));
    return std::move(read_);
}

void Reader::line(const std::string& line) {
    if (!line.starts_with('@')) {
        in_front_ = false;
        return add(Step::Kind::screen, line);
    }
    const auto at = read_at_line(line);
    if (at.word.starts_with('@') || among(expectation_words, at.word) ||
        among(opening_words, at.word)) {
        in_front_ = false;
    }
    if (in_front_) return front(at);
    body(line, at);
}

void Reader::front(const AtLine& at) {
    static constexpr std::array<std::string_view, 7> words{"profile", "model", "lab", "device",
                                                           "clock",   "seed",  "from"};
    if (at.word.starts_with('#')) return;
    if (!among(words, at.word)) {
        return fault(1, "no front line is called @" + at.word +
                            "; there are @profile, @model, @lab, @device, @clock, @seed, @from");
    }
    const auto given = trimmed(at.rest);
    if (given.empty()) return fault(1, "@" + at.word + " needs a value");
    const bool again = !read_.places.emplace(at.word, number_).second;
    if (again && at.word != "from") return fault(1, "a second @" + at.word);
    const auto blanks = at.rest.find_first_not_of(" \t");
    value(at.word, given, at.rest_column() + static_cast<int>(blanks));
}

void Reader::value(const std::string& word, const std::string& value, int column) {
    if (word == "from") read_.from.push_back(value);
    if (word == "profile") read_.profile = value;
    if (word == "model") read_.model = value;
    if (word == "lab") read_.lab = value;
    if (word == "device") read_.device = value;
    if (word == "clock") {
        read_.clock = grammar::read_moment(value);
        if (!read_.clock) fault(column, "not a moment such as 2026-01-12T13:00:00Z: " + value);
    }
    if (word == "seed") {
        std::uint64_t number = 0;
        if (x3::parse(value.begin(), value.end(), seed_number >> x3::eoi, number)) {
            read_.seed = number;
        } else {
            fault(column, "not a number: " + value);
        }
    }
}

void Reader::body(const std::string& line, const AtLine& at) {
    if (at.word.starts_with('@')) return add(Step::Kind::screen, line.substr(1));
    if (at.word.starts_with('#')) return add(Step::Kind::remark, line);
    if (at.word == "re" || at.word == "glob") return pattern(at);
    if (at.word == "secret") return add(Step::Kind::secret, at.rest);
    if (at.word != "any") return add(Step::Kind::direction, line);
    if (!trimmed(at.rest).empty()) return fault(at.rest_column(), "@any takes nothing behind it");
    add(Step::Kind::any, {});
}

// One with a variable in it, perhaps, is made when its lab has said so.
void Reader::pattern(const AtLine& at) {
    if (at.rest.empty()) return fault(1, "@" + at.word + " needs a pattern");
    try {
        const bool waits = at.rest.find("${") != std::string::npos;
        std::optional<Pattern> made;
        if (!waits) made = at.word == "re" ? Pattern::regex(at.rest) : Pattern::glob(at.rest);
        add(Step::Kind::pattern, at.rest);
        read_.steps.back().column = at.rest_column();
        read_.steps.back().pattern = std::move(made);
    } catch (const std::invalid_argument& error) {
        fault(at.rest_column(), error.what());
    }
}

void Reader::check_whole() {
    number_ = 0;
    if (!read_.places.contains("from")) fault(0, "@from is missing: say what evidence it follows");
    if (!read_.places.contains("profile") && !read_.places.contains("lab")) {
        fault(0, "@profile is missing, or @lab");
    }
    const bool shows = std::any_of(read_.steps.begin(), read_.steps.end(), [](const Step& step) {
        return step.kind == Step::Kind::screen || step.kind == Step::Kind::pattern;
    });
    if (!shows && faults_.empty()) fault(0, "there is no screen to compare");
}

}  // namespace

int Transcript::place(const std::string& word) const {
    const auto found = places.find(word);
    return found == places.end() ? 0 : found->second;
}

Transcript read_transcript(const std::string& text, const std::string& file) {
    return Reader(file).read(text);
}

Transcript load_transcript(const std::string& file) {
    return read_transcript(profiles::read_text_file(file), file);
}

namespace {

// Any byte that means something in a pattern means itself behind a backslash.
std::string literal(const std::string& value) {
    std::string text;
    for (const char c : value) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || c == ' ' || (c & 0x80) != 0;
        text += plain ? "" : "\\";
        text += c;
    }
    return text;
}

// In the file a pattern stands behind "@re " or "@glob ".
Pattern pattern_of(const Transcript& transcript, const Step& step) {
    const auto& line = transcript.lines[static_cast<std::size_t>(step.line) - 1];
    return line.starts_with("@re") ? Pattern::regex(step.text) : Pattern::glob(step.text);
}

}  // namespace

Transcript with_values(Transcript transcript, const lab::Variables& variables) {
    std::vector<grammar::Fault> faults;
    for (auto& step : transcript.steps) {
        const bool pattern = step.kind == Step::Kind::pattern;
        if (step.text.find("${") == std::string::npos) continue;
        const auto fault = [&](int column, const std::string& what) {
            faults.push_back({transcript.file, step.line, column, what});
        };
        if (!variables.empty()) {
            step.text = lab::with_values(
                step.text, variables,
                [&](const std::string& name, std::size_t at) {
                    fault(step.column + static_cast<int>(at), "no variable is named " + name);
                },
                pattern ? literal : [](const std::string& value) { return value; });
        }
        try {
            if (pattern) step.pattern = pattern_of(transcript, step);
        } catch (const std::invalid_argument& error) {
            fault(step.column, error.what());
        }
    }
    if (!faults.empty()) throw grammar::Faults(std::move(faults));
    transcript.variables = variables;
    return transcript;
}

std::string written(const std::string& screen_line) {
    return screen_line.starts_with('@') ? "@" + screen_line : screen_line;
}

}  // namespace transcripts
