// Finding profiles: file names say which versions there are; YAML is read for what is loaded, each
// file once.
#include <algorithm>
#include <filesystem>
#include <mutex>

#include "grammar/fault.hpp"
#include "profiles/profile.hpp"
#include "profiles/profile_data.hpp"
#include "profiles/roots.hpp"
#include "profiles/text_file.hpp"

namespace profiles {
namespace {

namespace fs = std::filesystem;

// A platform's history is a line of releases; a model's kin are few.
constexpr int deepest_extends = 16;
constexpr int deepest_models = 3;

struct Release {
    grammar::Version version;  // as the file's name has it
    std::string stem;
};
using Catalog = std::map<std::string, std::vector<Release>>;  // by platform, oldest first

bool older(const Release& a, const Release& b) { return a.version < b.version; }

// Is `train`, such as 16.12, the beginning of `release`?
bool is_train_of(const grammar::Version& train, const grammar::Version& release) {
    return train.numbers.size() < release.numbers.size() &&
           std::equal(train.numbers.begin(), train.numbers.end(), release.numbers.begin());
}

// Adds the folder's to those that another folder has.
void list_releases(const fs::path& platform, std::vector<Release>& releases) {
    for (const auto& file : fs::directory_iterator(platform)) {
        if (file.path().extension() != ".yaml") continue;
        const std::string stem = file.path().stem().string();
        const auto version = grammar::read_version(stem);
        if (!version) {
            throw grammar::Faults(file.path().generic_string(), 0, 0,
                                  "'" + stem + "' is no version");
        }
        const auto same = [&](const Release& known) { return known.stem == stem; };
        if (std::any_of(releases.begin(), releases.end(), same)) continue;
        releases.push_back({*version, stem});
    }
    std::sort(releases.begin(), releases.end(), [](const Release& a, const Release& b) {
        return a.version == b.version ? a.stem < b.stem : older(a, b);
    });
}

Catalog list_platforms(const Roots& roots) {
    Catalog catalog;
    for (const auto& folder : roots.folders()) {
        for (const auto& platform : fs::directory_iterator(folder)) {
            if (!platform.is_directory()) continue;
            list_releases(platform.path(), catalog[platform.path().filename().string()]);
        }
    }
    // Templates that platforms share are none.
    std::erase_if(catalog, [](const auto& entry) { return entry.second.empty(); });
    return catalog;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

// A version's file and what it extends.
struct Merged {
    Sheet sheet;
    int depth = 0;  // how many it extends
};

}  // namespace

struct Library::Data {
    explicit Data(Roots where) : roots(std::move(where)), catalog(list_platforms(roots)) {}

    Roots roots;
    Catalog catalog;
    std::mutex guard;
    std::map<std::string, Merged> sheets;
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const Profile>> profiles;

