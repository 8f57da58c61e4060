#include "profiles/profile_data.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>

#include "grammar/fault.hpp"
#include "profiles/phrasing.hpp"
#include "profiles/text_file.hpp"

namespace profiles {
namespace {

namespace fs = std::filesystem;
using Trees = std::map<std::string, std::vector<grammar::Node>>;

struct OutlineFile {
    std::string path;
    std::string text;
    bool mode = false;  // else it has named subtrees for the others
};

// The folders of an entry such as `templates`; one must be there.
std::vector<std::string> folders_of(const Roots& roots, const std::string& folder,
                                    const Source& source) {
    auto found = roots.having(folder);
    if (found.empty()) {
        throw grammar::Faults(source.file, source.line, 0, "there is no folder '" + folder + "'");
    }
    return found;
}

// Files such as FOLDER/a/b.txt as a/b; the first one of a name counts.
void list_texts(const fs::path& folder, const std::string& before,
                std::map<std::string, std::string>& found) {
    for (const auto& file : fs::recursive_directory_iterator(folder)) {
        if (file.path().extension() != ".txt") continue;
        std::string name = before + file.path().lexically_relative(folder).generic_string();
        name.resize(name.size() - 4);
        found.emplace(std::move(name), file.path().generic_string());
    }
}

std::map<std::string, std::string> list_templates(const Roots& roots, const Entry<Texts>& folders) {
    std::map<std::string, std::string> found;
    for (const auto& folder : folders.value) {
        for (const auto& path : folders_of(roots, folder, folders.source)) {
            list_texts(path, {}, found);
        }
    }
    return found;
}

std::map<std::string, std::string> list_outlines(const Roots& roots, const Entry<Texts>& folders) {
    std::map<std::string, std::string> found;
    for (const auto& folder : folders.value) {
        auto paths = folders_of(roots, folder, folders.source);
        std::reverse(paths.begin(), paths.end());
        for (const auto& path : paths) {
            for (const auto& file : fs::directory_iterator(path)) {
                if (file.path().extension() != ".cli") continue;
                found[file.path().filename().string()] = file.path().generic_string();
            }
        }
    }
    return found;
}

// By the modes they are named after.
std::map<std::string, std::string> list_later(const Roots& roots, const Entry<Texts>& folders) {
    std::map<std::string, std::string> found;
    for (const auto& [file, path] : list_outlines(roots, folders)) {
        found[file.substr(0, file.rfind('.'))] = path;
    }
    return found;
}

bool states_a_mode(const std::string& text) {
    return text.starts_with("@mode ") || text.find("\n@mode ") != std::string::npos;
}

Mode read_mode(const Sheet& sheet, const std::set<std::string>& capabilities, const Canned& canned,
               const std::string& text, const std::string& path, const Trees& trees) {
    const auto number = [&](const std::string& name) -> std::optional<long> {
        const auto known = sheet.numbers.find(name);
        if (known == sheet.numbers.end()) return std::nullopt;
        return known->second.value;
    };
    Mode mode;
    mode.outline = grammar::read_outline(text, path, trees);
    add_canned(canned, mode.outline);
    mode.tree = grammar::grow(mode.outline, capabilities, number);
    return mode;
}

// Reads the outlines of one profile, subtree files first, and grows their trees.
class Modes {
public:
    Modes(const Sheet& sheet, const std::set<std::string>& capabilities, const Canned& canned)
        : sheet_(sheet), capabilities_(capabilities), canned_(canned) {}

    // `later` are modes that are read when they are wanted.
    std::map<std::string, Mode> read(const std::map<std::string, std::string>& files,
                                     const std::map<std::string, std::string>& later);
    Trees take_trees() { return std::move(trees_); }

private:
    void read_trees(const OutlineFile& file);
    void read_mode(const OutlineFile& file);
    bool has(const std::string& mode) const {
        return modes_.contains(mode) || later_->contains(mode);
    }
    void check_relations();
    void check_defaults();
    void fault(const std::string& file, std::string what) {
        faults_.push_back({file, 0, 0, std::move(what)});
    }
    void collect(const auto& step) {
        try {
            step();
        } catch (const grammar::Faults& faults) {
            faults_.insert(faults_.end(), faults.list().begin(), faults.list().end());
        }
    }

