#include "rehearsals/twin_screens.hpp"

#include <algorithm>
#include <filesystem>

#include "grammar/fault.hpp"
#include "profiles/text_file.hpp"
#include "profiles/yaml_reader.hpp"

namespace rehearsals {
namespace {

using profiles::YamlReader;
using Node = YAML::Node;

class BookReader {
public:
    BookReader(ScreenBook& book, std::string folder, const std::string& file)
        : book_(book),
          folder_(std::move(folder)),
          yaml_(profiles::read_text_file(folder_ + "/" + file), folder_ + "/" + file) {}

    void read() {
        std::string use;
        yaml_.keys(yaml_.root(),
                   {{"from", [&](auto& n) { yaml_.text(n); }},
                    {"use", [&](auto& n) { use = yaml_.text(n); }},
                    {"prompt", [&](auto& n) { book_.prompt = pattern(n); }},
                    {"privileged", [&](auto& n) { book_.privileged = pattern(n); }},
                    {"enable", [&](auto& n) { book_.enable = yaml_.text(n); }},
                    {"no_context", [&](auto& n) { book_.no_context = yaml_.texts(n); }},
                    {"save", [&](auto& n) { book_.save = yaml_.texts(n); }},
                    {"no_pager", [&](auto& n) { book_.no_pager = yaml_.texts(n); }},
                    {"screens", [&](auto& n) { yaml_.each(n, [&](auto& s) { screen(s); }); }},
                    {"facts", [&](auto& n) { sets(n); }},
                    {"images", [&](auto& n) { yaml_.each(n, [&](auto& i) { image(i); }); }},
                    {"dropped", [&](auto& n) { book_.dropped = patterns(n); }},
                    {"secrets", [&](auto& n) { yaml_.each(n, [&](auto& s) { secret(s); }); }},
                    {"causes", [&](auto& n) { yaml_.each(n, [&](auto& c) { cause(c); }); }},
                    {"acts", [&](auto& n) { acts(n); }}});
        yaml_.finish();
        if (!use.empty()) BookReader(book_, folder_, use).read();
    }

private:
    grammar::Regex pattern(const Node& node) {
        const auto text = yaml_.text(node);
        try {
            return grammar::Regex(text);
        } catch (const std::invalid_argument& error) {
            yaml_.fault(node, std::string("no pattern: ") + error.what());
            return grammar::Regex();
        }
    }
    std::vector<grammar::Regex> patterns(const Node& list) {
        std::vector<grammar::Regex> made;
        yaml_.each(list, [&](auto& n) { made.push_back(pattern(n)); });
        return made;
    }

    void screen(const Node& node) {
        ScreenRule made;
        yaml_.keys(node,
                   {{"command", [&](auto& n) { made.command = yaml_.text(n); }},
                    {"also", [&](auto& n) { made.also = yaml_.texts(n); }},
                    {"marks", [&](auto& n) { made.marks = patterns(n); }},
                    {"unlike", [&](auto& n) { made.unlike = patterns(n); }},
                    {"ends", [&](auto& n) { made.ends = pattern(n); }},
                    {"facts", [&](auto& n) { made.facts = yaml_.text(n); }},
                    {"before", [&](auto& n) { made.before = yaml_.texts(n); }},
                    {"after", [&](auto& n) { made.after = yaml_.texts(n); }},
                    {"undated", [&](auto& n) { made.undated = yaml_.boolean(n); }},
                    {"configuration", [&](auto& n) { made.configuration = yaml_.boolean(n); }}});
        if (made.marks.empty()) yaml_.fault(node, "a screen needs marks");
        book_.screens.push_back(std::move(made));
    }

    void sets(const Node& node) {
        for (const auto& entry : yaml_.entries(node)) {
            auto& set = book_.facts[entry.key];
            yaml_.each(entry.value, [&](auto& n) { set.push_back(rule(n)); });
        }
    }

