#include "labs/words.hpp"

#include <algorithm>
#include <cassert>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "profiles/yaml_reader.hpp"

namespace lab {
namespace {

namespace fs = std::filesystem;
using Texts = std::map<std::string, std::string>;

constexpr const char* fallback = "en";

Texts read(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) throw grammar::Faults(file, 0, 0, "cannot be read");
    profiles::YamlReader yaml(text.str(), file);
    Texts words;
    for (const auto& entry : yaml.entries(yaml.root())) words[entry.key] = yaml.text(entry.value);
    yaml.finish();
    return words;
}

// A language's own name for a file; anything else is no file's name.
bool names_file(const std::string& language) {
    return !language.empty() && std::all_of(language.begin(), language.end(), [](char c) {
        return c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

}  // namespace

Words Words::load(const std::string& folder, const std::string& language) {
    Words words;
    words.language_ = language;
    const auto file = [&](const std::string& name) {
        return (fs::path(folder) / (name + ".yaml")).string();
    };
    words.words_ = read(file(fallback));
    if (language == fallback || !names_file(language) || !fs::exists(file(language))) return words;
    std::vector<grammar::Fault> faults;
    auto own = read(file(language));
    for (const auto& [name, text] : words.words_) {
        if (!own.contains(name)) faults.push_back({file(language), 0, 0, "lacks " + name});
    }
    for (const auto& [name, text] : own) {
        if (!words.words_.contains(name)) {
            faults.push_back({file(language), 0, 0, "English has no " + name});
        }
    }
    if (!faults.empty()) throw grammar::Faults(std::move(faults));
    words.words_ = std::move(own);
    return words;
}

const std::string& Words::operator[](const std::string& name) const {
    const auto found = words_.find(name);
    assert(found != words_.end() && "a test asks for every word of the frame");
    return found->second;
}

std::string Words::say(const std::string& name, const Facts& facts) const {
    auto text = (*this)[name];
    for (const auto& [hole, fact] : facts) {
        const auto mark = "{" + hole + "}";
        for (auto at = text.find(mark); at != std::string::npos;) {
            text.replace(at, mark.size(), fact);
            at = text.find(mark, at + fact.size());
        }
    }
    return text;
}

}  // namespace lab
