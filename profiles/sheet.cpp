#include "profiles/sheet.hpp"

#include <algorithm>
#include <functional>

#include "grammar/duration.hpp"
#include "profiles/phrasing.hpp"
#include "profiles/section.hpp"
#include "profiles/stamp.hpp"

namespace profiles {
namespace {

class SheetReader {
public:
    SheetReader(const std::string& text, Sheet sheet)
        : reader_(text, sheet.file), sheet_(std::move(sheet)) {}

    Sheet read(const std::string& name) &&;
    Sheet read_overlay(const std::string& name) &&;

private:
    using Read = void (SheetReader::*)(const YAML::Node&);
    static const std::map<std::string, Read>& keys();
    void read_keys(const char* own);
    void check_name(const char* key, const std::string& name);

    void name(const YAML::Node& node) { sheet_.name = reader_.text(node); }
    void version(const YAML::Node& node) { sheet_.version = read_version(node); }
    void from(const YAML::Node& node) { reader_.text(node); }
    void extends(const YAML::Node& node) { sheet_.extends = {reader_.text(node), source(node)}; }
    void templates(const YAML::Node& node) { sheet_.templates = folders(node); }
    void outlines(const YAML::Node& node) { sheet_.outlines = folders(node); }
    void later(const YAML::Node& node) { sheet_.later = folders(node); }
    void capabilities(const YAML::Node& node) { sheet_.capabilities = whole_list(node); }
    void models(const YAML::Node& node) { sheet_.models = whole_list(node); }
    void defaults(const YAML::Node& node) { read_lists(reader_, node, sheet_.defaults); }
    void lists(const YAML::Node& node) { read_lists(reader_, node, sheet_.lists); }
    void texts(const YAML::Node& node) { read_texts(reader_, node, sheet_.texts); }
    void numbers(const YAML::Node& node) { read_numbers(reader_, node, sheet_.numbers); }
    void words(const YAML::Node& node);
    void formats(const YAML::Node& node);
    void intervals(const YAML::Node& node);
    void defects(const YAML::Node& node);

    Source source(const YAML::Node& node) { return source_of(reader_, node, ""); }
    Entry<Texts> whole_list(const YAML::Node& node);
    Entry<Texts> folders(const YAML::Node& node);
    grammar::Version read_version(const YAML::Node& node);
    Words word_group(const YAML::Node& node);
    Defect defect(const YAML::Node& node);