    const Sheet& sheet_;
    const std::set<std::string>& capabilities_;
    const Canned& canned_;
    Trees trees_;
    const std::map<std::string, std::string>* later_ = nullptr;
    std::map<std::string, Mode> modes_;
    std::vector<grammar::Fault> faults_;
};

std::map<std::string, Mode> Modes::read(const std::map<std::string, std::string>& files,
                                        const std::map<std::string, std::string>& later) {
    later_ = &later;
    std::vector<OutlineFile> outlines;
    for (const auto& [name, path] : files) {
        collect([&, &path = path] {
            std::string text = read_text_file(path);
            const bool mode = states_a_mode(text);
            outlines.push_back({path, std::move(text), mode});
        });
    }
    for (const auto& file : outlines) {
        if (!file.mode) collect([&] { read_trees(file); });
    }
    for (const auto& file : outlines) {
        if (file.mode) collect([&] { read_mode(file); });
    }
    if (faults_.empty()) check_relations();
    if (faults_.empty()) check_defaults();
    if (!faults_.empty()) throw grammar::Faults(std::move(faults_));
    return std::move(modes_);
}

void Modes::read_trees(const OutlineFile& file) {
    for (auto& [name, nodes] : grammar::read_trees(file.text, file.path)) {
        if (!trees_.emplace(name, std::move(nodes)).second) {
            fault(file.path, "another file has a @tree " + name + " already");
        }
    }
}

void Modes::read_mode(const OutlineFile& file) {
    auto mode = profiles::read_mode(sheet_, capabilities_, canned_, file.text, file.path, trees_);
    const std::string name = mode.outline.mode;
    if (!modes_.emplace(name, std::move(mode)).second) {
        fault(file.path, "another file has @mode " + name + " already");
    }
}

void Modes::check_relations() {
    for (const auto& [name, mode] : modes_) {
        const auto& outline = mode.outline;
        for (const auto* other : {&outline.parent, &outline.inherit, &outline.run_with_do}) {
            if (!other->empty() && !has(*other)) {
                fault(outline.file, "there is no mode '" + *other + "'");
            }
        }
    }
}

void Modes::check_defaults() {
    for (const auto& [mode, entry] : sheet_.defaults) {
        if (has(mode)) continue;
        faults_.push_back(
            {entry.source.file, entry.source.line, 0, "there is no mode '" + mode + "'"});
    }
}

// Sections of the model replace equal names of the version.
template <class T> void replace(Section<T>& section, const Section<T>& with) {
    for (const auto& [name, entry] : with) section.insert_or_assign(name, entry);
}

void fill_defects(Profile::Data& data) {
    for (const auto& [id, entry] : data.sheet.defects) data.defects.push_back(entry.value);
}

}  // namespace

const Template* Profile::Data::find_template(const std::string& name) const {
    const auto path = template_files.find(name);
    if (path == template_files.end()) return nullptr;
    const std::scoped_lock lock(guard_);
    auto known = templates_.find(name);
    if (known == templates_.end()) {
        const auto text = read_text_file(path->second);
        auto read =
            Template::read(name.starts_with(canned_texts) ? plain_text(text) : text, path->second);
        known = templates_.emplace(name, std::move(read)).first;
    }
    return &known->second;
}

const Mode* Profile::Data::find_mode(const std::string& name) const {
    if (const auto known = modes.find(name); known != modes.end()) return &known->second;
    const auto path = later_modes.find(name);
    if (path == later_modes.end()) return nullptr;
    const std::scoped_lock lock(guard_);
    auto known = read_modes_.find(name);
    if (known == read_modes_.end()) {
        auto mode = read_mode(sheet, capabilities, canned, read_text_file(path->second),
                              path->second, trees);
        if (mode.outline.mode != name) {
            throw grammar::Faults(path->second, 1, 0, "is named after another mode than its own");
        }
        known = read_modes_.emplace(name, std::move(mode)).first;
    }
    return &known->second;
}

const Entry<Message>* Profile::Data::find_message(const std::string& name) const {
    const auto unread = sheet.messages.find(name);
    if (unread == sheet.messages.end()) return nullptr;
    const std::scoped_lock lock(guard_);
    auto known = messages_.find(name);
    if (known == messages_.end()) {
        known = messages_.emplace(name, read_message(unread->second)).first;
    }
    return &known->second;
}

const Entry<NoticeText>* Profile::Data::find_notice(const std::string& event) const {
    const auto unread = sheet.notices.find(event);
    if (unread == sheet.notices.end()) return nullptr;
    const std::scoped_lock lock(guard_);
    auto known = notices_.find(event);
    if (known == notices_.end()) {
        known = notices_.emplace(event, read_notice(unread->second)).first;
    }
    return &known->second;
}

// What a model is licensed for at most is a number that ranges may name: licensed.max_vlans.
void count_features(Profile::Data& data) {
    for (const auto& [id, feature] : data.model.model.features) {
        long most = 0;
        const auto& text = feature.licensed;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), most);
        if (read.ec != std::errc() || read.ptr != text.data() + text.size()) continue;
        data.sheet.numbers["licensed." + id] = {most, {"the model's features", {}, 0}};
    }
}

std::shared_ptr<const Profile::Data> assemble(const Roots& roots, Sheet sheet, ModelSheet model) {
    auto data = std::make_shared<Profile::Data>();
    data->sheet = std::move(sheet);
    data->model = std::move(model);
    data->platform = data->sheet.name.substr(0, data->sheet.name.find('/'));
    data->capabilities = data->model.capabilities;
    if (const auto& own = data->sheet.capabilities) {
        data->capabilities.insert(own->value.begin(), own->value.end());
    }
    replace(data->sheet.texts, data->model.texts);
    replace(data->sheet.numbers, data->model.numbers);
    replace(data->sheet.lists, data->model.lists);
    count_features(*data);
    fill_defects(*data);
    if (const auto& folders = data->sheet.templates) {
        data->template_files = list_templates(roots, *folders);
    }
    if (const auto& folders = data->sheet.later) data->later_modes = list_later(roots, *folders);
    if (const auto& folders = data->sheet.outlines) {
        for (const auto& path : roots.having(data->platform + "/canned")) {
            list_texts(path, std::string(canned_texts), data->template_files);
        }
        data->canned = read_canned(roots.having(data->platform), data->template_files);
        Modes modes(data->sheet, data->capabilities, data->canned);
        data->modes = modes.read(list_outlines(roots, *folders), data->later_modes);
        check_canned(data->canned, [&](const std::string& mode) {
            return data->modes.contains(mode) || data->later_modes.contains(mode);
        });
        data->trees = modes.take_trees();
    }
    return data;
}

}  // namespace profiles
