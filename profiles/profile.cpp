#include "profiles/profile.hpp"

#include "grammar/fault.hpp"
#include "profiles/profile_data.hpp"
#include "profiles/stamp.hpp"

namespace profiles {
namespace {

[[noreturn]] void missing(const Sheet& sheet, const std::string& kind, const std::string& name) {
    throw grammar::Faults(sheet.file, 0, 0, sheet.name + " has no " + kind + " '" + name + "'");
}

template <class T> const T& entry(const Sheet& sheet, const Section<T>& section,
                                  const std::string& kind, const std::string& name) {
    const auto known = section.find(name);
    if (known == section.end()) missing(sheet, kind, name);
    return known->second.value;
}

Wording wording_of(const Profile& profile) {
    return {[&](const State& state) { return profile.word(state.group, state.key); },
            [&](const Stamp& stamp, std::string_view format) {
                return profile.stamp(stamp, std::string(format));
            }};
}

Find find_in(const Profile& profile) {
    return [&](const std::string& name) { return profile.find_template(name); };
}

}  // namespace

Profile::Profile(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

const std::string& Profile::name() const { return data_->sheet.name; }
const std::string& Profile::platform() const { return data_->platform; }
const grammar::Version& Profile::version() const { return data_->sheet.version; }
const Model& Profile::model() const { return data_->model.model; }

bool Profile::has(const std::string& capability) const {
    return data_->capabilities.contains(capability);
}

const std::set<std::string>& Profile::capabilities() const { return data_->capabilities; }

std::chrono::milliseconds Profile::interval(const std::string& name) const {
    return entry(data_->sheet, data_->sheet.intervals, "interval", name);
}

long Profile::number(const std::string& name) const {
    return entry(data_->sheet, data_->sheet.numbers, "number", name);
}

const std::string& Profile::text(const std::string& name) const {
    return entry(data_->sheet, data_->sheet.texts, "text", name);
}

const std::vector<std::string>& Profile::list(const std::string& name) const {
    return entry(data_->sheet, data_->sheet.lists, "list", name);
}

const std::vector<std::string>& Profile::defaults(const std::string& mode) const {
    static const std::vector<std::string> none;
    const auto known = data_->sheet.defaults.find(mode);
    return known == data_->sheet.defaults.end() ? none : known->second.value;
}

const std::vector<Defect>& Profile::defects() const { return data_->defects; }

const Mode* Profile::mode(const std::string& name) const { return data_->find_mode(name); }

std::set<std::string> Profile::mode_names() const {
    std::set<std::string> names;
    for (const auto& [name, mode] : data_->modes) names.insert(name);
    for (const auto& [name, path] : data_->later_modes) names.insert(name);
    return names;
}

std::vector<const Mode*> Profile::modes() const {
    std::vector<const Mode*> modes;
    for (const auto& name : mode_names()) modes.push_back(data_->find_mode(name));
    return modes;
}

const Template* Profile::find_template(const std::string& name) const {
    return data_->find_template(name);
}

bool Profile::has_message(const std::string& name) const {
    return data_->sheet.messages.contains(name);
}

bool Profile::has_text(const std::string& name) const { return data_->sheet.texts.contains(name); }

bool Profile::has_list(const std::string& name) const { return data_->sheet.lists.contains(name); }

bool Profile::has_interval(const std::string& name) const {
    return data_->sheet.intervals.contains(name);
}

bool Profile::has_number(const std::string& name) const {
    return data_->sheet.numbers.contains(name);
}

bool Profile::has_word(const std::string& group, const std::string& key) const {
    const auto words = data_->sheet.words.find(group);
    return words != data_->sheet.words.end() && words->second.value.contains(key);
}

const Notice* Profile::notice(const std::string& event) const {
    const auto* known = data_->find_notice(event);
    return known ? &known->value.notice : nullptr;
}

std::string Profile::render(const std::string& name, const Facts& facts) const {
    if (const Template* screen = find_template(name)) {
        return screen->render(facts, wording_of(*this), find_in(*this));
    }
    if (!has_message(name)) missing(data_->sheet, "template or message", name);
    return message(name, facts) + '\n';
}

std::string Profile::message(const std::string& name, const Facts& facts) const {
    const auto* known = data_->find_message(name);
    if (!known) missing(data_->sheet, "message", name);
    return known->value->render(facts, wording_of(*this), find_in(*this));
}

std::string Profile::notice_text(const std::string& event, const Facts& facts) const {
    const Notice* known = notice(event);
    if (!known) missing(data_->sheet, "notice", event);
    return known->text->render(facts, wording_of(*this), find_in(*this));
}

std::string Profile::fill(const std::string& text, const std::string& file,
                          const Facts& facts) const {
    return Template::read(text, file).render(facts, wording_of(*this), find_in(*this));
}

std::string Profile::word(const std::string& group, const std::string& key) const {
    const Words& words = entry(data_->sheet, data_->sheet.words, "words", group);
    const auto known = words.find(key);
    if (known == words.end()) missing(data_->sheet, "word", group + "." + key);
    return known->second;
}

std::string Profile::stamp(const Stamp& stamp, const std::string& format) const {
    const std::string name = format.empty() ? "time" : format;
    return format_stamp(stamp, entry(data_->sheet, data_->sheet.formats, "format", name));
}

}  // namespace profiles