    YamlReader reader_;
    Sheet sheet_;
};

const std::map<std::string, SheetReader::Read>& SheetReader::keys() {
    using S = SheetReader;
    static const std::map<std::string, Read> keys{
        {"profile", &S::name},      {"overlay", &S::name},
        {"version", &S::version},   {"from", &S::from},
        {"extends", &S::extends},   {"templates", &S::templates},
        {"outlines", &S::outlines}, {"capabilities", &S::capabilities},
        {"models", &S::models},     {"defaults", &S::defaults},
        {"words", &S::words},       {"formats", &S::formats},
        {"texts", &S::texts},       {"intervals", &S::intervals},
        {"numbers", &S::numbers},   {"lists", &S::lists},
        {"defects", &S::defects},   {"later", &S::later},
    };
    return keys;
}

void SheetReader::read_keys(const char* own) {
    const std::string other = std::string(own) == "profile" ? "overlay" : "profile";
    for (const auto& entry : reader_.entries(reader_.root())) {
        const auto known = keys().find(entry.key);
        if (known == keys().end() || entry.key == other) {
            reader_.unknown(entry);
        } else {
            (this->*known->second)(entry.value);
        }
    }
}

void SheetReader::check_name(const char* key, const std::string& name) {
    const YAML::Node& root = reader_.root();
    if (!root.IsMap() || sheet_.name == name) return;
    const YAML::Node own = root[key];
    reader_.fault(own ? own : root,
                  std::string("'") + key + "' must be '" + name + "', as the file's name is");
}

Sheet SheetReader::read(const std::string& name) && {
    const YAML::Node& root = reader_.root();
    read_keys("profile");
    if (root.IsMap() && !root["version"]) reader_.fault(root, "a profile needs a 'version'");
    check_name("profile", name);
    reader_.finish();
    return std::move(sheet_);
}

Sheet SheetReader::read_overlay(const std::string& name) && {
    const YAML::Node& root = reader_.root();
    read_keys("overlay");
    for (const char* key : {"version", "extends", "models"}) {
        if (root.IsMap() && root[key]) reader_.fault(root[key], "is the version's to say");
    }
    check_name("overlay", name);
    reader_.finish();
    return std::move(sheet_);
}

Entry<Texts> SheetReader::whole_list(const YAML::Node& node) {
    return {reader_.texts(reader_.value(node)), source(node)};
}

// Folders are named from the profiles' own folder and stay inside it.
Entry<Texts> SheetReader::folders(const YAML::Node& node) {
    auto list = whole_list(node);
    for (const auto& folder : list.value) {
        if (folder.empty() || folder.front() == '/' || folder.find("..") != std::string::npos) {
            reader_.fault(node, "'" + folder + "' is no folder of the profiles");
        }
    }
    return list;
}

grammar::Version SheetReader::read_version(const YAML::Node& node) {
    const std::string text = reader_.text(node);
    if (auto version = grammar::read_version(text)) return *version;
    reader_.fault(node, "'" + text + "' is no version");
    return {};
}

void SheetReader::words(const YAML::Node& node) {
    read_section(reader_, node, sheet_.words, [&](const auto& group) { return word_group(group); });
}

Words SheetReader::word_group(const YAML::Node& node) {
    Words words;
    for (const auto& entry : reader_.entries(node)) {
        if (entry.key == "from") continue;
        reader_.evidence(entry.value);
        words[entry.key] = reader_.text(reader_.value(entry.value));
    }
    return words;
}

void SheetReader::formats(const YAML::Node& node) {
    read_section(reader_, node, sheet_.formats, [&](const auto& value) {
        std::string format = reader_.text(value);
        if (const auto wrong = fault_of_format(format)) reader_.fault(value, *wrong);
        return format;
    });
}

void SheetReader::intervals(const YAML::Node& node) {
    read_section(reader_, node, sheet_.intervals, [&](const auto& value) {
        const std::string text = reader_.text(value);
        const auto span = grammar::read_duration(text);
        if (!span) reader_.fault(value, "'" + text + "' is no span of time, such as 30d or 1h30m");
        return span.value_or(grammar::Span{});
    });
}

void SheetReader::defects(const YAML::Node& node) {
    read_section(reader_, node, sheet_.defects, [&](const auto& value) { return defect(value); });
    for (auto& [id, entry] : sheet_.defects) entry.value.id = id;
}

Defect SheetReader::defect(const YAML::Node& node) {
    Defect defect;
    for (const auto& entry : reader_.entries(node)) {
        if (entry.key == "effect") {
            defect.effect = reader_.text(entry.value);
        } else if (entry.key == "models") {
            defect.models = reader_.texts(entry.value);
        } else if (entry.key == "fixed") {
            for (const auto& item : reader_.items(entry.value)) {
                defect.fixed.push_back(read_version(item));
            }
        } else if (entry.key != "from") {
            reader_.unknown(entry);
        }
    }
    if (defect.effect.empty()) reader_.fault(node, "a defect needs an 'effect'");
    return defect;
}

}  // namespace

Sheet read_sheet(std::string text, const std::string& file, const std::string& name) {
    Sheet sheet;
    sheet.file = file;
    take_phrasing(text, sheet);
    return SheetReader(text, std::move(sheet)).read(name);
}

Sheet read_overlay(std::string text, const std::string& file, const std::string& name) {
    Sheet sheet;
    sheet.file = file;
    take_phrasing(text, sheet);
    return SheetReader(text, std::move(sheet)).read_overlay(name);
}

namespace {

bool is_change(const std::string& name) { return name.starts_with('+') || name.starts_with('-'); }

// A list of changes alone, `+x` and `-y`, is carried out on the parent's; any other replaces it.
void change(std::optional<Entry<Texts>>& child, const std::optional<Entry<Texts>>& parent) {
    if (!child) {
        child = parent;
        return;
    }
    Texts& own = child->value;
    if (own.empty() || !std::all_of(own.begin(), own.end(), is_change)) return;
    Texts all = parent ? parent->value : Texts{};
    for (const auto& change : own) {
        const auto name = change.substr(1);
        std::erase(all, name);
        if (change.front() == '+') all.push_back(name);
    }
    own = std::move(all);
}

// A group `+name` is the parent's group with these words in it.
void change_words(Section<Words>& child, const Section<Words>& parent) {
    for (auto change = child.begin(); change != child.end() && change->first.starts_with('+');
         change = child.erase(change)) {
        const auto name = change->first.substr(1);
        auto group = std::move(change->second);
        const auto known = parent.find(name);
        if (known != parent.end()) {
            group.value.insert(known->second.value.begin(), known->second.value.end());
            group.source.from += "; else " + known->second.source.from;
        }
        child.insert_or_assign(name, std::move(group));
    }
}

}  // namespace

void inherit(Sheet& child, const Sheet& parent) {
    const auto whole = [](auto& own, const auto& theirs) {
        if (!own) own = theirs;
    };
    whole(child.templates, parent.templates);
    whole(child.outlines, parent.outlines);
    whole(child.later, parent.later);
    change(child.capabilities, parent.capabilities);
    change(child.models, parent.models);
    change_words(child.words, parent.words);
    const auto entries = [](auto& own, const auto& theirs) {
        own.insert(theirs.begin(), theirs.end());
    };
    entries(child.defaults, parent.defaults);
    entries(child.lists, parent.lists);
    entries(child.words, parent.words);
    entries(child.formats, parent.formats);
    entries(child.texts, parent.texts);
    entries(child.intervals, parent.intervals);
    entries(child.numbers, parent.numbers);
    entries(child.messages, parent.messages);
    entries(child.notices, parent.notices);
    entries(child.defects, parent.defects);
}

Sheet laid_over(Sheet overlay, const Sheet& version) {
    const auto own = overlay.templates;
    const auto outlines = overlay.outlines;
    overlay.file = version.file;
    overlay.name = version.name;
    overlay.version = version.version;
    overlay.templates.reset();
    overlay.outlines.reset();
    inherit(overlay, version);
    if (own && overlay.templates) {
        auto& all = overlay.templates->value;
        all.insert(all.begin(), own->value.begin(), own->value.end());
    }
    if (outlines && overlay.outlines) {
        auto& all = overlay.outlines->value;
        all.insert(all.end(), outlines->value.begin(), outlines->value.end());
    }
    return overlay;
}

}  // namespace profiles