    std::vector<std::string> names() const;
    std::string full_name(const std::string& name) const;
    const std::vector<Release>& releases(const std::string& platform) const;
    [[noreturn]] void unknown(const std::string& name) const;
    const Merged& sheet(const std::string& name, std::set<std::string>& open);
    const Texts& models(const std::string& name);
    ModelSheet model_sheet(const std::string& platform, const std::string& model) const;
    std::shared_ptr<const Profile> load(const std::string& name, std::string model);
    grammar::Version played_version(const std::string& platform, const std::string& stem) const;
    const Release* nearest(const std::string& platform, const grammar::Version& version,
                           const std::string& model);
    bool has_model(const std::string& name, const std::string& model);
};

std::vector<std::string> Library::Data::names() const {
    std::vector<std::string> names;
    for (const auto& [platform, releases] : catalog) {
        for (const auto& release : releases) names.push_back(platform + "/" + release.stem);
    }
    return names;
}

// The name in full: a bare platform is its newest version.
std::string Library::Data::full_name(const std::string& name) const {
    const auto platform = catalog.find(name.substr(0, name.find('/')));
    if (platform != catalog.end()) {
        const auto& releases = platform->second;
        if (name == platform->first) return name + "/" + releases.back().stem;
        for (const auto& release : releases) {
            if (name == platform->first + "/" + release.stem) return name;
        }
    }
    unknown(name);
}

const std::vector<Release>& Library::Data::releases(const std::string& platform) const {
    const auto known = catalog.find(platform);
    if (known == catalog.end()) unknown(platform);
    return known->second;
}

void Library::Data::unknown(const std::string& name) const {
    throw grammar::Faults(roots.ground(), 0, 0,
                          "there is no profile '" + name + "'; there are " + joined(names()));
}

// `open` are the files whose `extends` led here.
const Merged& Library::Data::sheet(const std::string& name, std::set<std::string>& open) {
    if (const auto known = sheets.find(name); known != sheets.end()) return known->second;
    const std::string path = roots.file(name + ".yaml");
    Merged merged{read_sheet(read_text_file(path), path, name), 0};
    open.insert(name);
    if (const auto& extends = merged.sheet.extends) {
        const auto fault = [&](const std::string& what) {
            throw grammar::Faults(path, extends->source.line, 0, what);
        };
        const std::string& parent_name = extends->value;
        const auto all = names();
        if (std::find(all.begin(), all.end(), parent_name) == all.end()) {
            fault("there is no profile '" + parent_name + "' to extend");
        }
        if (open.contains(parent_name)) fault("'extends' goes round in a circle");
        const Merged& parent = sheet(parent_name, open);
        merged.depth = parent.depth + 1;
        if (merged.depth > deepest_extends) fault("'extends' goes deeper than sixteen files");
        inherit(merged.sheet, parent.sheet);
    }
    return sheets.emplace(name, std::move(merged)).first->second;
}

// What the file's own `version` says, without reading the whole of it.
grammar::Version Library::Data::played_version(const std::string& platform,
                                               const std::string& stem) const {
    constexpr std::string_view key = "\nversion: ";
    const auto text = read_text_file(roots.file(platform + "/" + stem + ".yaml"));
    const auto at = text.find(key);
    if (at == std::string::npos) return {};
    const auto begin = at + key.size();
    return grammar::read_version(text.substr(begin, text.find('\n', begin) - begin))
        .value_or(grammar::Version{});
}

const Texts& Library::Data::models(const std::string& name) {
    std::set<std::string> open;
    const Sheet& found = sheet(name, open).sheet;
    if (!found.models || found.models->value.empty()) {
        throw grammar::Faults(found.file, 0, 0, name + " has no 'models'");
    }
    return found.models->value;
}

std::shared_ptr<const Profile> Library::Data::load(const std::string& name, std::string model) {
    const Texts& known = models(name);
    if (model.empty()) model = known.front();
    if (std::find(known.begin(), known.end(), model) == known.end()) {
        throw grammar::Faults(roots.ground(), 0, 0,
                              name + " has no model '" + model + "'; there are " + joined(known));
    }
    auto& profile = profiles[{name, model}];
    if (profile) return profile;
    auto own = model_sheet(name.substr(0, name.find('/')), model);
    auto sheet = sheets.at(name).sheet;
    for (auto it = own.overlays.rbegin(); it != own.overlays.rend(); ++it) {
        const std::string path = roots.file(*it + ".yaml");
        sheet = laid_over(read_overlay(read_text_file(path), path, *it), sheet);
    }
    profile = std::make_shared<const Profile>(assemble(roots, std::move(sheet), std::move(own)));
    return profile;
}

// A model's file with what it extends.
ModelSheet Library::Data::model_sheet(const std::string& platform, const std::string& model) const {
    const auto read = [&](const std::string& name) {
        const std::string path = roots.file(platform + "/models/" + name + ".yaml");
        return read_model_sheet(read_text_file(path), path, name);
    };
    auto own = read(model);
    auto next = own.extends;
    for (int depth = 1; next; ++depth) {
        if (depth > deepest_models) {
            throw grammar::Faults(next->source.file, next->source.line, 0,
                                  "'extends' goes deeper than three files");
        }
        const auto parent = read(next->value);
        inherit(own, parent);
        next = parent.extends;
    }
    return own;
}

Library::Library(const std::string& folders) : data_(std::make_unique<Data>(Roots(folders))) {}

Library::~Library() = default;

std::shared_ptr<const Profile> Library::load(const std::string& name, const std::string& model) {
    const std::scoped_lock lock(data_->guard);
    return data_->load(data_->full_name(name), model);
}

bool Library::Data::has_model(const std::string& name, const std::string& model) {
    const Texts& known = models(name);
    return model.empty() || std::find(known.begin(), known.end(), model) != known.end();
}

// The newest release that is not newer and runs on the model; null: none does. What is older than
// all of them is played by the oldest that does.
const Release* Library::Data::nearest(const std::string& platform, const grammar::Version& version,
                                      const std::string& model) {
    const auto& all = releases(platform);
    const auto runs = [&](const Release& one) {
        return has_model(platform + "/" + one.stem, model);
    };
    auto after = std::upper_bound(all.begin(), all.end(), Release{version, ""}, older);
    if (after == all.begin()) {
        const auto oldest = std::find_if(all.begin(), all.end(), runs);
        return oldest == all.end() ? nullptr : &*oldest;
    }
    const Release* best = nullptr;
    while (!best && after != all.begin()) {
        --after;
        if (runs(*after)) best = &*after;
    }
    if (!best) return nullptr;
    // A file named for its whole train, 16.12, says itself which release of it it plays.
    for (auto train = all.begin(); train != all.end(); ++train) {
        if (!is_train_of(train->version, version)) continue;
        const auto played = played_version(platform, train->stem);
        const bool closer = played <= version && best->version <= played;
        if (closer && runs(*train)) best = &*train;
    }
    return best;
}

std::shared_ptr<const Profile> Library::nearest(const std::string& platform,
                                                const grammar::Version& version,
                                                const std::string& model) {
    const std::scoped_lock lock(data_->guard);
    const auto* best = data_->nearest(platform, version, model);
    if (best) return data_->load(platform + "/" + best->stem, model);
    throw grammar::Faults(
        data_->roots.ground(), 0, 0,
        "no version of " + platform + " up to " + version.text + " runs on '" + model + "'");
}

bool Library::runs(const std::string& platform, const grammar::Version& version,
                   const std::string& model) {
    const std::scoped_lock lock(data_->guard);
    return data_->nearest(platform, version, model) != nullptr;
}

std::vector<std::string> Library::names() const { return data_->names(); }

std::vector<std::string> Library::models(const std::string& name) {
    const std::scoped_lock lock(data_->guard);
    return data_->models(data_->full_name(name));
}

const std::string& Library::folder() const { return data_->roots.ground(); }

}  // namespace profiles