    // The names in (?<name>...) of a pattern.
    static std::vector<std::string> names_in(const std::string& text) {
        std::vector<std::string> names;
        for (auto at = text.find("(?<"); at != std::string::npos; at = text.find("(?<", at + 3)) {
            if (text[at + 3] == '!' || text[at + 3] == '=') continue;
            names.push_back(text.substr(at + 3, text.find('>', at) - at - 3));
        }
        return names;
    }

    FactRule rule(const Node& node) {
        FactRule made;
        yaml_.keys(node, {{"fact", [&](auto& n) { made.fact = yaml_.text(n); }},
                          {"pattern", [&](auto& n) { made.pattern = pattern(n); }},
                          {"below", [&](auto& n) { made.below = pattern(n); }},
                          {"is", [&](auto& n) { made.is = yaml_.text(n); }},
                          {"record",
                           [&](auto& n) {
                               made.fact = yaml_.text(n);
                               made.record = true;
                           }},
                          {"begins",
                           [&](auto& n) {
                               made.pattern = pattern(n);
                               made.names = names_in(yaml_.text(n));
                           }},
                          {"fields", [&](auto& n) {
                               for (const auto& entry : yaml_.entries(n)) {
                                   made.fields.emplace(entry.key, pattern(entry.value));
                               }
                           }}});
        if (made.fact.empty() || made.pattern.empty()) {
            yaml_.fault(node, "a fact needs a name and a pattern");
        }
        return made;
    }

    void image(const Node& node) {
        ImageRule made;
        yaml_.keys(node, {{"pattern", [&](auto& n) { made.pattern = pattern(n); }},
                          {"version", [&](auto& n) { made.version = yaml_.text(n); }}});
        book_.images.push_back(std::move(made));
    }

    void secret(const Node& node) {
        SecretRule made;
        yaml_.keys(node, {{"word", [&](auto& n) { made.word = yaml_.text(n); }},
                          {"pattern", [&](auto& n) { made.pattern = pattern(n); }},
                          {"with", [&](auto& n) { made.with = yaml_.text(n); }},
                          {"until", [&](auto& n) { made.until = pattern(n); }}});
        book_.secrets.push_back(std::move(made));
    }

    void cause(const Node& node) {
        CauseRule made;
        yaml_.keys(node, {{"reason", [&](auto& n) { made.reason = pattern(n); }},
                          {"acts", [&](auto& n) { made.acts = yaml_.texts(n); }},
                          {"token", [&](auto& n) { made.token = yaml_.text(n); }},
                          {"means", [&](auto& n) { made.means = yaml_.text(n); }}});
        book_.causes.push_back(std::move(made));
    }

    void acts(const Node& node) {
        for (const auto& entry : yaml_.entries(node)) {
            book_.acts.emplace(entry.key, yaml_.texts(entry.value));
        }
    }

    ScreenBook& book_;
    std::string folder_;
    YamlReader yaml_;
};

}  // namespace

std::vector<ScreenBook> read_screen_books(const std::string& profiles) {
    namespace fs = std::filesystem;
    std::vector<std::string> platforms;
    for (const auto& folder : fs::directory_iterator(profiles)) {
        const auto name = folder.path().filename().string();
        if (fs::exists(folder.path() / "twin" / "screens.yaml")) platforms.push_back(name);
    }
    std::sort(platforms.begin(), platforms.end());
    std::vector<ScreenBook> books;
    for (const auto& platform : platforms) {
        ScreenBook book;
        book.platform = platform;
        BookReader(book, profiles, platform + "/twin/screens.yaml").read();
        if (!book.prompt.empty()) books.push_back(std::move(book));  // others only lend
    }
    return books;
}

bool found(const grammar::Regex& pattern, const std::string& line, grammar::Found* match) {
    constexpr std::size_t longest = 4000;
    if (pattern.empty() || line.size() > longest) return false;
    try {
        return match ? pattern.finds(line, *match) : pattern.finds(line);
    } catch (const std::runtime_error&) {  // it would take too long
        return false;
    }
}

}  // namespace rehearsals
